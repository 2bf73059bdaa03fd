"""Deadlines: every open claim, what is overdue and why, the next step; drafted where she agreed, else proposed."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows import jobs
from flows.cases import Case, citizens_cases, load_cases, load_matters
from flows.memory import unsearched
from flows.tables_out import harmless
from flows.wiring import Dabi
from flows.write_letters import steps as write
from rules.errors import Problem
from rules.general import generals
from rules.letters import Language, LetterKind
from rules.next_step import Proposal, Steps
from rules.penalty import possible_penalty
from rules.pooling import Pool, Pooled
from rules.text import Text

JOURNEY = "track_deadlines"
ACTOR = f"system:{JOURNEY}"
CHUNK = 500  # claims a chunk: their letters and events are in memory together


@dataclass(frozen=True, slots=True)
class Survey:
    """All open claims on one day, and what citizens have asked in general.

    ``general``: the requests under the RTI Act that are to be made in general, apart from others.
    """

    on: date
    found: tuple[tuple[Case, Steps], ...]
    general: tuple[Pooled, ...] = ()

    def counts(self) -> dict[str, int]:
        proposals = [proposal for _, steps in self.found for proposal in steps.proposals]
        proposals += [one.proposal for one in self.general]
        return {
            "overdue": sum(bool(steps.overdue) for case, steps in self.found if not case.of_citizen),
            "proposed": sum(not proposal.ready for proposal in proposals),
            "waiting": sum(len(steps.waiting) for _, steps in self.found),
        }

    def to_json(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(),
            "overdue": [
                {
                    "claim": o.claim,
                    "letter": o.letter,
                    "office": o.office,
                    "days": o.days,
                    "clock": o.clock.to_json(),
                    "possible": _words(penalty.words()) if (penalty := possible_penalty(o.clock, self.on)) else None,
                }
                for _, steps in self.found
                for o in steps.overdue
            ],
            "proposals": [
                *(_proposal(p, (p.claim,), p.reason) for _, steps in self.found for p in steps.proposals),
                *(_proposal(one.proposal, one.claims, one.words()) for one in self.general),
            ],
            "waiting": [
                {
                    "claim": case.claim.code,
                    "letter": w.letter,
                    "by": w.by.value,
                    "until": w.until and w.until.isoformat(),
                    "reason": _words(w.reason),
                }
                for case, steps in self.found
                for w in steps.waiting
            ],
        }


def _proposal(p: Proposal, claims: Sequence[str], reason: Text) -> dict[str, Any]:
    """One step; ``claims``: the codes of all that it serves."""
    return {
        "key": p.key,
        "claim": p.claim,
        "claims": list(claims),
        "kind": p.kind.value,
        "variant": p.variant,
        "by": p.by.value,
        "office": p.office,
        "rung": p.rung,
        "cites": list(p.cites),
        "needs_go": p.needs_go,
        "has_go": p.has_go,
        "needs_lawyer": p.needs_lawyer,
        "has_lawyer": p.has_lawyer,
        "reason": _words(reason),
        "ladder": _words(p.note) if p.note else None,
        "grounds": list(p.grounds),
        "clock": p.clock.to_json() if p.clock else None,
        "limit": p.limit.to_json() if p.limit else None,
        "days_left": p.left,
    }


def _words(text: Text) -> dict[str, str]:
    return {"en": text.en, "bn": text.bn}


def survey(dabi: Dabi, on: date) -> Survey:
    """Every claim of the store as it stands on a day; nothing is written but the audited reading of names."""
    parts = list(surveyed(dabi, on))
    return Survey(on, tuple(pair for part in parts for pair in part.found), parts[-1].general)


def surveyed(dabi: Dabi, on: date) -> Iterator[Survey]:
    """The same, a chunk of claims at a time, so that a million need no more memory than a few; then the requests that
    were and are to be made in general."""
    with dabi.store.begin(ACTOR) as record:
        claims, known, every = record.claims(), record.citizens(), load_matters(dabi.catalogue, record)
        pool = Pool(on, known)
        general = generals(every, on)
        for start in range(0, len(claims), CHUNK):
            with unsearched():
                cases = load_cases(dabi.catalogue, record, claims[start : start + CHUNK], JOURNEY, general)
                found = tuple((case, _own_steps(dabi, case, pool)) for case in cases)
            yield Survey(on, found)
        matters = citizens_cases(dabi.catalogue, record, every)
        record.commit()
    yield Survey(on, tuple((case, case.steps(on, dabi.catalogue)) for case in matters), pool.pooled())


def _own_steps(dabi: Dabi, case: Case, pool: Pool) -> Steps:
    """The steps of a claim without the general request that it shares with others."""
    steps = case.steps(pool.on, dabi.catalogue)
    return steps._replace(proposals=pool.take(case.claim, steps.proposals))


def plan(dabi: Dabi, job: str) -> list[jobs.Chunk]:
    """The steps that are ripe and agreed to, in chunks; first applications are left to a batch that a person orders."""
    return write.plan(dabi, job, frozenset(LetterKind) - {LetterKind.APPLICATION})


def write_worklists(dabi: Dabi, job: str) -> dict[str, int]:
    """One worklist for each social worker in the job's out folder, people by code; gives back the counts."""
    request = jobs.request_of(dabi, JOURNEY, job)
    on, out = request.on, request.out
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    with dabi.store.begin(ACTOR, read_only=True) as record:
        every = citizens_cases(dabi.catalogue, record, load_matters(dabi.catalogue, record))
        workers = sorted({claim.social_worker for claim in (*record.claims(), *(case.claim for case in every))})
    lists = {worker: out / f"worklist-{number:02d}.csv" for number, worker in enumerate(workers, start=1)}
    for worker, path in lists.items():
        _begin_csv(path, worker)
    parts = []
    for part in surveyed(dabi, on):
        by_worker: dict[str, list[list[str]]] = defaultdict(list)
        for case, steps in part.found:
            by_worker[case.claim.social_worker].extend(_rows(case, steps, on))
        for one in part.general:
            row = _proposed_row(one.proposal, one.words(one.lead.organisation), one.lead.language)
            by_worker[one.lead.social_worker].append(row)
        for worker, rows in by_worker.items():
            _add_to_csv(lists[worker], rows)
        parts.append(part.counts())
    return jobs.total([Survey(on, ()).counts(), *parts])


