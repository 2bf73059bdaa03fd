"""Other people's programs, Tesseract and LibreOffice, run on what came in: shut out of all files that they do not need.

    run(command, seconds=30, memory=2**31, readable=(…,), writable=(folder,)) -> exit code, None if it took too long

Of our environment they get nothing: no key, no home. Landlock holds for the thread that asks for it and for what that
thread starts, so each program is started by a thread of its own.
"""

from __future__ import annotations

import contextlib
import math
import os
import signal
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from confined.landlock import shut_out

# Folders of plain files that programs work in are named so, and nothing else: what a killed process left is wiped.
PLAIN_FILES = "dabi-plain-files-"
_SHELL = "/bin/sh"
# Programs, libraries, fonts and their settings.
_READABLE = (
    Path("/usr"), Path("/bin"), Path("/lib"), Path("/lib64"), Path("/opt"), Path("/etc/ld.so.cache"),
    Path("/etc/fonts"), Path("/var/cache/fontconfig"), Path("/dev/urandom"),
)  # fmt: skip
_NOWHERE = Path(os.devnull)
# Kilobytes, and seconds of work should we be gone; a core file would hold what the program has read.
_LIMITED = 'ulimit -c 0; ulimit -v "$1"; ulimit -t "$2"; shift 2; exec "$@"'


def run(
    command: Sequence[str],
    *,
    seconds: float,
    memory: int,
    readable: Iterable[Path] = (),
    writable: Iterable[Path] = (),
    sockets: Iterable[Path] = (),
    environment: Mapping[str, str] | None = None,
) -> int | None:
    """Run a program to its end, and end all that it has started; its exit code, None if it took longer than allowed.

    ``memory``: bytes of address space for each of its processes. ``sockets``: folders in which it may listen.
    """
    with ThreadPoolExecutor(1) as apart:
        process = apart.submit(
            _start, command, seconds, memory, (readable, writable, sockets), environment or {}
        ).result()
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        with contextlib.suppress(ProcessLookupError):  # a program may be a script around another
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _start(
    command: Sequence[str],
    seconds: float,
    memory: int,
    places: tuple[Iterable[Path], Iterable[Path], Iterable[Path]],
    environment: Mapping[str, str],
) -> subprocess.Popen[bytes]:
    """In a thread that does nothing else, for it can open little from now on."""
    readable, writable, sockets = places
    shut_out([*_READABLE, Path(command[0]).resolve().parent, *readable], [_NOWHERE, *writable], sockets)
    return subprocess.Popen(  # noqa: S603
        [_SHELL, "-c", _LIMITED, "limited", str(memory // 1024), str(2 * math.ceil(seconds)), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": os.defpath, "LANG": "C.UTF-8", **environment},
        start_new_session=True,
    )
