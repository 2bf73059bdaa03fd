"""What a proposed letter is filled with: the case behind it, the earlier letters that it recites, who signs it."""

from __future__ import annotations

from datetime import date

from flows.cases import Case
from flows.wiring import Dabi
from rules.errors import InputProblems, Problem
from rules.events import EventKind
from rules.letters import Letter
from rules.next_step import Proposal
from rules.text import in_scripts
from templates.applicant import Applicant
from templates.compose import AGGREGATE, Cited, compose


def context_of(dabi: Dabi, case: Case, proposal: Proposal, on: date) -> tuple[dict[str, object], list[Problem]]:
    """The context of a proposed letter, or what must be asked before it can be written."""
    try:
        context = compose(
            proposal.kind,
            claim=case.claim,
            identity=case.identity,
            office=dabi.catalogue.offices.office(proposal.office, case.place),
            service=case.service,
            today=on,
            paragraphs=dabi.letters.paragraphs,
            cited=[_cited(dabi, case, letter, on) for letter in _recited(case, proposal)],
            clock=proposal.clock,
            variant=proposal.variant,
            applicant=_citizen(case) if proposal.variant == AGGREGATE else None,
            copy_to=[dabi.catalogue.offices.office(office, case.place) for office in proposal.copies],
        )
    except InputProblems as error:
        return {}, list(error.problems)
    return context, []


def _recited(case: Case, proposal: Proposal) -> list[Letter]:
    letters = [letter for letter in case.letters if letter.reference in proposal.cites]
    return sorted(letters, key=lambda letter: (letter.written_on, letter.reference))


def _cited(dabi: Dabi, case: Case, letter: Letter, on: date) -> Cited:
    history = next((one for one in case.history(on).letters if one.letter.reference == letter.reference), None)
    receipts = case.letter_events(letter.reference, EventKind.RECEIPT_RECORDED)
    overdue = [o for o in case.steps(on, dabi.catalogue).overdue if o.letter == letter.reference]
    return Cited(
        reference=letter.reference if letter.pages else "",  # an adopted paper does not carry ours
        kind=letter.kind,
        office=dabi.catalogue.offices.office(letter.office, case.place),
        written_on=letter.written_on,
        filed_on=history.filed_on if history else None,
        received_on=history.received_on if history else None,
        diary_no=next((event.beside["diary_no"] for event in reversed(receipts) if "diary_no" in event.beside), ""),
        overdue=overdue[0].clock if overdue else None,
    )


def _citizen(case: Case) -> Applicant:
    """The social worker as a citizen; her name may stand in both scripts, "Ranu Kalpit / রানু কল্পিত"."""
    name = in_scripts(case.claim.social_worker)
    return Applicant(name.en, name.bn, case.identity.reply_address)
