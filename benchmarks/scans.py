"""Scans read: pages a minute against plain Tesseract on the same pages, and what was read against the truth.

The papers are simulated from test seeds (1000 and above; readers are tuned on seeds below 100). Batches of as many
files as a flow's chunk are read in turn by us and by Tesseract, so that a busy machine slows both. Own pages are
receipt copies of ours, whose archived prints the reader is given; foreign pages are official replies.
"""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from benchmarks import accuracy
from benchmarks.accuracy import Reading
from benchmarks.measure import PeakMemory, Stopwatch
from benchmarks.people import names
from extractors.apart import Apart
from extractors.match import Candidate
from extractors.pages import Pages
from extractors.pool import THREADS
from extractors.read import Archive, read_stacks
from extractors.receipt import ArchivedPrint
from flows.jobs import chunks
from flows.take_in_scans.reading import decide
from flows.take_in_scans.steps import CHUNK
from rules.findings import ReadDocument
from rules.letters import Language
from rules.references import new_reference
from rules.text import Text
from samples import receipts, replies, standins
from samples.ink import deal, pick
from samples.reply_letter import stand_in
from samples.truth import Asked, Handed, ReplyTruth, Truth

FIRST_TEST_SEED = 1000
RECEIPTS_ON, REPLIES_ON = date(2026, 2, 20), date(2026, 3, 20)  # the days of the scans, as samples has them
UNANSWERED = 10  # letters still waiting for each one that was answered: a reply is matched among all of them
PROCESSES = 2


@dataclass
class Timed:
    """Files of one kind read by both readers."""

    papers: list[tuple[str, ReadDocument]] = field(default_factory=list)
    pages: int = 0
    ours: Stopwatch = field(default_factory=Stopwatch)
    tesseract: Stopwatch = field(default_factory=Stopwatch)

    def figures(self, name: str) -> dict[str, float]:
        return {
            f"{name}.pages": self.pages,
            f"{name}.pages_per_minute": 60 * self.pages / self.ours.seconds,
            f"{name}.tesseract_pages_per_minute": 60 * self.pages / self.tesseract.seconds,
            f"{name}.vs_tesseract": self.tesseract.seconds / self.ours.seconds,
            f"{name}.cpu_vs_tesseract": self.tesseract.cpu_seconds / self.ours.cpu_seconds,
            f"{name}.overhead": self.ours.seconds / self.tesseract.seconds - 1,
        }


def run(receipt_count: int, reply_count: int, seed: int) -> dict[str, float]:
    """Figures of so many simulated receipt copies and replies. ValueError for a seed that readers are tuned on."""
    if seed < FIRST_TEST_SEED:
        raise ValueError(f"seeds below {FIRST_TEST_SEED} are for tuning: what they show is no measurement")
    peak = PeakMemory()
    with tempfile.TemporaryDirectory(prefix="dabi-bench-") as name:
        place = Path(name)
        # In a process of its own, which ends: the simulator's pictures are not the reader's memory.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            handed, truths = pool.submit(make_receipts, seed, receipt_count, place / "own").result()
            asked, answered = pool.submit(make_replies, seed, reply_count, place / "foreign").result()
        own = _read(place / "own" / "inbox", _archive(handed), RECEIPTS_ON, peak)
        foreign = _read(place / "foreign" / "inbox", None, REPLIES_ON, peak)
    figures = own.figures("scans.own") | foreign.figures("scans.foreign") | {"memory.scans_mb": peak.megabytes}

    printed = {item.reference: item.printed_on for item in handed}
    known = [Candidate(one.reference, one.printed_on, office_names=_both(one.office.name)) for one in handed]
    read = [Reading(file, paper, decide(paper, known, RECEIPTS_ON)) for file, paper in own.papers]
    figures |= accuracy.receipts(truths, read, accuracy.events_of(read, printed, RECEIPTS_ON))

    known = [_candidate(one) for one in asked]
    written = {one.reference: one.written_on for one in asked}
    read = [Reading(file, paper, decide(paper, known, REPLIES_ON)) for file, paper in foreign.papers]
    return figures | accuracy.replies(answered, read, accuracy.events_of(read, written, REPLIES_ON))


