"""A campaign on its way: begun, written, looked on. It is kept as a job whose items are its letters."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flows.campaigns.letters import JOURNEY, draft, key_of, letters_of, print_all
from flows.campaigns.plan import Plan, plan
from flows.tables_out import harmless
from flows.wiring import Dabi
from rules.catalogue import Catalogue
from rules.errors import InputProblems, Problem, UsageError
from rules.events import Event, EventKind
from rules.findings import DocumentKind, Outcome
from rules.history import LetterHistory, effective, numbered, read
from rules.letter_clock import clock_of_matter
from rules.letters import Letter, LetterKind
from rules.office import Office
from rules.request_appeals import RequestAppeal, appeal_on, second_appeal_on
from rules.roles import Right
from rules.status import LetterStatus, letter_status
from store.record import Record
from store.states import ItemState
from templates.campaign_letter import compose_campaign

_HEADINGS = (
    "office", "reference", "written", "filed", "received", "due", "status", "replied", "outcome", "unanswered",
    "appeal", "appeal_status", "second_appeal", "second_appeal_status",
    "open_appeal", "appeal_by",
)  # fmt: skip
ITS_OWN_PRINT = "and whether it has its own print of the form, to be filled in instead of ours"
_SURE = 0.7  # word confidence, of the least certain word


@dataclass(frozen=True, slots=True)
class Answer:
    """Who was asked and how it stands: one row of the campaign's page. ``status`` is None for what is not written.

    ``answers``: what the scanned reply says to each question, by its number, as read; ``second``: the second appeal;
    ``open_appeal``: the one that may be made now, by the day ``appeal_by``.
    """

    office: str
    reference: str = ""
    written: date | None = None
    filed: date | None = None
    received: date | None = None
    due: date | None = None
    status: LetterStatus | None = None
    replied: date | None = None
    outcome: Outcome | None = None
    answers: Mapping[int, str] = field(default_factory=dict)
    unanswered: tuple[int, ...] = ()
    appeal: str = ""
    appeal_status: LetterStatus | None = None
    second: str = ""
    second_status: LetterStatus | None = None
    open_appeal: LetterKind | None = None
    appeal_by: date | None = None

    def cells(self, questions: int) -> list[str]:
        """The row as text, in the order of the table's headings; empty where there is nothing yet."""
        values = (
            self.office, self.reference, self.written, self.filed, self.received, self.due, self.status, self.replied,
            self.outcome, " ".join(map(str, self.unanswered)), self.appeal, self.appeal_status,
            self.second, self.second_status, self.open_appeal, self.appeal_by,
            *(self.answers.get(number) for number in range(1, questions + 1)),
        )  # fmt: skip
        return ["" if value is None else str(value) for value in values]


