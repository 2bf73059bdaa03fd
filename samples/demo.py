"""The whole loop on sample people: letters out, a simulated office, scans in, deadlines, a dossier; and the truth.

Everything but the office is the product: its store, its flows on Prefect's own embedded server, its readers.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flows import jobs, orchestrator
from flows.claim_words import give_go
from flows.happenings import file_letter
from flows.import_claims.steps import import_claims
from flows.wiring import Dabi, Settings, create_home, open_dabi
from rules.errors import UsageError
from rules.events import FiledBy
from rules.letters import Letter, LetterKind
from samples import receipts, replies
from samples.demo_office import add_citizens, asked, everybodys_cases, go_rows, handed
from samples.demo_truth import Tally, judge_receipts, judge_replies
from samples.truth import ReplyTruth, Truth

HERE = Path(__file__).parent
CLAIMS = HERE / "claims.csv"
ACTOR = "person:demo"
DAY_ONE = date(2026, 7, 6)
SEED = 2026
DISTRICT, COLLECTIVE = "south-24-parganas", "Rupkatha Sangathan"
_MARKER = ".dabi-demo"


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo did, counted, and where to look."""

    letters: int
    receipts: Tally
    replies: Tally
    overdue: int
    drafted: int
    proposed: int
    paths: Mapping[str, Path]
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def wrong(self) -> int:
        return self.receipts.wrong + self.replies.wrong

    def to_json(self) -> dict[str, Any]:
        return {
            "letters": self.letters,
            "receipts": self.receipts.to_json(),
            "replies": self.replies.to_json(),
            "overdue": self.overdue,
            "drafted": self.drafted,
            "proposed": self.proposed,
            **{name: str(path) for name, path in self.paths.items()},
            "seconds": {name: round(taken, 1) for name, taken in self.seconds.items()},
        }

    def print(self, say: Callable[[str], None]) -> None:
        say("")
        say(f"Letters written             {self.letters}")
        for name, tally in (("Receipts", self.receipts), ("Replies", self.replies)):
            say(f"{name:<9} came back         {tally.came_back}")
            say(f"{name:<9} recorded          {tally.recorded}   right {tally.right}, wrong {tally.wrong}")
            say(f"{name:<9} queued for review {tally.queued}")
        say(f"Claims overdue              {self.overdue}")
        say(f"Next steps drafted          {self.drafted}")
        say(f"Next steps proposed         {self.proposed} (her go is not recorded)")
        say(f"Wrong automatic records     {self.wrong or 'none'}")
        say("")
        say("Where to look (the scans are simulated and labelled so):")
        for name, path in self.paths.items():
            say(f"  {name.replace('_', ' '):<12} {path}")


class Story:
    """One demo: its folder, its opened home, and how long each part took."""

    def __init__(self, out: Path, progress: Callable[[str], None]) -> None:
        self.out = out
        self.seconds: dict[str, float] = {}
        self._progress = progress
        settings = Settings(out / "home", out / "demo.key", out / "home" / "inbox", keep_inbox=False)
        create_home(settings)
        orchestrator.prepare(settings.home, settings.key_file)
        self.dabi: Dabi = open_dabi(settings)

    @contextmanager
    def part(self, name: str, what: str) -> Iterator[None]:
        self._progress(what)
        start = time.monotonic()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - start

    def run_flow(self, journey: str, request: Mapping[str, Any], what: str) -> tuple[str, dict[str, int]]:
        """Run one journey as its Prefect flow; gives back the job and its counts."""
        flow = _flow(journey)
        job = jobs.open_job(self.dabi, journey, request, ACTOR)
        with self.part(journey, what):
            counts = flow(job)
        return job, counts

    def letters(self, kinds: set[LetterKind], written_on: date) -> list[Letter]:
        with self.dabi.store.begin(ACTOR, read_only=True) as record:
            found = record.letters()
        return [letter for letter in found if letter.kind in kinds and letter.written_on == written_on and letter.pages]


def _flow(journey: str) -> Callable[[str], dict[str, int]]:
    """The Prefect flow of a journey, imported only now: its settings must be made first."""
    from flows.compile_dossier.flow import compile_dossier
    from flows.take_in_scans.flow import take_in_scans
    from flows.track_deadlines.flow import track_deadlines
    from flows.write_letters.flow import write_letters

    return {
        "write_letters": write_letters,
        "take_in_scans": take_in_scans,
        "track_deadlines": track_deadlines,
        "compile_dossier": compile_dossier,
    }[journey]


def _prepare(out: Path) -> Path:
    """An empty folder for the demo; one of an earlier demo is cleared, any other is left alone."""
    out = out.absolute()
    if out.exists() and any(out.iterdir()):
        if not (out / _MARKER).exists():
            raise UsageError(f"{out} is not empty. Name a new folder with --out.")
        shutil.rmtree(out)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    (out / _MARKER).touch()
    return out