def make_receipts(seed: int, count: int, out: Path) -> tuple[list[Handed], list[Truth]]:
    """Stand-in receipt copies handed in, and what the offices did with them; scans in ``out/inbox``."""
    handed = standins.handed(seed, count, out)
    return handed, receipts.simulate(handed, seed=seed, out=out, on=RECEIPTS_ON)


def make_replies(seed: int, count: int, out: Path) -> tuple[list[Asked], list[ReplyTruth]]:
    """Letters of ours, of which the first ``count`` are answered, and the answers; scans in ``out/inbox``."""
    rng = np.random.default_rng([seed, 15])
    total = count * (1 + UNANSWERED)
    languages = deal(rng, ((Language.BENGALI, 0.5), (Language.ENGLISH, 0.5)), total)
    people = names()
    asked = [
        dataclasses.replace(
            stand_in(new_reference(lambda options: pick(rng, options)), standins.office(rng), rng, language, rti),
            name=people[int(rng.integers(len(people)))],
        )
        for language, rti in zip(languages, deal(rng, ((True, 0.5), (False, 0.5)), total), strict=True)
    ]
    return asked, replies.simulate_replies(asked[:count], seed=seed, out=out, on=REPLIES_ON)


def _archive(handed: Sequence[Handed]) -> Archive:
    return {
        item.reference: ArchivedPrint(item.reference, item.pdf, item.printed_on, item.own_fields) for item in handed
    }.get


def _candidate(asked: Asked) -> Candidate:
    """A letter as the record knows it."""
    return Candidate(
        reference=asked.reference,
        printed_on=asked.written_on,
        filed_on=asked.received_on,
        received_on=asked.received_on,
        diary_no=asked.diary_no,
        office_names=_both(asked.office.name),
        applicant_names=_both(asked.name),
        service_names=_both(asked.service),
        is_request=asked.rti,
    )


def _both(text: Text) -> tuple[str, str]:
    return text.en, text.bn


def _read(inbox: Path, archive: Archive | None, on: date, peak: PeakMemory) -> Timed:
    timed = Timed()
    paths = sorted(map(str, inbox.iterdir()))
    read_stacks([], archive=archive, today=on)  # the catalogue's cues are read once a process
    done = 0
    for part in chunks(paths, CHUNK):
        chunk = [Path(name) for name in part]
        with ExitStack() as after:
            with peak, timed.ours:
                apart = after.enter_context(Apart(children=THREADS))
                loaded = apart.load_all((path.read_bytes(), path.name) for path in chunk)
                stacks = read_stacks([one.pages for one in loaded], archive=archive, today=on)
            _tesseract(loaded, timed.tesseract)
        timed.papers += [(path.name, paper) for path, stack in zip(chunk, stacks, strict=True) for paper in stack]
        timed.pages += sum(len(one.pages) for one in loaded)
        done += len(chunk)
        print(f"  {done} of {len(paths)} files read twice", file=sys.stderr)
    return timed


def _tesseract(loaded: Sequence[Pages], watch: Stopwatch) -> None:
    """Plain Tesseract on the pictures of these pages, lists of pages in two processes; writing them is not timed."""
    with tempfile.TemporaryDirectory(prefix="dabi-bench-") as name:
        folder = Path(name)
        listed: list[str] = []
        for page in (page for one in loaded for page in one.pages):
            path = folder / f"{len(listed)}.ppm"
            cv2.imwrite(str(path), page.image)
            listed.append(str(path))
        commands = []
        for number in range(min(PROCESSES, len(listed))):
            pages = folder / f"pages-{number}.txt"
            pages.write_text("\n".join(listed[number::PROCESSES]) + "\n", encoding="utf-8")
            commands.append(["tesseract", str(pages), str(folder / f"read-{number}"), "-l", "ben+eng"])
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        with watch:
            running = [
                subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
                for command in commands
            ]
            codes = [process.wait() for process in running]
    if any(codes):
        raise RuntimeError("plain Tesseract failed, so there is nothing to compare with")
