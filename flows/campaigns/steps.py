"""A campaign on its way: begun, written, looked on. It is kept as a job whose items are its letters."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.campaigns.plan import Plan, Target, plan
from flows.track_deadlines.steps import harmless
from flows.wiring import Dabi
from flows.write_letters.steps import put_out
from rules.errors import InputProblems, Problem, UsageError
from rules.events import Event, EventKind
from rules.findings import Outcome
from rules.history import read
from rules.letter_clock import clock_of_request
from rules.letters import Letter, LetterKind
from rules.roles import Right
from rules.status import LetterStatus, letter_status
from store.record import Record
from store.states import ItemState
from templates import print_run
from templates.campaign_letter import compose_campaign
from templates.print_run import LetterRequest, Rendered

JOURNEY = "campaign"
VARIANT = "campaign"
_HEADINGS = ("office", "reference", "written", "filed", "received", "due", "status", "replied", "outcome")


@dataclass(frozen=True, slots=True)
class Answer:
    """Who was asked and how it stands: one row of the campaign's page. ``status`` is None for what is not written."""

    office: str
    reference: str = ""
    written: date | None = None
    filed: date | None = None
    received: date | None = None
    due: date | None = None
    status: LetterStatus | None = None
    replied: date | None = None
    outcome: Outcome | None = None

    def cells(self) -> list[str]:
        """The row as text, in the order of the table's headings; empty where there is nothing yet."""
        values = (
            self.office, self.reference, self.written, self.filed, self.received, self.due, self.status, self.replied,
            self.outcome,
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
    made = _plan(dabi, campaign)
    if made.unverified and not confirmed:
        remedy = "Ask there; then a coordinator writes with --confirm."
        raise InputProblems(
            [
                Problem(office, "its officer, address, fee and form are not verified.", remedy)
                for office in made.unverified
            ]
        )
    if made.unverified:
        dabi.need(Right.CONFIRM)
    with dabi.store.begin(dabi.actor) as record:
        written = record.items(campaign)
        asked = {
            _key(campaign, target): (target, _request(dabi, record, campaign, made, target, on))
            for target in made.targets
            if written.get(_key(campaign, target)) is not ItemState.DONE
        }
        record.commit()  # references are allotted for good before anything is printed
    with dabi.workdir() as workdir:
        result = print_run.render([request for _, request in asked.values()], workdir, dabi.letters)
    rendered = {one.reference: one for one in result.rendered}
    with dabi.store.begin(dabi.actor) as record:
        for key, (target, request) in asked.items():
            if request.reference in rendered:
                _record(dabi, record, campaign, key, target, request, rendered[request.reference], on, confirmed)
        record.commit()
        letters = _letters(record, campaign)
    new_ones = [letter for letter in letters if letter.reference in rendered]
    if new_ones:
        put_out(dabi, new_ones, out)
    return [letter.reference for letter in new_ones], list(result.problems)


def status(dabi: Dabi, campaign: str, on: date) -> list[Answer]:
    """Who was asked, whether it came and was answered, and by when it should be, in the order of the plan."""
    made = _plan(dabi, campaign)
    with dabi.store.begin(dabi.actor, read_only=True) as record:
        letters = {letter.office: letter for letter in _letters(record, campaign)}
        events = {one.reference: record.events(letter=one.reference) for one in letters.values()}
    return [
        _answer(dabi, letters[office], events[letters[office].reference], on) if office in letters else Answer(office)
        for office in (target.office.id for target in made.targets)
    ]


def table(rows: list[Answer]) -> bytes:
    """The campaign's page as csv, with an empty column to write down each answer's figures in."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*_HEADINGS, "answers"])
    writer.writerows([*map(harmless, row.cells()), ""] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _plan(dabi: Dabi, campaign: str) -> Plan:
    with dabi.store.begin(dabi.actor, read_only=True) as record:
        job = record.job(campaign)
        if job is None or job.journey != JOURNEY:
            raise UsageError(f"There is no campaign '{campaign[:40]}'. 'dabi campaign new' says the id of a new one.")
        return plan(record.job_request(campaign), dabi.catalogue)


def _key(campaign: str, target: Target) -> str:
    return f"{campaign}:{target.office.id}"


def _request(dabi: Dabi, record: Record, campaign: str, made: Plan, target: Target, on: date) -> LetterRequest:
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
    reference = record.reserve_reference(_key(campaign, target), None)
    return LetterRequest(reference, LetterKind.RTI_REQUEST, target.language, context)


def _record(
    dabi: Dabi,
    record: Record,
    campaign: str,
    key: str,
    target: Target,
    request: LetterRequest,
    made: Rendered,
    on: date,
    confirmed: bool,
) -> None:
    vault = dabi.store.vault
    docx, office_copy, receipt_copy = (
        vault.put(data, "house") for data in (made.docx, made.office_copy, made.receipt_copy)
    )
    letter = Letter(
        reference=request.reference,
        kind=LetterKind.RTI_REQUEST,
        claim=None,
        office=target.office.id,
        rung=0,
        language=target.language,
        written_on=on,
        pages=made.pages,
        docx=docx,
        office_copy=office_copy,
        receipt_copy=receipt_copy,
        own_fields=made.own_fields,
        variant=VARIANT,
    )
    record.add_letter(letter, key=key, context=request.context)
    facts = {
        "kind": letter.kind.value,
        "office": letter.office,
        "rung": 0,
        "variant": VARIANT,
        "campaign": campaign,
        "confirmed": confirmed and not target.office.verified,
    }
    record.append(Event(EventKind.LETTER_PRINTED, on, None, letter.reference, facts))
    record.mark_item(campaign, key, ItemState.DONE)


def _letters(record: Record, campaign: str) -> list[Letter]:
    """The letters of a campaign that are on record."""
    done = [key for key, state in record.items(campaign).items() if state is ItemState.DONE]
    references = [reference for key in done if (reference := record.reference_of(key)) is not None]
    return record.letters(references=references) if references else []


def _answer(dabi: Dabi, letter: Letter, events: list[Event], on: date) -> Answer:
    (history,) = read([letter], events, on).letters
    clock = clock_of_request(history, dabi.catalogue)
    reply = history.replies[-1] if history.replies else None
    return Answer(
        letter.office,
        letter.reference,
        letter.written_on,
        history.filed_on,
        history.received_on,
        clock.due if clock is not None else None,
        letter_status(history, clock, on),
        reply.on if reply is not None else None,
        reply.outcome if reply is not None else None,
    )
