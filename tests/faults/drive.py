"""Run apart by test_kill_points: one journey, killed at every point where something becomes durable, and run again.

    drive.py FOLDER JOURNEY kill|power|full|locked|gone [SERVER]

A point lies before each commit of the record and before each file is written, synced, renamed or removed. A process
is forked for each, which dies there by SIGKILL. With ``power`` it dies only before a sync, and first loses what was
written or renamed and not synced, as when the power goes. With ``full`` it lives on, but from the point on the disk of
record, vault and folders takes nothing more; with ``locked`` others never let go of the record again; with ``gone`` the
database server ends what it was doing and answers no more. Then what was stopped is ended in another process, and what
is on record is told as JSON.

The record lies in a file of the home, or on the PostgreSQL server at the address SERVER, in a database of its own for
each process that is stopped.

Typesetting and reading of papers are stand-ins behind the same names: what is tried here is the record.
"""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import signal
import sqlite3
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pypdf
from PIL import Image
from sqlalchemy import event
from sqlalchemy.orm import Session

from extractors.pages import Page
from flows import jobs, wiring
from flows.compile_dossier import steps as dossier
from flows.import_claims.steps import import_claims
from flows.take_in_scans import papers
from flows.take_in_scans import steps as take_in
from flows.track_deadlines import steps as track
from flows.wiring import Dabi, Settings, create_home, open_dabi
from flows.write_letters import output
from flows.write_letters import steps as write
from rules.errors import DabiError
from rules.findings import DocumentKind, Finding, Method, ReadDocument, ReviewReason
from store.engine import translate
from store.states import JobState
from store.verify import verify
from templates.dossier import Printed
from templates.print_run import LetterRequest, Rendered, RunResult
from tests.desk.desks import FOUR, table

ON = date(2026, 7, 6)


def paper(text: str) -> bytes:
    """A PDF of two empty pages that says ``text`` in its metadata: the same for the same text."""
    writer = pypdf.PdfWriter()
    for _ in range(2):
        writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": text})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def rendered(reference: str) -> Rendered:
    copies = (paper(f"office {reference}"), paper(f"receipt {reference}"))
    return Rendered(reference, reference.encode(), *copies, 2, ())


def typeset(requests: Sequence[LetterRequest], workdir: Path, letters: object) -> Iterator[RunResult]:
    yield RunResult(tuple(rendered(request.reference) for request in requests), ())


def read(stacks: Sequence[Sequence[Page]], **_: Any) -> list[list[ReadDocument]]:
    """The first file is a receipt of the one letter of the claim; any other a paper that nobody can make out."""
    found = []
    for stack in stacks:
        side = stack[0].image.shape[1]
        box = (0.1, 0.1, 0.2, 0.2)
        if side == 500:
            day = Finding("2026-07-08", "8.7.26", 1, box, 0.99, Method.OCR)
            known = Finding(REFERENCES[0], REFERENCES[0], 1, box, 1.0, Method.QR)
            found.append([ReadDocument((1,), DocumentKind.RECEIPT, "eng", (known,), {"received_date": (day,)})])
        else:
            reason = ReviewReason("kind", "no known form")
            found.append([ReadDocument((1,), DocumentKind.OTHER, "eng", needs_review=(reason,))])
    return found


REFERENCES: list[str] = []


def stand_in() -> None:
    """Put the stand-ins in place of the slow tools."""
    loaded = wiring.law.load()
    wiring.law.load = lambda rows: loaded  # type: ignore[assignment]
    write.print_run.render_by_parts = typeset
    output.register = lambda rows, on, language, workdir: paper("register")
    output.cash.sheet = lambda rows, on, language, workdir: paper("cash")
    dossier.print_dossier = lambda data, workdir, letters: Printed(paper("dossier"), rendered(data.reference))
    papers.read_stacks = read


