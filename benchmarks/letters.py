"""Letters a second, end to end through the real store, against the naive way in the same run.

Two print runs of five kinds in both languages: applications and RTI requests on day one, then, once those were handed
in and stayed silent, reminders, escalations and first appeals. Timed: import of the claims, planning, composing,
rendering (.docx, office copy, receipt copy), sealing, recording, print run and register. Not timed: creating the
store, and what people tell it in between (goes, hand-ins).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

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
from store.sealing import DataKey, MasterKey
from templates.catalog import file_name

ACTOR = "person:bench"
DAY_ONE = date(2026, 7, 6)
DAY_TWO = DAY_ONE + timedelta(days=38)  # silent for over 30 days, and the time of a reminder still runs
KINDS = 5

Wanted = Sequence[tuple[Claim, LetterKind]]


def run(count: int) -> dict[str, float]:
    """Figures of about ``count`` letters: as many of each kind, so a multiple of five."""
    each = max(1, count // KINDS)
    ours, naive, sealing, peak = Stopwatch(), Stopwatch(), Stopwatch(), PeakMemory()
    samples = 0

    @contextmanager
    def measured() -> Iterator[None]:
        keys = timed_inside(sealing, MasterKey, "wrap", "unwrap")
        with timed_inside(sealing, DataKey, "seal", "open"), keys, peak, ours:
            yield

    with tempfile.TemporaryDirectory(prefix="dabi-bench-") as name, NaiveLetters() as one_by_one:
        dabi = _home(Path(name))
        table = Path(name) / "claims.csv"
        write_claims(table, each, each, DAY_ONE)
        with measured():
            claims = import_claims(dabi, table, DAY_ONE).claims
        fresh, pending = claims[:each], claims[each:]
        for claim in pending:
            for step in sorted(NEEDS_GO):
                give_go(dabi, claim.code, step, DAY_ONE, ACTOR)
        first = [(c, LetterKind.APPLICATION) for c in fresh] + [(c, LetterKind.RTI_REQUEST) for c in pending]
        second = [(c, LetterKind.REMINDER) for c in fresh]
        second += [(c, kind) for c in pending for kind in (LetterKind.ESCALATION, LetterKind.FIRST_APPEAL)]
        for day, wanted in ((DAY_ONE, first), (DAY_TWO, second)):
            with measured():
                _write(dabi, wanted, day, Path(name) / day.isoformat())
            letters = _written(dabi, day)
            samples += _naively(dabi, one_by_one, letters, naive)
            for letter in letters:
                file_letter(dabi, letter.reference, day, FiledBy.HAND, None, ACTOR)
        dabi.store.close()
    made = KINDS * each
    return {
        "letters.count": made,
        "letters.per_second": made / ours.seconds,
        "letters.naive_count": samples,
        "letters.naive_per_second": samples / naive.seconds,
        "letters.vs_naive": (naive.seconds / samples) / (ours.seconds / made),
        "letters.sealing_share": sealing.seconds / ours.seconds,
        "memory.letters_mb": peak.megabytes,
    }


def _home(folder: Path) -> Dabi:
    settings = Settings(folder / "home", folder / "bench.key", folder / "home" / "inbox", keep_inbox=False)
    create_home(settings)
    return open_dabi(settings)


def _write(dabi: Dabi, wanted: Wanted, day: date, out: Path) -> None:
    batch = [{"claim": claim.code, "letter": kind.value} for claim, kind in wanted]
    job = jobs.open_job(dabi, steps.JOURNEY, {"on": day.isoformat(), "out": str(out), "batch": batch}, ACTOR)
    written = steps.run(dabi, job).get("written", 0)
    if written != len(wanted):
        raise RuntimeError(f"{written} of {len(wanted)} letters of {day} were written; the figure would mean nothing")


def _written(dabi: Dabi, day: date) -> list[Letter]:
    with dabi.store.begin(ACTOR, read_only=True) as record:
        return [letter for letter in record.letters() if letter.written_on == day and letter.pages]


def _naively(dabi: Dabi, one_by_one: NaiveLetters, letters: Sequence[Letter], watch: Stopwatch) -> int:
    """Make one letter of each kind and language again, the naive way; how many that were."""
    samples: dict[tuple[LetterKind, Language], Letter] = {}
    for letter in letters:
        samples.setdefault((letter.kind, letter.language), letter)
    for letter in samples.values():
        with dabi.store.begin(ACTOR) as record:
            context = record.letter_context(letter.reference) or {}
            record.commit()
        path = dabi.letters.path(letter.kind, file_name(letter.language))
        with watch:
            one_by_one.make(path, {**context, "reference": letter.reference})
    return len(samples)