def new(dabi: Dabi, values: Mapping[str, Any], where: str) -> tuple[str, Plan]:
    """Begin a campaign; nothing is written yet. Raises InputProblems with everything that is wrong with it."""
    made = plan(values, dabi.catalogue, where)
    with dabi.store.begin(dabi.actor) as record:
        job = record.open_job(JOURNEY, _kept(values))
        record.commit()
    return job, made


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are sealed: days as text."""
    period = values.get("period")
    days = {"period": {name: str(day) for name, day in period.items()}} if isinstance(period, Mapping) else {}
    return {**values, **days}


def write(dabi: Dabi, campaign: str, on: date, out: Path, *, confirmed: bool) -> tuple[list[str], list[Problem]]:
    """Write what is not written yet, one letter and reference per authority; references, and what could not be made.

    Offices that nobody has verified are a problem unless ``confirmed``: then a coordinator has looked up officer,
    address, fee and form, and the record says so. NotAllowed for anybody else.
    """
    made = plan_of(dabi, campaign)
    if made.unverified and not confirmed:
        raise InputProblems([_unverified(office) for office in made.unverified])
    if made.unverified:
        dabi.need(Right.CONFIRM)
    with dabi.store.begin(dabi.actor) as record:
        items = record.items(campaign)
        drafts = []
        for target in made.targets:
            if items.get(key_of(campaign, target, LetterKind.RTI_REQUEST)) is ItemState.DONE:
                continue
            context = compose_campaign(
                target.office.id,
                target.language,
                applicant=made.applicants[target.applicant],
                office=target.office,
                subject=made.subject,
                questions=made.questions,
                period=made.period,
                today=on,
                requests=dabi.letters.requests,
            )
            unsure = confirmed and not target.office.verified
            drafts.append(
                draft(record, campaign, target, target.office.id, LetterKind.RTI_REQUEST, context, confirmed=unsure)
            )
        record.commit()  # references are allotted for good before anything is printed
    return print_all(dabi, campaign, drafts, on, out)


def _unverified(office: Office) -> Problem:
    ask = f"Ask there, {ITS_OWN_PRINT};" if office.request_form is not None else "Ask there;"
    what = "its officer, address, fee and form are not verified."
    return Problem(office.id, what, f"{ask} then a coordinator writes with --confirm.")


def status(dabi: Dabi, campaign: str, on: date) -> list[Answer]:
    """Who was asked, whether it came and what was answered, and by when it should be, in the order of the plan."""
    made = plan_of(dabi, campaign)
    with dabi.store.begin(dabi.actor, read_only=True) as record:
        matters = matters_of(record, campaign, on)
        said = {office: answers_to(record, matter.request.history.letter) for office, matter in matters.items()}
    return [
        _answer(matters[office], said[office], len(made.questions), dabi.catalogue, on)
        if office in matters
        else Answer(office)
        for office in (target.office.id for target in made.targets)
    ]


def table(rows: Sequence[Answer], questions: int) -> bytes:
    """The campaign's page as csv, with a column for the answer to each question."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*_HEADINGS, *(f"answer_{number}" for number in range(1, questions + 1))])
    writer.writerows(map(harmless, row.cells(questions)) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def plan_of(dabi: Dabi, campaign: str) -> Plan:
    """What a campaign asks. UsageError where there is no such campaign."""
    with dabi.store.begin(dabi.actor, read_only=True) as record:
        job = record.job(campaign)
        if job is None or job.journey != JOURNEY:
            raise UsageError(f"There is no campaign '{campaign[:40]}'. 'dabi campaign new' says the id of a new one.")
        return plan(record.job_request(campaign), dabi.catalogue)


@dataclass(frozen=True, slots=True)
class Told:
    """A letter with what has happened to it."""

    history: LetterHistory
    events: Sequence[Event]

    def approved(self, step: LetterKind) -> bool:
        """Whether a lawyer has approved a paper of the kind, told of this letter."""
        approvals = [event for event in effective(self.events) if event.kind is EventKind.LAWYER_APPROVED]
        return any(event.facts.get("step") == step.value for event in approvals)


@dataclass(frozen=True, slots=True)
class Matter:
    """What became of one authority's request, and of the appeals on it."""

    request: Told
    appeal: Told | None
    second: Told | None

    def open_appeal(self, on: date, law: Catalogue) -> tuple[LetterKind, RequestAppeal] | None:
        """The appeal that may be made now, the first or the second; None where none is open, or it is written."""
        if self.second is not None:
            return None
        if self.appeal is None:
            kind, found = LetterKind.FIRST_APPEAL, appeal_on(self.request.history, on, law)
        else:
            kind, found = LetterKind.SECOND_APPEAL, second_appeal_on(self.request.history, self.appeal.history, on, law)
        return (kind, found) if found is not None else None


def matters_of(record: Record, campaign: str, on: date) -> dict[str, Matter]:
    """The requests of a campaign that are on record, by the office that was asked."""
    letters = letters_of(record, campaign)
    upon = {(letter.kind, letter.cites[0]): letter for letter in letters if letter.cites}

    def told(letter: Letter) -> Told:
        events = numbered(record.events(letter=letter.reference))
        (history,) = read([letter], events, on).letters
        return Told(history, events)

    def following(request: Letter, kind: LetterKind) -> Told | None:
        found = upon.get((kind, request.reference))
        return told(found) if found is not None else None

    return {
        request.office: Matter(
            told(request), following(request, LetterKind.FIRST_APPEAL), following(request, LetterKind.SECOND_APPEAL)
        )
        for request in letters
        if request.kind is LetterKind.RTI_REQUEST
    }


def answers_to(record: Record, letter: Letter) -> dict[int, str]:
    """What the latest scanned reply says to each question, by its number; empty where it numbers nothing.

    A doubtful reading ends with a question mark in brackets: look at the paper before its figures are used.
    """
    replies = [one.read for one in record.documents(letter=letter.reference) if one.read is not None]
    found = [one.facts["answers"] for one in replies if one.kind is DocumentKind.REPLY and "answers" in one.facts]
    said = found[-1] if found else ()
    return {int(one.value): one.raw if one.confidence >= _SURE else f"{one.raw} (?)" for one in said}


def _answer(matter: Matter, said: Mapping[int, str], questions: int, law: Catalogue, on: date) -> Answer:
    history = matter.request.history
    clock = clock_of_matter(history, law)
    reply = history.replies[-1] if history.replies else None
    asked = range(1, questions + 1)
    kind, found = matter.open_appeal(on, law) or (None, None)
    return Answer(
        history.letter.office,
        history.letter.reference,
        history.letter.written_on,
        history.filed_on,
        history.received_on,
        clock.due if clock is not None else None,
        letter_status(history, clock, on),
        reply.on if reply is not None else None,
        reply.outcome if reply is not None else None,
        {number: text for number, text in said.items() if number in asked},
        tuple(number for number in asked if number not in said) if said else (),
        *_standing(matter.appeal, law, on),
        *_standing(matter.second, law, on),
        kind,
        found.limit.closes if found is not None else None,
    )


def _standing(told: Told | None, law: Catalogue, on: date) -> tuple[str, LetterStatus | None]:
    """The reference of an appeal and how it stands; empty where there is none. No limit binds the Commission."""
    if told is None:
        return "", None
    history = told.history
    clock = clock_of_matter(history, law) if history.letter.kind is LetterKind.FIRST_APPEAL else None
    return history.letter.reference, letter_status(history, clock, on)