class Points:
    """Counts points where something becomes durable; at the ``last`` one the process dies, or what it needs fails."""

    def __init__(self, last: int, mode: str, database: str) -> None:
        self.last, self.mode, self.database, self.seen = last, mode, database, 0
        self._numbers = count(1)  # papers are written in several threads
        self._renamed: Path | None = None

    @property
    def reached(self) -> bool:
        return self.seen >= self.last

    def install(self) -> None:
        if self.mode != "power":
            event.listen(Session, "before_commit", lambda session: self._pass(commits=True))
        if self.mode in ("locked", "gone"):
            return
        sync, rename = os.fsync, Path.rename

        def fsync(descriptor: int) -> None:
            self._pass(descriptor)
            sync(descriptor)
            if stat.S_ISDIR(os.fstat(descriptor).st_mode):
                self._renamed = None  # it lasts from now on

        def renamed(path: Path, target: Path) -> Path:
            if self.mode != "power":
                self._pass()
            self._renamed = Path(target)
            return rename(path, target)

        os.fsync, Path.rename = fsync, renamed  # type: ignore[assignment,method-assign]
        if self.mode != "power":
            for name in ("write_bytes", "replace", *(["unlink"] if self.mode == "kill" else [])):
                self._before(name)

    def _before(self, name: str) -> None:
        real = getattr(Path, name)

        def passing(path: Path, *given: Any, **named: Any) -> Any:
            self._pass()
            return real(path, *given, **named)

        setattr(Path, name, passing)

    def _pass(self, descriptor: int | None = None, *, commits: bool = False) -> None:
        self.seen = next(self._numbers)
        if not self.reached:
            return
        if self.mode in ("kill", "power"):
            if self.mode == "power" and descriptor is not None:
                self._lose(descriptor)
            os.kill(os.getpid(), signal.SIGKILL)
        if self.mode == "gone":
            close_server(self.database)
            return
        if not commits:
            raise OSError(errno.ENOSPC, "No space left on device")
        refused = sqlite3.OperationalError()
        refused.sqlite_errorcode = sqlite3.SQLITE_FULL if self.mode == "full" else sqlite3.SQLITE_BUSY
        error = translate(refused)
        assert error is not None
        raise error

    def _lose(self, descriptor: int) -> None:
        """What the power takes: a file's unsynced bytes, or a folder's unsynced rename."""
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.truncate(f"/proc/self/fd/{descriptor}", 0)
        elif self._renamed is not None:
            self._renamed.unlink()


def settings(folder: Path) -> Settings:
    url = f"{SERVER[0]}/{folder.name}" if SERVER else None
    return Settings(folder / "home", folder / "key", folder / "home" / "inbox", False, database_url=url)


SERVER: list[str] = []  # its address without a database's name, where the record lies on one


def on_server(*commands: str) -> None:
    """Speak to the server beside the journey."""
    if SERVER:
        with psycopg.connect(f"{SERVER[0]}/postgres", autocommit=True) as connection:
            for command in commands:
                connection.execute(command)


