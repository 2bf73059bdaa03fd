"""Letters a second, end to end through the real store, against two naive ways in the same run.

Two print runs of five kinds in both languages: applications and RTI requests on day one, then, once those were handed
in and stayed silent, reminders, escalations and first appeals. Timed: import of the claims, planning, composing,
rendering (.docx, office copy, receipt copy), sealing, recording, print run and register. Not timed: creating the
store, the general requests that go before those about a claimant's own file, and what people tell it in between (goes,
hand-ins).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.measure import PeakMemory, Stopwatch, timed_inside
from benchmarks.naive import NaiveLetters
from benchmarks.people import write_claims
from flows import jobs
from flows.claim_words import give_go
from flows.happenings import file_letter
from flows.import_claims.steps import import_claims
from flows.wiring import Dabi, Settings, create_home, open_dabi
from flows.write_letters import steps
from rules.events import FiledBy
from rules.letters import NEEDS_GO, Language, Letter, LetterKind
from rules.people import Claim
from samples.demo_office import add_citizens
from store.sealing import DataKey, MasterKey
from templates.catalog import file_name

ACTOR = "person:bench"
DAY_ONE = date(2026, 7, 6)
EVE = DAY_ONE - timedelta(days=1)
DAY_TWO = DAY_ONE + timedelta(days=38)  # silent for over 30 days, and the time of a reminder still runs
KINDS = 5
BATCH = 25  # letters of one soffice call, the second naive way
GROWTH = 4  # a run of so many times fewer letters shows whether the time of a letter grows with the run

Wanted = Sequence[tuple[Claim, LetterKind]]


class _Run:
    """Writes letters in a store of its own: clocks of what we do, and of the naive ways where they are asked for."""

    def __init__(self) -> None:
        self.ours, self.sealing, self.peak = Stopwatch(), Stopwatch(), PeakMemory()
        self.one_by_one, self.batched = Stopwatch(), Stopwatch()
        self.made = self.made_one_by_one = self.made_batched = 0

    def go(self, count: int, naive: NaiveLetters | None) -> None:
        """About ``count`` letters: as many of each kind, so a multiple of five."""
        each = max(1, count // KINDS)
        with tempfile.TemporaryDirectory(prefix="dabi-bench-") as name:
            dabi = _home(Path(name))
            table = Path(name) / "claims.csv"
            write_claims(table, each, each, DAY_ONE)
            with self._measured():
                claims = import_claims(dabi, table, EVE).claims
            fresh, pending = claims[:each], claims[each:]
            _ask_generally(dabi, pending, Path(name) / EVE.isoformat())
            for claim in pending:
                for step in sorted(NEEDS_GO):
                    give_go(dabi, claim.code, step, DAY_ONE, ACTOR)
            first = [(c, LetterKind.APPLICATION) for c in fresh] + [(c, LetterKind.RTI_REQUEST) for c in pending]
            second = [(c, LetterKind.REMINDER) for c in fresh]
            second += [(c, kind) for c in pending for kind in (LetterKind.ESCALATION, LetterKind.FIRST_APPEAL)]
            for day, wanted in ((DAY_ONE, first), (DAY_TWO, second)):
                with self._measured():
                    _write(dabi, wanted, day, Path(name) / day.isoformat())
                letters = _written(dabi, day)
                if naive is not None:
                    self._naively(dabi, naive, letters)
                _hand_in(dabi, day)
            dabi.store.close()
        self.made = KINDS * each

    @contextmanager
    def _measured(self) -> Iterator[None]:
        keys = timed_inside(self.sealing, MasterKey, "wrap", "unwrap")
        with timed_inside(self.sealing, DataKey, "seal", "open"), keys, self.peak, self.ours:
            yield

    def _naively(self, dabi: Dabi, naive: NaiveLetters, letters: Sequence[Letter]) -> None:
        """Make one letter of each kind and language again one by one, then one batch from all over the run."""
        samples: dict[tuple[LetterKind, Language], Letter] = {}
        for letter in letters:
            samples.setdefault((letter.kind, letter.language), letter)
        for one in samples.values():
            source = _source(dabi, one)
            with self.one_by_one:
                naive.make([source])
        size = min(BATCH, len(letters))
        batch = [_source(dabi, letters[at * len(letters) // size]) for at in range(size)]
        with self.batched:
            naive.make(batch)
        self.made_one_by_one += len(samples)
        self.made_batched += size


def run(count: int) -> dict[str, float]:
    """Figures of about ``count`` letters, and how the time of a letter grew since a run of a quarter of them."""
    small, whole = _Run(), _Run()
    small.go(count // GROWTH, None)
    with NaiveLetters() as naive:
        whole.go(count, naive)
    each = whole.ours.seconds / whole.made
    naively, batched = whole.one_by_one.seconds / whole.made_one_by_one, whole.batched.seconds / whole.made_batched
    return {
        "letters.count": whole.made,
        "letters.per_second": 1 / each,
        "letters.naive_count": whole.made_one_by_one,
        "letters.naive_per_second": 1 / naively,
        "letters.vs_naive": naively / each,
        "letters.batched_count": whole.made_batched,
        "letters.batched_per_second": 1 / batched,
        "letters.vs_batched": batched / each,
        "letters.growth": each / (small.ours.seconds / small.made),
        "letters.sealing_share": whole.sealing.cpu_seconds / whole.ours.cpu_seconds,
        "memory.letters_mb": whole.peak.megabytes,
    }


def _home(folder: Path) -> Dabi:
    settings = Settings(folder / "home", folder / "bench.key", folder / "home" / "inbox", keep_inbox=False)
    create_home(settings)
    dabi = open_dabi(settings)
    add_citizens(dabi)
    return dabi


def _ask_generally(dabi: Dabi, claims: Sequence[Claim], out: Path) -> None:
    """The day before, someone else's general requests to every office that is silent, handed in."""
    for claim in claims:
        give_go(dabi, claim.code, LetterKind.RTI_REQUEST, EVE, ACTOR)
    _run(dabi, [(claim, LetterKind.RTI_REQUEST) for claim in claims], EVE, out)
    _hand_in(dabi, EVE)


def _hand_in(dabi: Dabi, day: date) -> None:
    for letter in _written(dabi, day):
        file_letter(dabi, letter.reference, day, FiledBy.HAND, None, ACTOR)


def _write(dabi: Dabi, wanted: Wanted, day: date, out: Path) -> None:
    written = _run(dabi, wanted, day, out)
    if written != len(wanted):
        raise RuntimeError(f"{written} of {len(wanted)} letters of {day} were written; the figure would mean nothing")


def _run(dabi: Dabi, wanted: Wanted, day: date, out: Path) -> int:
    batch = [{"claim": claim.code, "letter": kind.value} for claim, kind in wanted]
    job = jobs.open_job(dabi, steps.JOURNEY, {"on": day.isoformat(), "out": str(out), "batch": batch}, ACTOR)
    return steps.run(dabi, job).get("written", 0)


def _written(dabi: Dabi, day: date) -> list[Letter]:
    with dabi.store.begin(ACTOR, read_only=True) as record:
        return [letter for letter in record.letters() if letter.written_on == day and letter.pages]


def _source(dabi: Dabi, letter: Letter) -> tuple[Path, dict[str, Any]]:
    """The template of a letter, and what it was filled with."""
    with dabi.store.begin(ACTOR) as record:
        context = record.letter_contexts([letter.reference], "bench").get(letter.reference, {})
        record.commit()
    path = dabi.letters.path(letter.kind, file_name(letter.language))
    return path, {**context, "reference": letter.reference}
