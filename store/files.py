"""What files need beyond reading and writing: renames that last, and one process at a time in a folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rules.errors import StoreLocked


def fsync_folder(folder: Path) -> None:
    """Make what was created, renamed or removed in ``folder`` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Keep other backups, restores and changes of key out of ``home``; the system lets go if this process dies.

    StoreLocked if one is under way. Those who read and write the record are not hindered.
    """
    descriptor = os.open(home, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreLocked("a backup, a restore or a change of its key is under way") from None
        yield
    finally:
        os.close(descriptor)
