"""A process that opens files which came in cannot open any other, nor reach the network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from confined.landlock import abi

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not abi(), reason="this kernel has no Landlock")
CONFINED = """
import socket, sys
from pathlib import Path
from confined.confine import confine
from rules.limits import STANDARD

def attempt(deed):
    try:
        deed()
        return "done"
    except OSError as error:
        return type(error).__name__

opened = open(sys.argv[1])
confine(STANDARD)
import openpyxl, yaml
print(len(opened.read()))
print(attempt(Path(sys.argv[1]).read_text), attempt(Path(sys.argv[1]).parent.iterdir().__next__))
print(attempt(lambda: Path(sys.argv[1]).with_name("new").write_text("x")), attempt(Path(sys.argv[1]).unlink))
print(attempt(lambda: socket.create_connection(("127.0.0.1", int(sys.argv[2])), 1)))
"""


def confined(path: Path, port: int = 9) -> list[str]:
    """What a confined process says of its attempts on a file of ours and on a port."""
    command = [sys.executable, "-c", CONFINED, str(path), str(port)]
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.defpath}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd="/").stdout.split()


def test_nothing_of_ours_can_be_opened(tmp_path: Path) -> None:
    """Neither read, listed, written nor removed; what was opened before is still read, and libraries still load."""
    key = tmp_path / "key"
    key.write_text("secret")
    length, *attempts, _ = confined(key)
    assert length == "6"
    assert attempts == ["PermissionError"] * 4
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


@pytest.mark.skipif(abi() < 4, reason="this kernel's Landlock knows no network")
def test_nobody_can_be_called(tmp_path: Path) -> None:
    """Not even this machine, where somebody listens."""
    import socket

    (tmp_path / "key").write_text("secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert confined(tmp_path / "key", server.getsockname()[1])[-1] == "PermissionError"
