"""Journeys killed in the middle: run again they end as if nothing had been."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from flows import jobs
from flows.import_claims.steps import import_claims
from flows.take_in_scans import steps as take_in
from flows.wiring import Dabi
from flows.write_letters import steps as write
from rules.events import EventKind
from store.states import ScanState
from store.verify import verify
from tests.desk.desks import ROW, table

WORK = Path(__file__).parent / "kill" / "work.py"


def killed(tmp_path: Path, job: str, where: str) -> None:
    """Work on the job in a process of its own, which ends without a word."""
    done = subprocess.run([sys.executable, str(WORK), str(tmp_path), job, where], capture_output=True, timeout=200)
    assert done.returncode == 9, done.stderr.decode(errors="replace")[-2000:]


def two_claims(dabi: Dabi, tmp_path: Path) -> list[str]:
    rows = [ROW, {**ROW, "claimant_name": "Chhanda Namuna", "claimant_name_bn": "ছন্দা নমুনা", "language": "bn"}]
    return [claim.code for claim in import_claims(dabi, table(tmp_path / "c.csv", rows), date(2026, 7, 6)).claims]


def state(dabi: Dabi) -> tuple[int, Counter[EventKind], list[str]]:
    """Letters and events on record, and what verify finds besides papers that nothing speaks of."""
    with dabi.store.begin("system:test", read_only=True) as record:
        letters, events = record.letters(), record.events()
    return len(letters), Counter(event.kind for event in events), [str(problem) for problem in verify(dabi.store)]


@pytest.mark.slow
@pytest.mark.parametrize("where", ["between render and record", "before binding"])
def test_writing_killed_and_given_again_is_whole(dabi: Dabi, tmp_path: Path, where: str) -> None:
    """Killed after printing or before binding, the same command ends with each letter once and a whole print run."""
    codes = two_claims(dabi, tmp_path)
    asked = {"on": "2026-07-06", "claims": codes, "out": str(tmp_path / "out")}
    job = jobs.open_job(dabi, write.JOURNEY, asked, "system:test")
    killed(tmp_path, job, where)
    letters, events, problems = state(dabi)
    assert letters == (0 if where == "between render and record" else 2)
    assert not [problem for problem in problems if "letter" in problem]
    assert not (tmp_path / "out" / "print-run.pdf").exists()
    again = jobs.open_job(dabi, write.JOURNEY, asked, "system:test")
    assert again == job
    write.run(dabi, again)
    letters, events, problems = state(dabi)
    assert (letters, events[EventKind.LETTER_PRINTED], problems) == (2, 2, [])
    written = write.written(dabi, job)
    assert len(written) == 2
    names = {path.name for path in (tmp_path / "out" / "letters").glob("*.docx")}
    assert names == {f"{reference}.docx" for reference in written}
    pages = len(pypdfium2.PdfDocument(tmp_path / "out" / "print-run.pdf"))
    assert pages >= 8, "two letters, two copies each, each copy on leaves of its own"
    assert write.plan(dabi, job) == []


def test_taking_in_killed_loses_no_file(dabi: Dabi, tmp_path: Path) -> None:
    """Killed at the second file, that one still lies in the inbox; the next run takes in and asks about each once."""
    for number in (1, 2, 3):
        (dabi.settings.inbox / f"{number}.pdf").write_bytes(b"no paper %d" % number)
    job = jobs.open_job(dabi, take_in.JOURNEY, {"on": "2026-07-20", "paths": []}, "system:test")
    killed(tmp_path, job, "while taking in")
    assert {path.name for path in dabi.settings.inbox.iterdir()} == {"2.pdf", "3.pdf"}
    next_job = jobs.open_job(dabi, take_in.JOURNEY, {"on": "2026-07-21", "paths": []}, "system:test")
    counts = take_in.run(dabi, next_job)
    assert (counts["files"], counts["queued"]) == (2, 3)
    with dabi.store.begin("system:test", read_only=True) as record:
        assert len(record.scans(states=[ScanState.UNREADABLE])) == 3
        assert len(record.reviews()) == 3
    assert verify(dabi.store) == []


@pytest.mark.slow
def test_reading_killed_and_done_again_is_the_same(dabi: Dabi, tmp_path: Path) -> None:
    """Killed while a paper is recorded, the next run reads it again and asks once; a chunk read twice adds nothing."""
    codes = two_claims(dabi, tmp_path)
    out = tmp_path / "out"
    asked = {"on": "2026-07-06", "claims": codes[:1], "out": str(out)}
    write.run(dabi, jobs.open_job(dabi, write.JOURNEY, asked, "system:test"))
    [receipt] = (out / "letters").glob("*-receipt.pdf")
    pdf = pypdfium2.PdfDocument(receipt)
    pdf[0].render(scale=200 / 72).to_pil().save(dabi.settings.inbox / "scan.png")
    pdf.close()
    asked = {"on": "2026-07-20", "paths": []}
    job = jobs.open_job(dabi, take_in.JOURNEY, asked, "system:test")
    killed(tmp_path, job, "while recording")
    with dabi.store.begin("system:test", read_only=True) as record:
        assert record.reviews() == []
        [scan] = record.scans(states=[ScanState.RECEIVED])
    assert jobs.open_job(dabi, take_in.JOURNEY, asked, "system:test") == job
    assert take_in.run(dabi, job)["queued"] == 1
    take_in.read_chunk(dabi, job, [str(scan.id)])
    with dabi.store.begin("system:test", read_only=True) as record:
        assert len(record.reviews()) == 1
        assert len(record.documents(scan=scan.id)) == 1
    assert verify(dabi.store) == []
