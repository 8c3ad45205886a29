"""`alu batch`: many questions from a file, answered here or by the workers of a Ray cluster.

run         a run over a file: what is asked, written and resumed
here        lines answered in this process
pool        lines shared out to workers, some of which may be lost
cluster     workers of a Ray cluster
worker      what such a worker does
copied      a folder's list, as it is sent to workers
"""
