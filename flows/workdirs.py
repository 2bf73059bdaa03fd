"""Private folders for plain files of one step, in memory where there is room; what a killed process left is wiped."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from confined.program import PLAIN_FILES

_MEMORY = Path("/dev/shm")  # noqa: S108  # only where it can be written
_LEAST_MEMORY = 512_000_000  # bytes free before plain files of a run are kept in memory
_YOUNG = 600  # seconds: whoever made a folder so lately may not have locked it, or reads a pile in it without a lock


@contextmanager
def workdir() -> Iterator[Path]:
    """A folder of mode 0700, gone afterwards. The lock on it tells others that its process lives."""
    roomy = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _LEAST_MEMORY
    with tempfile.TemporaryDirectory(prefix=PLAIN_FILES, dir=_MEMORY if roomy else None) as folder:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield Path(folder)
        finally:
            os.close(descriptor)


def wipe_left(places: tuple[Path, ...] | None = None, now: float | None = None) -> int:
    """Remove the folders of plain files that a killed process left in memory or among temporary files; how many.

    Only those: a home that somebody keeps among temporary files is nobody's leftover.
    """
    moment = time.time() if now is None else now
    wiped = 0
    for place in {_MEMORY, Path(tempfile.gettempdir())} if places is None else places:
        for folder in place.glob(f"{PLAIN_FILES}*"):
            try:
                status = folder.lstat()
                ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
                if ours and moment - status.st_mtime > _YOUNG and _is_free(folder):
                    shutil.rmtree(folder)
                    wiped += 1
            except OSError:  # its owner has just removed it
                continue
    return wiped


def _is_free(folder: Path) -> bool:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)
