"""The letters of campaigns: printed, recorded under the campaign's own keys, and found again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flows.campaigns.plan import Target
from flows.wiring import Dabi
from flows.write_letters.output import put_out_run
from flows.write_letters.printed import Printed, put_on_record
from rules.errors import Problem
from rules.events import Fact
from rules.letters import Letter, LetterKind
from store.keys import HOUSE
from store.record import Record
from store.states import ItemState
from templates import print_run
from templates.print_run import LetterRequest, Rendered

JOURNEY = "campaign"
VARIANT = "campaign"


@dataclass(frozen=True, slots=True)
class Draft:
    """One letter to be printed: under which key, to which office, and what it recites."""

    key: str
    office: str
    request: LetterRequest
    cites: tuple[str, ...] = ()
    confirmed: bool = False  # the office was not verified, and a coordinator has asked there
    limits: Mapping[str, Fact] = field(default_factory=dict)  # the last days that it states, with their rules


def key_of(campaign: str, target: Target, kind: LetterKind) -> str:
    """The key of one letter: an authority gets one request, and one appeal of each kind on it."""
    request = f"{campaign}:{target.office.id}"
    return request if kind is LetterKind.RTI_REQUEST else f"{request}:{kind.value}"


def draft(
    record: Record,
    campaign: str,
    target: Target,
    office: str,
    kind: LetterKind,
    context: Mapping[str, Any],
    *,
    cites: tuple[str, ...] = (),
    confirmed: bool = False,
    limits: Mapping[str, Fact] | None = None,
) -> Draft:
    """A letter in the language of ``target``, with a reference that is its own for good."""
    key = key_of(campaign, target, kind)
    reference = record.reserve_reference(key, None)
    return Draft(key, office, LetterRequest(reference, kind, target.language, context), cites, confirmed, limits or {})


def campaigns(record: Record) -> list[str]:
    """The ids of all campaigns that whoever asks may see."""
    return [job.id for job in record.jobs(journey=JOURNEY)]


def letters_of(record: Record, campaign: str) -> list[Letter]:
    """The letters of a campaign that are on record."""
    done = [key for key, state in record.items(campaign).items() if state is ItemState.DONE]
    return record.letters(references=set(record.references_of(done).values()))


def print_all(
    dabi: Dabi, campaign: str, drafts: Sequence[Draft], on: date, out: Path
) -> tuple[list[str], list[Problem]]:
    """Print and record these letters; ``out`` gets them, a print run, a register and, where they cost, a cash sheet.

    References, and what could not be made.
    """
    with dabi.workdir() as workdir:
        result = print_run.render([one.request for one in drafts], workdir, dabi.letters)
    rendered = {one.reference: one for one in result.rendered}
    with dabi.store.begin(dabi.actor) as record:
        made = [one for one in drafts if one.request.reference in rendered]
        whose = record.organisation
        put_on_record(
            dabi, record, [_printed(campaign, one, rendered[one.request.reference], on, whose) for one in made]
        )
        record.mark_items(campaign, {one.key: ItemState.DONE for one in made})
        record.commit()
        letters = record.letters(references=list(rendered)) if rendered else []
    if letters:
        put_out_run(dabi, letters, on, out, dabi.actor)
    return [letter.reference for letter in letters], list(result.problems)


def _printed(campaign: str, made: Draft, rendered: Rendered, on: date, organisation: str | None) -> Printed:
    """A letter of the organisation of whoever writes it; of nobody's where none bounds her."""
    request = made.request
    letter = Letter(
        reference=request.reference,
        kind=LetterKind(request.kind),
        claim=None,
        office=made.office,
        rung=0,
        language=request.language,
        written_on=on,
        pages=rendered.pages,
        docx=None,
        office_copy=None,
        receipt_copy=None,
        cites=made.cites,
        variant=VARIANT,
    )
    facts: dict[str, Fact] = {
        "kind": letter.kind.value,
        "office": letter.office,
        "rung": 0,
        "variant": VARIANT,
        "campaign": campaign,
        "confirmed": made.confirmed,
        **made.limits,
    }
    if organisation is not None:
        facts["organisation"] = organisation
    return Printed(letter, made.key, request.context, rendered, HOUSE, facts, organisation=organisation)


def contexts(record: Record) -> Iterator[tuple[Letter, Mapping[str, Any]]]:
    """Every letter of every campaign with what it was filled with, for matching the replies that come back."""
    for campaign in campaigns(record):
        letters = letters_of(record, campaign)
        filled = record.letter_contexts([letter.reference for letter in letters], purpose="campaign")
        yield from ((letter, filled.get(letter.reference, {})) for letter in letters)