_HEADINGS = [
    "claim",
    "what",
    "office",
    "letter",
    "since or until",
    "days over or left",
    "basis",
    "who",
    "her go",
    "lawyer",
    "why",
]


def _rows(case: Case, steps: Steps, on: date) -> Iterable[list[str]]:
    language = case.claim.language
    for o in steps.overdue:
        due = o.clock.due.isoformat() if o.clock.due else ""
        basis = o.clock.provision.of(language)
        penalty = possible_penalty(o.clock, on)
        possible = penalty.words().of(language) if penalty else ""
        yield [o.claim, "overdue", o.office, o.letter, due, str(o.days), basis, "office", "", "", possible]
    for p in steps.proposals:
        yield _proposed_row(p, p.reason, language)
    for w in steps.waiting:
        until = w.until.isoformat() if w.until else ""
        yield [
            case.claim.code,
            "wait",
            w.office or "",
            w.letter or "",
            until,
            "",
            "",
            w.by.value,
            "",
            "",
            w.reason.of(language),
        ]


def _proposed_row(p: Proposal, reason: Text, language: Language) -> list[str]:
    go = "" if not p.needs_go else "yes" if p.has_go else "ask her"
    lawyer = "" if not p.needs_lawyer else "yes" if p.has_lawyer else "ask a lawyer"
    closes = p.limit.closes.isoformat() if p.limit and p.limit.closes else ""
    basis = p.limit.provision.of(language) if p.limit else ""
    said = "; ".join(text.of(language) for text in (reason, p.note) if text is not None)
    left = "" if p.left is None else str(p.left)
    return [p.claim, p.kind.value, p.office, " ".join(p.cites), closes, left, basis, p.by.value, go, lawyer, said]


def _begin_csv(path: Path, worker: str) -> None:
    """A worklist that opens in any spreadsheet; the file's name is a number, the worker's name stands inside."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        path.chmod(0o600)
        csv.writer(file).writerows([[harmless(worker)], _HEADINGS])


def _add_to_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[harmless(cell) for cell in row] for row in rows])


def run(dabi: Dabi, job: str) -> dict[str, int]:
    """The whole journey in this process, as the command line runs it."""
    with jobs.leased(dabi, JOURNEY, job) as held:
        parts = [write.write_chunk(dabi, held, chunk) for chunk in plan(dabi, held)]
        write.bind_run(dabi, held)
        return jobs.finish(dabi, JOURNEY, held, jobs.total([*parts, write_worklists(dabi, held)]))


def problems(dabi: Dabi, job: str) -> list[Problem]:
    """Why steps that were ripe and agreed to were not drafted."""
    return write.problems(dabi, job)


def written(dabi: Dabi, job: str) -> list[str]:
    """References of the letters that the job drafted."""
    return write.written(dabi, job)


def files(dabi: Dabi, job: str) -> dict[str, Path]:
    """What the job left in its out folder."""
    out = jobs.request_of(dabi, JOURNEY, job).out
    lists = {path.stem.replace("-", "_"): path for path in sorted(out.glob("worklist-*.csv"))}
    return {**write.files(dabi, job), **lists}