def run(out: Path, progress: Callable[[str], None]) -> DemoResult:
    """Run the whole loop in ``out`` and compare what was recorded with what the simulated offices really did."""
    story = Story(_prepare(out), progress)
    dabi = story.dabi
    with story.part("import_claims", "Importing the sample claims"):
        import_claims(dabi, CLAIMS, DAY_ONE, actor=ACTOR)
        add_citizens(dabi)
    _, first = story.run_flow(
        "write_letters",
        {"on": DAY_ONE.isoformat(), "out": str(story.out / "letters-day-1")},
        "Writing the applications (flow write_letters; Prefect's server starts)",
    )
    given = _first_round(story)
    _go(story, until=30)
    day_30 = DAY_ONE + timedelta(days=30)
    _, rti = story.run_flow(
        "track_deadlines",
        {"on": day_30.isoformat(), "out": str(story.out / "letters-day-30")},
        "Day 30: first deadlines, RTI requests where she agreed (flow track_deadlines)",
    )
    second, answers = _second_round(story, given, day_30)
    _go(story, until=70)
    day_70 = DAY_ONE + timedelta(days=70)
    _, tracked = story.run_flow(
        "track_deadlines",
        {"on": day_70.isoformat(), "out": str(story.out / "letters-day-70")},
        "Day 70: what is overdue and what comes next (flow track_deadlines)",
    )
    dossier_request = {
        "district": DISTRICT,
        "collective": COLLECTIVE,
        "on": day_70.isoformat(),
        "edition": "dm",
        "language": "bn",
        "out": str(story.out / "dossier"),
    }
    dossier_job, _ = story.run_flow("compile_dossier", dossier_request, "Compiling the dossier (flow compile_dossier)")
    return _result(story, [first, rti, tracked], [*given, *second], answers, dossier_job)


def _first_round(story: Story) -> list[Truth]:
    """The applications are handed in; some come back marked and are scanned by day 14."""
    letters = story.letters({LetterKind.APPLICATION}, DAY_ONE)
    scanned_on = DAY_ONE + timedelta(days=14)
    with story.part("simulated_office", "Simulating the offices: stamps, dates, numbers, scanners"):
        given = receipts.simulate(handed(story.dabi, letters), seed=SEED, out=story.out / "office-1", on=scanned_on)
    _file(story, given)
    _take_in(story, [story.out / "office-1" / "inbox"], scanned_on)
    return given


def _second_round(story: Story, given: list[Truth], day_30: date) -> tuple[list[Truth], list[ReplyTruth]]:
    """What was written on day 30 is handed in; receipts and official replies are scanned by day 66."""
    letters = story.letters(set(LetterKind), day_30)
    scanned_on = DAY_ONE + timedelta(days=66)
    office = story.out / "office-2"
    with story.part("simulated_office", "Simulating the offices again: receipts and official replies"):
        second = receipts.simulate(
            handed(story.dabi, letters), seed=SEED + 1, out=office, on=day_30 + timedelta(days=10)
        )
        wanted = asked(story.dabi, [*given, *second])
        answers = replies.simulate_replies(wanted, seed=SEED, out=office, on=scanned_on - timedelta(days=3))
    _file(story, second)
    _take_in(story, [office / "inbox"], scanned_on)
    return second, answers


def _file(story: Story, truths: list[Truth]) -> None:
    for truth in truths:
        file_letter(story.dabi, truth.reference, truth.handed_on, FiledBy.HAND, None, ACTOR)


def _take_in(story: Story, folders: list[Path], on: date) -> None:
    request = {"paths": [str(folder) for folder in folders], "on": on.isoformat()}
    story.run_flow("take_in_scans", request, "Reading what came back (flow take_in_scans)")


def _go(story: Story, until: int) -> None:
    """Record the sample's goes up to a day of the story."""
    since = 0 if until <= 30 else 31
    with story.dabi.store.begin(ACTOR) as record:
        cases = everybodys_cases(story.dabi, record)
        record.commit()
    for row in go_rows():
        if since <= row.day <= until:
            for case in cases:
                if case.claim.service == row.service and case.identity.name == row.name:
                    give_go(story.dabi, case.claim.code, row.step, DAY_ONE + timedelta(days=row.day), ACTOR)


def _result(
    story: Story,
    counts: list[dict[str, int]],
    truths: list[Truth],
    answers: list[ReplyTruth],
    dossier_job: str,
) -> DemoResult:
    from flows.compile_dossier.steps import paths as dossiers

    with story.dabi.store.begin(ACTOR, read_only=True) as record:
        events = record.events()
    tracked = counts[-1]
    return DemoResult(
        letters=sum(count.get("written", 0) for count in counts),
        receipts=judge_receipts(truths, events),
        replies=judge_replies(answers, events),
        overdue=tracked.get("overdue", 0),
        drafted=tracked.get("written", 0),
        proposed=tracked.get("proposed", 0),
        paths={
            "home": story.dabi.settings.home,
            "key_file": story.out / "demo.key",
            "print_run": story.out / "letters-day-1" / "print-run.pdf",
            "register": story.out / "letters-day-1" / "register.pdf",
            "scans": story.out / "office-1" / "inbox",
            "worklist": story.out / "letters-day-70",
            "dossier": dossiers(story.dabi, dossier_job)[0],
        },
        seconds=story.seconds,
    )
