"""Programs that open what came in: their time and memory end, and they neither see our files nor call anybody."""

from __future__ import annotations

import socket
import sys
import time
from pathlib import Path

import psutil
import pytest

from confined.landlock import abi
from confined.program import run

ROOM = 2**30


def said(tmp_path: Path, line: str, memory: int = ROOM) -> str:
    """What a line of Python writes into the one folder that it may write to."""
    out = tmp_path / "out"
    out.mkdir(exist_ok=True)
    command = [sys.executable, "-c", f"import os, pathlib\n{line}", str(out / "said")]
    code = run(command, seconds=20, memory=memory, readable=[Path(sys.base_prefix), Path(sys.prefix)], writable=[out])
    return (out / "said").read_text() if code == 0 else f"ended with {code}"


TELL = "import sys; pathlib.Path(sys.argv[1]).write_text(str({}))"


def test_it_runs_and_leaves_its_result(tmp_path: Path) -> None:
    """Where it may write, and nowhere else."""
    assert said(tmp_path, TELL.format("6 * 7")) == "42"


def test_of_our_environment_it_has_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the key nor where the home is."""
    monkeypatch.setenv("DABI_KEY", "secret")
    assert set(eval(said(tmp_path, TELL.format("sorted(os.environ)")))) <= {"LANG", "LC_CTYPE", "PATH", "PWD"}


def test_too_much_memory_is_not_to_be_had(tmp_path: Path) -> None:
    """What wants more than its share fails; the same with room does not."""
    line = TELL.format("len(bytearray(500_000_000))")
    assert said(tmp_path, line, 300_000_000) == "ended with 1"
    assert said(tmp_path, line) == "500000000"


def test_too_long_is_over_for_it_and_for_what_it_started() -> None:
    """A script around another program is ended with that program; nothing runs on."""
    started = time.monotonic()
    assert run(["/bin/sh", "-c", "sleep 61.7; true"], seconds=0.5, memory=ROOM) is None
    assert time.monotonic() - started < 10
    left = [one for one in psutil.process_iter(["cmdline"]) if one.info["cmdline"] == ["sleep", "61.7"]]
    assert left == []


def test_no_memory_is_dumped(tmp_path: Path) -> None:
    """A crash leaves no core file."""
    assert said(tmp_path, "import resource; " + TELL.format("resource.getrlimit(resource.RLIMIT_CORE)")) == "(0, 0)"


@pytest.mark.skipif(not abi(), reason="this kernel has no Landlock")
def test_nothing_of_ours_can_be_opened(tmp_path: Path) -> None:
    """Neither read nor written nor removed, nor the environment of whoever started it."""
    key = tmp_path / "key"
    key.write_text("secret")
    for deed in (
        f"open({str(key)!r}).read()",
        f"open({str(key)!r}, 'w')",
        f"os.unlink({str(key)!r})",
        f"os.listdir({str(tmp_path)!r})",
        "open(f'/proc/{os.getppid()}/environ').read()",
    ):
        assert said(tmp_path, deed) == "ended with 1", deed
    assert key.read_text() == "secret"


@pytest.mark.skipif(abi() < 4, reason="this kernel's Landlock knows no network")
def test_nobody_can_be_called(tmp_path: Path) -> None:
    """Not even this machine, where somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert said(tmp_path, f"import socket; socket.create_connection(('127.0.0.1', {port}), 1)") == "ended with 1"


@pytest.mark.skipif(not abi(), reason="this kernel has no Landlock")
def test_we_ourselves_stay_free(tmp_path: Path) -> None:
    """What shuts a program in does not shut us in."""
    assert said(tmp_path, TELL.format("1")) == "1"
    (tmp_path / "ours").write_text("written afterwards")
    assert (tmp_path / "ours").read_text() == "written afterwards"
