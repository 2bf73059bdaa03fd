"""Scans in: every file is kept before anything else happens to it, then read, then recorded or queued for review."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows import jobs
from flows.take_in_scans import inbox, intake, reading, regroup
from flows.wiring import Dabi
from rules.errors import InputProblems, Problem
from rules.limits import Limits
from store.states import ItemState, ScanState

JOURNEY, ACTOR = intake.JOURNEY, intake.ACTOR
CHUNK = 10  # scans a chunk, all of whose pages are held in memory


def collect(dabi: Dabi, job: str) -> dict[str, int]:
    """Take every file of the request (else of the inbox) into the vault and the record.

    A file leaves the inbox only after the commit and a read-back, and only if it lay in the inbox and is still the one
    that was read; any other is left where it is. Files that cannot even be read are left there too and counted as
    ``left``, files of the inbox that are still being written as ``arriving``. The files of an upload are kept already
    (see intake.py). StoreDamaged, and the file stays, where the vault does not give it back.
    """
    request = jobs.request_of(dabi, JOURNEY, job)
    if request.get("uploaded") is not None:
        return {}
    counts = {"files": 0, "known": 0, "left": 0}
    settings, paths = dabi.settings, request.get("paths") or []
    arrived = None if paths else inbox.arrived(settings.inbox, settings.inbox_quiet)
    for path in found_files(dabi, paths):
        if arrived is not None and path not in arrived:
            counts["arriving"] = counts.get("arriving", 0) + 1
            continue
        read = _read(path, settings.limits)
        if read is None:
            counts["left"] += 1
            continue
        data, look = read
        taken = intake.keep(dabi, job, path.name, data, request.on)
        counts["known" if taken.was_known else "files"] += 1
        if not settings.keep_inbox and _lies_in(path, settings.inbox):
            inbox.remove(path, look)
    return counts


def found_files(dabi: Dabi, paths: Sequence[str]) -> Iterator[Path]:
    """The files named, or directly in the folders named, by name; hidden ones and folders in folders are passed over.

    Raises InputProblems for a path that is not there, before anything is taken in.
    """
    wanted = [Path(path) for path in paths] or [dabi.settings.inbox]
    missing = [path for path in wanted if not path.exists()]
    if missing and paths:
        raise InputProblems(
            [Problem(str(path), "There is no such file or folder.", "Check the path.") for path in missing]
        )
    for path in wanted:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        yield from (one for one in inside if not one.name.startswith(".") and _is_there(one))


def _is_there(path: Path) -> bool:
    """Whether a path is no folder, and has not vanished since its folder was looked through."""
    try:
        return not stat.S_ISDIR(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def left(dabi: Dabi, paths: Sequence[str]) -> list[Problem]:
    """Why files of these paths are not taken in and stay where they are."""
    limits = dabi.settings.limits
    return [refusal for path in found_files(dabi, paths) if (refusal := _refusal(path, limits)) is not None]


def _refusal(path: Path, limits: Limits) -> Problem | None:
    try:
        status = path.lstat()
    except FileNotFoundError:
        return Problem(path.name, "It is not there any more.", "Look who took it away.")
    if stat.S_ISLNK(status.st_mode):
        return Problem(path.name, "It is a link.", "Put the file itself there.")
    if not stat.S_ISREG(status.st_mode):
        return Problem(path.name, "It is no file but a device, pipe or socket.", "Give a scan.")
    if (refusal := intake.too_large(path.name, status.st_size, limits)) is not None:
        return refusal
    if not os.access(path, os.R_OK):
        return Problem(path.name, "It may not be read.", "Change its rights.")
    return None


def _read(path: Path, limits: Limits) -> tuple[bytes, inbox.Look] | None:
    """The bytes of a file and how it looked; None where it is refused, cannot be read, or changes while it is read."""
    try:
        if _refusal(path, limits) is not None:
            return None
        # What was looked at may have been exchanged since: a link is not followed, and a pipe not waited for.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            before = os.fstat(file.fileno())
            data = file.read() if stat.S_ISREG(before.st_mode) else None
            look = inbox.look(before)
            return (data, look) if data is not None and look == inbox.look(os.fstat(file.fileno())) else None
    except OSError:
        return None


def _lies_in(path: Path, folder: Path) -> bool:
    return path.resolve().parent == folder.resolve()


def plan(dabi: Dabi, job: str) -> list[jobs.Chunk]:
    """The scans of this job, and any that an earlier run left unread, in chunks."""
    with dabi.store.begin(ACTOR) as record:
        for scan in record.scans(states=[ScanState.RECEIVED]):
            record.mark_item(job, str(scan.id), ItemState.PENDING)
        record.commit()
        pending = [key for key, state in record.items(job).items() if state is ItemState.PENDING]
    return jobs.chunks(sorted(pending, key=int), CHUNK)


def read_chunk(dabi: Dabi, job: str, keys: jobs.Chunk) -> dict[str, int]:
    """Read these scans; each is recorded or queued in a transaction of its own."""
    on = jobs.request_of(dabi, JOURNEY, job).on
    scans = [int(key) for key in keys]
    counts = jobs.total(reading.read_scans(dabi, job, scans, on))
    return jobs.total([counts, {"queued": -fewer}]) if (fewer := regroup.join_backs(dabi, scans, on)) else counts


def run(dabi: Dabi, job: str) -> dict[str, int]:
    """The whole journey in this process, as the command line runs it."""
    with jobs.leased(dabi, JOURNEY, job) as held:
        kept = collect(dabi, held)
        parts = [read_chunk(dabi, held, chunk) for chunk in plan(dabi, held)]
        return jobs.finish(dabi, JOURNEY, held, jobs.total([kept, *parts]))
