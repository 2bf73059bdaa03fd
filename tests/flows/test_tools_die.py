"""Programs that die under a journey: LibreOffice, Tesseract, the child that opens files; nothing is lost or doubled."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psutil
import pytesseract.pytesseract as tesseract
import pytest
from PIL import Image, ImageDraw

from flows import jobs
from flows.import_claims.steps import import_claims
from flows.take_in_scans import steps as take_in
from flows.wiring import Dabi
from flows.write_letters import steps as write
from rules.events import EventKind
from store.states import ScanState
from store.verify import verify
from tests.children import watched
from tests.desk.desks import ROW, table

ROWS = [ROW, {**ROW, "claimant_name": "Chhanda Namuna", "claimant_name_bn": "ছন্দা নমুনা", "language": "bn"}]


def program(path: Path, run: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{run}\n", encoding="utf-8")
    path.chmod(0o700)


def order(dabi: Dabi, tmp_path: Path) -> str:
    """A job that writes two letters."""
    claims = import_claims(dabi, table(tmp_path / "c.csv", ROWS), date(2026, 7, 6)).claims
    asked = {"on": "2026-07-06", "claims": [claim.code for claim in claims], "out": str(tmp_path / "out")}
    return jobs.open_job(dabi, write.JOURNEY, asked, "system:test")


def printed(dabi: Dabi) -> list[str | None]:
    with dabi.store.begin("system:test", read_only=True) as record:
        assert len(record.letters()) == len(record.events(kinds=[EventKind.LETTER_PRINTED]))
        return sorted(letter.claim for letter in record.letters())


@contextmanager
def reaper(program: str, most: int) -> Iterator[list[int]]:
    """Kills the first children that run a program, as the kernel does where memory runs out; their numbers."""
    killed: list[int] = []

    def reap(child: psutil.Process) -> None:
        new = child.pid not in killed and len(killed) < most
        if new and any(program in word for word in child.cmdline()[:3]):
            child.send_signal(signal.SIGKILL)
            killed.append(child.pid)

    with watched(reap, every=0.005):
        yield killed


@pytest.mark.slow
def test_libreoffice_dying_once_costs_no_letter(dabi: Dabi, tmp_path: Path) -> None:
    """Killed in the middle of its first documents, it is asked again: each letter is written, once."""
    with reaper("soffice.bin", 1) as killed:
        assert write.run(dabi, order(dabi, tmp_path)) == {"written": 2, "not_written": 0}
    assert killed
    assert len(set(printed(dabi))) == 2
    assert verify(dabi.store) == []


@pytest.mark.slow
def test_libreoffice_dying_always_leaves_every_letter_to_the_next_run(
    dabi: Dabi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run ends, says that they were not made, and records nothing; once it works the same references are used."""
    program(tmp_path / "bin" / "soffice", "kill -9 $$")
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{path}")
    job = order(dabi, tmp_path)
    request = jobs.request_of(dabi, write.JOURNEY, job)
    assert write.run(dabi, job) == {"written": 0, "not_written": 2}
    assert printed(dabi) == []
    assert verify(dabi.store) == []
    monkeypatch.setenv("PATH", path)
    with dabi.store.begin("system:test", read_only=True) as record:
        kept = {record.reference_of(key) for key in record.items(job)}
    asked = {"on": "2026-07-06", "claims": request.get("claims"), "out": str(tmp_path / "out")}
    again = jobs.open_job(dabi, write.JOURNEY, asked, "system:test")
    assert write.run(dabi, again) == {"written": 2, "not_written": 0}
    assert set(write.written(dabi, again)) == kept
    assert len(set(printed(dabi))) == 2
    assert verify(dabi.store) == []


def scan(dabi: Dabi, number: int) -> None:
    """A page with a few words in the inbox."""
    page = Image.new("RGB", (1240, 1754), "white")
    for line in range(12):
        ImageDraw.Draw(page).text(
            (100, 100 + 60 * line), f"Memo No. {number}/{line} dated 8 July 2026", "black", font_size=40
        )
    page.save(dabi.settings.inbox / f"{number}.png")


def taken_in(dabi: Dabi) -> None:
    """What is in the inbox is taken in; each scan is settled and asked about once, and a second run adds nothing."""
    before = len(list(dabi.settings.inbox.iterdir()))
    asked = {"on": "2026-07-20", "paths": []}
    counts = take_in.run(dabi, jobs.open_job(dabi, take_in.JOURNEY, asked, "system:test"))
    assert (counts["files"], counts["queued"]) == (before, before)
    take_in.run(dabi, jobs.open_job(dabi, take_in.JOURNEY, {"on": "2026-07-21", "paths": []}, "system:test"))
    with dabi.store.begin("system:test", read_only=True) as record:
        scans, reviews = record.scans(), record.reviews()
    assert len(scans) == len(reviews) == before
    assert all(one.state is not ScanState.RECEIVED for one in scans)
    assert list(dabi.settings.inbox.iterdir()) == []
    assert all(dabi.store.vault.get(one.sha256, "system:test") for one in scans)
    assert verify(dabi.store) == []


@pytest.mark.slow
def test_tesseract_dying_leaves_the_papers_to_a_person(
    dabi: Dabi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is there, and is killed whenever it reads: the scans are kept and asked about, and nothing is recorded."""
    real = shutil.which("tesseract")
    run = f'case "$1" in --version|--list-langs) exec {real} "$@";; esac\nkill -9 $$'
    program(tmp_path / "bin" / "tesseract", run)
    monkeypatch.setattr(tesseract, "tesseract_cmd", str(tmp_path / "bin" / "tesseract"))
    scan(dabi, 1)
    scan(dabi, 2)
    taken_in(dabi)


@pytest.mark.slow
def test_children_killed_by_the_kernel_cost_no_scan(dabi: Dabi) -> None:
    """Killed while files are opened in them: what could not be opened is asked about, and all is kept."""
    scan(dabi, 1)
    scan(dabi, 2)
    with reaper("extractors.parser", 3) as killed:
        taken_in(dabi)
    assert killed
