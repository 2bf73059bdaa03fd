"""Scans read: pages a minute against plain Tesseract on the same pages, and what was read against the truth.

The papers are simulated from test seeds (1000 and above; readers are tuned on seeds below 100). Batches of as many
files as a flow's chunk are read in turn by us and by Tesseract, so that a busy machine slows both. Own pages are
receipt copies of ours, whose archived prints the reader is given; foreign pages are official replies.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from benchmarks import accuracy, baselines
from benchmarks.accuracy import Reading
from benchmarks.measure import PeakMemory, Stopwatch
from benchmarks.people import names
from extractors.apart import Apart
from extractors.match import Candidate
from extractors.pages import Page
from extractors.pool import THREADS
from extractors.read import Archive, read_stacks
from extractors.receipt import ArchivedPrint
from extractors.reply import GATES, regated
from flows.jobs import chunks
from flows.take_in_scans.reading import decide
from flows.take_in_scans.steps import CHUNK
from rules.events import Event
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
Readers = dict[str, Callable[[Iterable[Page], Stopwatch], list[str]]]  # of text alone, by name
MISTOLD = (-3, -2, -1, 1, 2, 3)  # days by which a social worker may mistake the day of handing in
UNANSWERED = 10  # letters still waiting for each one that was answered: a reply is matched among all of them


@dataclass
class Timed:
    """Files of one kind read by us and by the ``others``; their ``texts`` by file and page."""

    papers: list[tuple[str, ReadDocument]] = field(default_factory=list)
    pages: int = 0
    ours: Stopwatch = field(default_factory=Stopwatch)
    others: dict[str, Stopwatch] = field(default_factory=dict)
    texts: dict[str, dict[tuple[str, int], str]] = field(default_factory=dict)

    def figures(self, name: str) -> dict[str, float]:
        figures = {
            f"{name}.pages": float(self.pages),
            f"{name}.pages_per_minute": 60 * self.pages / self.ours.seconds,
        }
        if "tesseract" in self.others:
            figures[f"{name}.overhead"] = self.ours.seconds / self.others["tesseract"].seconds - 1
        for reader, watch in self.others.items():
            figures |= {
                f"{name}.{reader}_pages_per_minute": 60 * self.pages / watch.seconds,
                f"{name}.vs_{reader}": watch.seconds / self.ours.seconds,
                f"{name}.cpu_vs_{reader}": watch.cpu_seconds / self.ours.cpu_seconds,
            }
        return figures


def run(
    receipt_count: int, reply_count: int, seed: int, *, against: Sequence[str] = ("tesseract", "ocrmypdf")
) -> dict[str, float]:
    """Figures of so many simulated receipt copies and replies. ValueError for a seed that readers are tuned on.

    ``against``: who else reads the same pages. OCRmyPDF is installed for that, which needs the network.
    """
    if seed < FIRST_TEST_SEED:
        raise ValueError(f"seeds below {FIRST_TEST_SEED} are for tuning: what they show is no measurement")
    peak = PeakMemory()
    with tempfile.TemporaryDirectory(prefix="dabi-bench-") as name:
        place = Path(name)
        # In a process of its own, which ends: the simulator's pictures are not the reader's memory.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            handed, truths = pool.submit(make_receipts, seed, receipt_count, place / "own").result()
            asked, answered = pool.submit(make_replies, seed, reply_count, place / "foreign").result()
        with ExitStack() as after:
            readers: Readers = {"tesseract": baselines.tesseract} if "tesseract" in against else {}
            if "ocrmypdf" in against:
                readers["ocrmypdf"] = after.enter_context(baselines.OcrMyPdf()).read
            own = _read(place / "own" / "inbox", _archive(handed), RECEIPTS_ON, peak, readers)
            foreign = _read(place / "foreign" / "inbox", None, REPLIES_ON, peak, readers)
    figures = own.figures("scans.own") | foreign.figures("scans.foreign") | {"memory.scans_mb": peak.megabytes}

    printed = {item.reference: item.printed_on for item in handed}
    untold = [Candidate(one.reference, one.printed_on, office_names=_both(one.office.name)) for one in handed]
    days = {truth.reference: truth.handed_on for truth in truths}

    def told(off: int) -> list[Reading]:
        """As decided where the record has a day so many days from that of handing in."""
        known = [dataclasses.replace(one, handed_on=days[one.reference] + timedelta(days=off)) for one in untold]
        return _decided(own.papers, known, RECEIPTS_ON)

    def events(read: Sequence[Reading]) -> list[Event]:
        return accuracy.events_of(read, printed, RECEIPTS_ON)

    read = told(0)
    figures |= accuracy.receipts(truths, read, events(read))
    figures |= accuracy.receipts_untold(truths, events(_decided(own.papers, untold, RECEIPTS_ON)))
    figures |= accuracy.receipts_mistold(truths, [events(told(off)) for off in MISTOLD])
    dated = [(one.files, one.received_on.isoformat()) for one in truths if one.files and one.received_on]
    numbered = [(one.files, one.diary_no) for one in truths if one.files and one.diary_no]
    figures |= accuracy.text_shares("receipts.received_date", own.texts, dated, RECEIPTS_ON)
    figures |= accuracy.text_shares("receipts.diary_no", own.texts, numbered, RECEIPTS_ON)

    known = [_candidate(one) for one in asked]
    written = {one.reference: one.written_on for one in asked}
    read = _decided(foreign.papers, known, REPLIES_ON)
    figures |= accuracy.replies(answered, read, accuracy.events_of(read, written, REPLIES_ON))

    ungated = _decided(
        [(file, regated(paper, dict.fromkeys(GATES, 0.0))) for file, paper in foreign.papers], known, REPLIES_ON
    )

    def gated(fact: str, least: float) -> list[Event]:
        return accuracy.events_of([_held(one, GATES | {fact: least}) for one in ungated], written, REPLIES_ON)

    figures |= accuracy.gates(answered, gated)
    dated = [(one.files, one.letter_date.isoformat()) for one in answered]
    numbered = [(one.files, one.memo_no) for one in answered]
    figures |= accuracy.text_shares("replies.letter_date", foreign.texts, dated, REPLIES_ON)
    return figures | accuracy.text_shares("replies.memo_no", foreign.texts, numbered, REPLIES_ON)


def _decided(papers: Sequence[tuple[str, ReadDocument]], known: Sequence[Candidate], on: date) -> list[Reading]:
    return [Reading(file, paper, decide(paper, known, on)) for file, paper in papers]


def _held(ungated: Reading, gates: Mapping[str, float]) -> Reading:
    """A paper as decided under these gates, its letter looked for once whatever the gates are."""
    decision, held = ungated.decision, regated(ungated.read, gates).needs_review
    others = decision.reasons[len(ungated.read.needs_review) :]
    decided = dataclasses.replace(decision, reasons=(*held, *others))
    return dataclasses.replace(ungated, decision=decided.without_doubtful_number())


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


def _read(inbox: Path, archive: Archive | None, on: date, peak: PeakMemory, readers: Readers) -> Timed:
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
            places = [(path.name, number) for path, one in zip(chunk, loaded, strict=True) for number in one.numbers]
            for name, reader in readers.items():
                pages = chain.from_iterable(one.pages for one in loaded)
                watch = timed.others.setdefault(name, Stopwatch())
                timed.texts.setdefault(name, {}).update(zip(places, reader(pages, watch), strict=True))
        timed.papers += [(path.name, paper) for path, stack in zip(chunk, stacks, strict=True) for paper in stack]
        timed.pages += len(places)
        done += len(chunk)
        print(f"  {done} of {len(paths)} files read by all", file=sys.stderr)
    return timed
