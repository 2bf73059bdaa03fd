"""The folder into which scanners, phones and network drives put files: which are whole, and how one is removed."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path
from typing import NamedTuple

_BETWEEN_LOOKS = 1.0  # seconds: on a network drive the clock of a file may not be ours, so it is looked at twice


class Look(NamedTuple):
    """How a file looks from outside: while two looks are alike nobody has written to it."""

    file: int
    size: int
    changed_ns: int


def look(status: os.stat_result) -> Look:
    return Look(status.st_ino, status.st_size, status.st_mtime_ns)


def arrived(folder: Path, quiet: int) -> set[Path]:
    """What lies in ``folder`` and has not changed for ``quiet`` seconds, nor between two looks; all of it for 0.

    By what a file's own clock says, and where that is ahead of ours, by the two looks alone.
    """
    first = _looks(folder)
    if not quiet or not first:
        return set(first)
    time.sleep(_BETWEEN_LOOKS)
    now = time.time()
    return {
        path
        for path, seen in _looks(folder).items()
        if first.get(path) == seen and not 0 <= now - seen.changed_ns / 1e9 < quiet
    }


def remove(path: Path, seen: Look) -> None:
    """Remove a file that still looks as it did when it was read; another one under its name is the next run's."""
    try:
        if look(path.lstat()) == seen:
            path.unlink()
    except FileNotFoundError:  # somebody took it away meanwhile
        pass


def _looks(folder: Path) -> dict[Path, Look]:
    """Every file of a folder; what vanishes meanwhile is left out."""
    found = {}
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            status = path.lstat()
        except FileNotFoundError:
            continue
        if not stat.S_ISDIR(status.st_mode):
            found[path] = look(status)
    return found
