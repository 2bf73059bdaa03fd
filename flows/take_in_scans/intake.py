"""The one way in for a scan: its bytes are in the vault and on record before anybody is told that it was taken.

take(dabi, [Upload(name, data), …], on, actor) -> Receipt     what the desk's upload hands over; then steps.run(job)
keep(dabi, job, name, data, on) -> Taken                      one file of a job
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from extractors import pages as paging
from flows import jobs
from flows.wiring import Dabi
from rules.errors import Problem, StoreDamaged
from rules.limits import Limits
from store.keys import intake
from store.states import ItemState, ScanState

JOURNEY = "take_in_scans"
ACTOR = f"system:{JOURNEY}"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came: its name, which is personal data too, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that is kept: the number of its scan, its vault address, and whether it was kept before."""

    scan: int
    sha256: str
    was_known: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an upload: every file of it is either in ``taken``, in order, or told in ``refused``."""

    job: str
    taken: tuple[Taken, ...]
    refused: tuple[Problem, ...]


def take(dabi: Dabi, uploads: Sequence[Upload], on: date, actor: str) -> Receipt:
    """Keep files handed over as bytes, for the job that the receipt names to read.

    The receipt comes after the last commit, so that what it says was taken lies in the vault, read back. A file is
    refused for its size alone: what is no scan is kept too, and waits in review. Where the job is never run, the next
    scheduled run reads them. NotAllowed for an actor who may not take papers in, StoreDamaged where the vault does not
    give back what was put into it.
    """
    refusals = [too_large(one.name, len(one.data), dabi.settings.limits) for one in uploads]
    accepted = [one for one, refusal in zip(uploads, refusals, strict=True) if refusal is None]
    request = {"on": on.isoformat(), "uploaded": [sha256(one.data).hexdigest() for one in accepted]}
    job = jobs.open_job(dabi, JOURNEY, request, actor)
    taken = tuple(keep(dabi, job, one.name, one.data, on) for one in accepted)
    return Receipt(job, taken, tuple(refusal for refusal in refusals if refusal is not None))


def keep(dabi: Dabi, job: str, name: str, data: bytes, on: date) -> Taken:
    """Put one file into the vault and on record, to be read by ``job`` unless it was read before.

    StoreDamaged where, after the commit, the vault does not give it back.
    """
    address = sha256(data).hexdigest()
    with dabi.store.begin(ACTOR) as record:
        known = record.scan_of(address)
        dabi.store.vault.put(data, intake(address))
        media_type = paging.media_type(data) or "application/octet-stream"
        scan = record.add_scan(address, media_type=media_type, pages=0, received_on=on, job=job, name=name)
        if known is None or scan.state is ScanState.RECEIVED:
            record.mark_item(job, str(scan.id), ItemState.PENDING)
        record.commit()
    if not dabi.store.vault.holds(data):
        raise StoreDamaged(f"the vault file {address[:12]} is not what was put there")
    return Taken(scan.id, address, known is not None)


def too_large(name: str, size: int, limits: Limits) -> Problem | None:
    """Why a file of so many bytes is not taken; None where it is."""
    if size <= limits.bytes:
        return None
    return Problem(name, f"It is larger than {limits.bytes // 2**20} MB.", "Split it, or scan at 200 dpi.")
