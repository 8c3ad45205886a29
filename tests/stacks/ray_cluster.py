"""A Ray cluster of two nodes of one processor each, on this machine; for an interpreter that has Ray.

Prints the address of the first node and that for clients. On the line `kill` it kills the second node, with all its
processes; on `back` it adds one; it ends with its input.
"""

import sys

from ray.cluster_utils import Cluster

NODE = {"num_cpus": 1, "object_store_memory": 100 * 2**20}
client = int(sys.argv[1])
cluster = Cluster(initialize_head=True, head_node_args={**NODE, "ray_client_server_port": client})
second = cluster.add_node(**NODE)
cluster.wait_for_nodes()
sys.stdout.write(f"{cluster.address} ray://127.0.0.1:{client}\n")
sys.stdout.flush()
for line in sys.stdin:
    if line.strip() == "kill":
        cluster.remove_node(second, allow_graceful=False)
    if line.strip() == "back":
        second = cluster.add_node(**NODE)
    sys.stdout.write(line)
    sys.stdout.flush()
cluster.shutdown()