def close_server(database: str) -> None:
    """The server ends what it was doing in a database and lets nobody in any more."""
    ended = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
    on_server(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false", ended)


# One claim to write for, one that waits at an office since March; what a journey does not touch is left out.
ROWS = {
    "write_letters": FOUR[:1],
    "take_in_scans": FOUR[:1],
    "track_deadlines": FOUR[3:],
    "compile_dossier": FOUR[3:],
}


def prepare(folder: Path, journey: str) -> None:
    """A home with a claim; one letter of it is written where scans are to come in."""
    folder.mkdir()
    create_home(settings(folder))
    dabi = open_dabi(settings(folder))
    codes = [claim.code for claim in import_claims(dabi, table(folder / "c.csv", ROWS[journey]), ON).claims]
    if journey == "take_in_scans":
        asked = {"on": ON.isoformat(), "claims": codes[:1], "out": str(folder / "first")}
        job = jobs.open_job(dabi, write.JOURNEY, asked, "system:test")
        write.run(dabi, job)
        (folder / "reference").write_text(write.written(dabi, job)[0])
        for number, width in enumerate((500, 600), 1):
            Image.new("RGB", (width, 700), "white").save(folder / "home" / "inbox" / f"{number}.png")
        (folder / "home" / "inbox" / "3.pdf").write_bytes(b"%PDF-1.7 cut off")
    dabi.store.close()


JOURNEYS: dict[str, tuple[Any, str, dict[str, Any]]] = {
    "write_letters": (write, "2026-07-06", {}),
    "take_in_scans": (take_in, "2026-07-20", {"paths": []}),
    "track_deadlines": (track, "2026-07-06", {}),
    "compile_dossier": (dossier, "2026-07-20", {"district": "South 24 Parganas"}),
}


def work(folder: Path, journey: str, points: Points) -> None:
    """The journey as a command gives it; where what it needs fails, it may end with an error of ours or of the disk."""
    with opened(folder) as dabi:
        steps, on, asked = JOURNEYS[journey]
        points.install()
        try:
            job = jobs.open_job(dabi, journey, {"on": on, "out": str(folder / "out"), **asked}, "system:test")
            steps.run(dabi, job)
        except (DabiError, OSError):
            if not points.reached:
                raise
    if points.reached:
        os._exit(FAILED)


def end(folder: Path, journey: str) -> None:
    """As the next schedule does; what was not even begun is asked for again."""
    with opened(folder) as dabi:
        steps, on, asked = JOURNEYS[journey]
        for job in jobs.stopped(dabi, journey):
            steps.run(dabi, job)
        with dabi.store.begin("system:test", read_only=True) as record:
            done = record.jobs(journey=journey, states=[JobState.DONE])
        if not done:
            job = jobs.open_job(dabi, journey, {"on": on, "out": str(folder / "out"), **asked}, "system:test")
            steps.run(dabi, job)
        (folder / "state.json").write_text(json.dumps(state(dabi, folder)))


@contextmanager
def opened(folder: Path) -> Iterator[Dabi]:
    if (folder / "reference").exists():
        REFERENCES[:] = [(folder / "reference").read_text()]
    dabi = open_dabi(settings(folder))
    yield dabi
    dabi.store.close()


def state(dabi: Dabi, folder: Path) -> dict[str, Any]:
    """What is on record and in the folders, without what differs from run to run."""
    with dabi.store.begin("system:test", read_only=True) as record:
        letters, events, scans = record.letters(), record.events(), record.scans()
        reviews, documents = record.reviews(), [record.documents(scan=scan.id) for scan in scans]
    out = folder / "out"
    return {
        "letters": sorted(f"{letter.claim is not None} {letter.kind} {letter.office}" for letter in letters),
        "references": len({letter.reference for letter in letters}),
        "events": dict(Counter(event.kind.value for event in events)),
        "scans": dict(Counter(scan.state.value for scan in scans)),
        "papers": sum(map(len, documents)),
        "reviews": len(reviews),
        "inbox": len(list((folder / "home" / "inbox").iterdir())),
        "out": dict(Counter(path.suffix for path in out.rglob("*") if path.is_file() and path.suffix != ".part")),
        "verify": [str(problem) for problem in verify(dabi.store)],
    }


LANES = 2  # journeys side by side
FAILED = 3  # how a process ends that met a fault and lives


def forked(do: Callable[[], None]) -> int:
    """Run ``do`` in a process of its own; the signal or fault that ended it, 0 if none did."""
    pid = os.fork()
    if pid == 0:
        try:
            do()
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) not in (0, FAILED):
        raise RuntimeError("a run failed by itself")
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def lane(place: Path, journey: str, mode: str, number: int) -> None:
    """Stop the journey at every ``LANES``th point from ``number`` on, until it passes fewer; what came of each."""
    folder = place / f"run{number}"
    finals = {}
    for last in count(number, LANES):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(place / "base", folder)
        on_server(f"DROP DATABASE IF EXISTS {folder.name} WITH (FORCE)", f"CREATE DATABASE {folder.name} TEMPLATE base")
        ended = forked(partial(work, folder, journey, Points(last, mode, folder.name)))
        on_server(f"ALTER DATABASE {folder.name} ALLOW_CONNECTIONS true")
        forked(partial(end, folder, journey))
        finals[last] = json.loads((folder / "state.json").read_text())
        if not ended:
            break
    (place / f"lane{number}.json").write_text(json.dumps(finals))


def main(place: Path, journey: str, mode: str) -> None:
    """What is on record after each stop, in order, and at the end what is there where nothing was stopped."""
    stand_in()
    on_server("CREATE DATABASE base")
    forked(partial(prepare, place / "base", journey))
    with ThreadPoolExecutor(LANES) as pool:
        numbers = range(1, LANES + 1)
        list(pool.map(lambda number: forked(partial(lane, place, journey, mode, number)), numbers))
    lanes = [json.loads((place / f"lane{number}.json").read_text()) for number in numbers]
    whole = min(max(map(int, one)) for one in lanes)  # the first that passed fewer points
    finals = {int(last): found for one in lanes for last, found in one.items()}
    print(json.dumps([finals[last] for last in range(1, whole + 1)]))


if __name__ == "__main__":
    SERVER[:] = sys.argv[4:]
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
