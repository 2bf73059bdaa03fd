"""A letter whose .docx was edited takes the place of the one that was printed, before anything is handed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from flows.cases import load_cases
from flows.wiring import Dabi
from flows.write_letters.output import put_out
from flows.write_letters.refusals import agreed, refusal
from flows.write_letters.reprint import ours
from rules.errors import InputProblems, Problem, UsageError
from rules.events import Correction, Event, EventKind, Fact
from rules.history import effective
from rules.letters import Language, Letter
from rules.people import Claim
from store.record import Record
from templates.edited import render_edited
from templates.trial import Trial, tried


def take_edited(dabi: Dabi, text: str, docx: Path, on: date, out: Path, actor: str) -> Letter:
    """The edited letter of a reference, printed into ``out`` and recorded under a reference of its own; the one that
    was printed counts no more.

    UsageError for a letter of no claim or one that is with the office already; InputProblems for what cannot be
    printed.
    """
    try:
        data = docx.read_bytes()
    except OSError:
        raise InputProblems([Problem(docx.name, "The file cannot be read.", "Check the path.")]) from None
    if problems := tried(Trial.EDITED, docx, None, Language.BENGALI, dabi.settings.limits):
        raise InputProblems(problems)
    with dabi.store.begin(actor) as record:
        was, printed = _replaceable(record, text)
        (claim,) = record.claims(codes=[was.claim or ""])
        if (refused := _refusal(dabi, record, claim, was, on)) is not None:
            record.commit()  # her name was read for it
            raise InputProblems([refused])
        context = record.letter_contexts([was.reference], purpose="edited_letter").get(was.reference, {})
        key = f"edited:{was.reference}"
        reference = record.reserve_reference(key, claim.code)
        record.commit()
    with dabi.workdir() as workdir:
        made = render_edited(data, was.reference, reference, was.language, workdir)
    papers = [(paper, claim.claimant) for paper in (made.docx, made.office_copy, made.receipt_copy)]
    kept, office_copy, receipt_copy = dabi.store.vault.put_all(papers)
    letter = replace(
        was, reference=reference, pages=made.pages, docx=kept, office_copy=office_copy, receipt_copy=receipt_copy,
        own_fields=made.own_fields,
    )  # fmt: skip
    with dabi.store.begin(actor) as record:
        _, printed = _replaceable(record, text)  # it may have been handed in meanwhile
        record.add_letter(letter, key=key, context=context)
        taken_back: dict[str, Fact] = {"corrects": printed.seq, "reason": Correction.NOT_SO.value}
        record.append(Event(EventKind.CORRECTED, on, claim.code, was.reference, taken_back))
        record.append(Event(EventKind.LETTER_PRINTED, on, claim.code, reference, printed.facts))
        record.commit()
    put_out(dabi, [letter], out)
    return letter


def _refusal(dabi: Dabi, record: Record, claim: Claim, letter: Letter, on: date) -> Problem | None:
    """Why the letter may not go to its office as things stand now: what she has agreed to may have changed since."""
    cases = agreed(record, load_cases(dabi.catalogue, record, [claim], purpose="edited_letter"), on)
    if not cases:
        return Problem(claim.code, "Her name was erased.", "Nothing is written for her any more.")
    return refusal(dabi, cases[0], letter, on)


def _replaceable(record: Record, text: str) -> tuple[Letter, Event]:
    """The letter of a reference and the event of its printing, as long as nothing else has happened to it."""
    letters, problems = ours(record, [text])
    if problems:
        raise InputProblems(problems)
    (letter,) = letters
    if letter.claim is None:
        raise UsageError(f"{letter.reference} belongs to no claim: it is printed as it is made.")
    told = effective(record.events(letter=letter.reference))
    if [event.kind for event in told] != [EventKind.LETTER_PRINTED]:
        raise UsageError(f"{letter.reference} is on its way already, or was taken back: what it says stands as it is.")
    return letter, told[0]
