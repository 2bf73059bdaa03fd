"""The context of each letter, made of what rules know: who writes, to whom, on what, under which limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import regex

from rules.derivation import Derivation
from rules.errors import InputProblems, Problem
from rules.findings import Outcome
from rules.letters import AGGREGATE, OWN_FILE, Language, LetterKind
from rules.office import Office
from rules.people import Claim, Identity
from rules.rows import Service
from rules.text import Text
from templates import carrying_letters, information_letters, ladder_letters
from templates.applicant import Applicant, keeps_from_panchayat, of_citizen, of_claimant
from templates.information_letters import FAA
from templates.letter_case import Answered, Cited, LetterCase
from templates.paragraphs import Paragraphs, words_for
from templates.requests import Requests

__all__ = ["AGGREGATE", "MADE", "OWN_FILE", "Answered", "Cited", "compose"]

_MAKERS = {**ladder_letters.MAKERS, **information_letters.MAKERS, **carrying_letters.MAKERS}
MADE = frozenset(_MAKERS)
# What a citizen may write in the claimant's stead; only the claimant's own letters are always read over to her.
_BY_ANYONE = frozenset(information_letters.MAKERS) | frozenset(carrying_letters.MAKERS)
# Forms in which her name stands in a numbered row and not in a sentence of its own.
_WITHOUT_INTRODUCTION = frozenset({LetterKind.OMBUDSMAN_COMPLAINT, LetterKind.MAGISTRATE_APPLICATION})
# What the office must have said before a letter can answer it.
_ANSWERS = {
    LetterKind.TRANSFER_FOLLOW_UP: (Outcome.TRANSFERRED, "to which office it was sent on"),
    LetterKind.FEE_FORWARDING: (Outcome.FEE_DEMANDED, "which fee is demanded"),
    LetterKind.COMPLIANCE: (Outcome.DOCUMENTS_WANTED, "that documents are wanted"),
}
_ARGUED = (LetterKind.FIRST_APPEAL, LetterKind.SECOND_APPEAL, LetterKind.RTI_COMPLAINT)
_OTHER_SCRIPT = {Language.BENGALI: regex.compile(r"\p{Latin}"), Language.ENGLISH: regex.compile(r"\p{Bengali}")}
_OF_GRANTS = (LetterKind.DELIVERY_REMINDER, LetterKind.UNPAID_AWARD)


def compose(
    kind: LetterKind,
    *,
    claim: Claim,
    identity: Identity,
    office: Office,
    service: Service,
    today: date,
    paragraphs: Mapping[str, Paragraphs],
    requests: Requests,
    cited: Sequence[Cited] = (),
    clock: Derivation | None = None,
    limit: Derivation | None = None,
    grounds: Sequence[Text] = (),
    grant: Answered | None = None,
    variant: str = "",
    applicant: Applicant | None = None,
    copy_to: Sequence[Office] = (),
    needs_lawyer: bool = False,
) -> dict[str, object]:
    """The context of one letter in the claim's language, without its reference, which the print run adds.

    ``office`` is where it goes (for a first appeal, the appellate authority's); ``cited`` are earlier letters, oldest
    first, the last of which a carrying letter carries. ``clock`` is the limit that has passed, unless a cited letter
    has it; ``limit`` our own for this step. ``grounds`` of an appeal or complaint; ``grant``: what was granted and did
    not arrive. ``variant`` AGGREGATE takes the ``applicant`` instead of the claimant. ``needs_lawyer``: the paper has a
    place for the lawyer who has seen it. Raises InputProblems with everything that must be asked first.
    """
    where = f"claim {claim.code}, {kind}"
    if kind not in MADE:
        raise ValueError(f"{kind} is not made from a claim")
    case = LetterCase(
        kind,
        where,
        claim,
        identity,
        office,
        service,
        today,
        tuple(cited),
        clock,
        limit,
        tuple(grounds),
        grant,
        variant,
        applicant,
        tuple(copy_to),
        words_for(service, paragraphs),
        requests,
        needs_lawyer,
    )
    who, problems = _who(case)
    problems += _missing(case)
    if problems:
        raise InputProblems(problems)
    context: dict[str, object] = {
        "date": case.day(today),
        "to": _addressee(case),
        "applicant": who,
        "keep_from_panchayat": not case.aggregate and office.kind != "gp" and keeps_from_panchayat(identity),
    }
    return context | _MAKERS[kind](case)


def _who(case: LetterCase) -> tuple[dict[str, object], list[Problem]]:
    if case.aggregate and case.applicant is None:
        what = "a request about figures is made by a citizen in her own name, and none is given."
        return {}, [Problem(case.where, what, "Give the social worker's name and address.", "applicant")]
    if case.aggregate and case.applicant is not None:
        who, problems = of_citizen(case.where, case.language, case.applicant)
    else:
        here = bool(case.office.place.district)
        who, problems = of_claimant(
            case.where, case.language, case.identity, case.claim.applicant_capacity, case.today, of_the_area=here
        )
    if case.kind in _BY_ANYONE:
        who.pop("introduction", None)
    else:
        who.pop("read_over")
    if case.kind in _WITHOUT_INTRODUCTION:
        who.pop("introduction")
    return who, problems


def _missing(case: LetterCase) -> list[Problem]:
    """What must be asked or recorded before this letter can be written."""
    problems = []

    def ask(what: str, remedy: str, field: str) -> None:
        problems.append(Problem(case.where, what, remedy, field))

    if not case.aggregate and not (case.claim.consent.apply and case.claim.consent.in_force(case.today)):
        ask("there is no consent to apply for her.", "Ask her.", "consent_apply")
    if _OTHER_SCRIPT[case.language].search(case.of(case.office.name)):
        script = "Bengali" if case.language is Language.BENGALI else "English"
        what = f"the letter is in {script} and the name of {case.office.id} is not known in {script} script."
        ask(what, "Tell it with 'dabi offices import', its name in both scripts.", "office")
    if not case.cited and case.kind is not LetterKind.APPLICATION and case.variant != AGGREGATE:
        ask("there is no earlier letter to recite.", "Record the earlier letter.", "cited")
    if case.kind in _ARGUED:
        request = case.request
        wanting = request is None or (case.kind is LetterKind.FIRST_APPEAL and _request_clock(case) is None)
        if wanting or not case.grounds:
            what = "the request for information, the last day for its reply or the grounds are not on record."
            ask(what, "Record the request, its receipt and its reply.", "cited")
    if case.kind is LetterKind.RTI_REQUEST and case.office.fee_mode not in case.requests.fees:
        what = f"the office takes its fee by '{case.office.fee_mode}', of which no letter knows."
        ask(what, f"Write one of: {', '.join(case.requests.fees)}.", "fee_mode")
    if case.kind in _ANSWERS:
        outcome, wanted = _ANSWERS[case.kind]
        answer = case.answer
        if answer is None or answer.outcome is not outcome:
            ask(f"the letter in which the office says {wanted} is not on record.", "Record it.", "answer")
        elif case.kind is LetterKind.FEE_FORWARDING and not answer.amount:
            ask("the sum of the fee is not on record.", "Look it up in the office's letter.", "fee_amount")
    if case.kind is LetterKind.POSTED_LETTER and (not case.cited or case.last.refused_on is None):
        ask("the day on which it was not accepted is not on record.", "Record it with 'dabi letters refused'.", "cited")
    if case.kind in _OF_GRANTS and case.grant is None:
        ask("the letter or order by which it was granted is not on record.", "Record it.", "grant")
    if case.kind is LetterKind.COMPENSATION_APPEAL and not (case.refusal or case.grant or case.overdue):
        ask("neither a decision nor a limit that has passed is on record.", "Record the decision.", "cited")
    return problems


def _request_clock(case: LetterCase) -> Derivation | None:
    clock = (case.request.overdue if case.request else None) or case.clock
    return clock if clock is not None and clock.due is not None else None


def _addressee(case: LetterCase) -> dict[str, object]:
    office = case.office
    designation = case.of(office.designation)
    if case.kind is LetterKind.RTI_REQUEST or (case.kind in carrying_letters.MAKERS and _carries_request(case)):
        designation = case.of(office.pio)
    elif case.kind is LetterKind.FIRST_APPEAL:
        designation = f"{designation} ({case.of(FAA)})"
    lines = [line for line in (case.of(office.name).strip(), case.of(office.address).strip()) if line]
    return {"designation": designation, "lines": lines, "salutation": case.of(office.salutation)}


def _carries_request(case: LetterCase) -> bool:
    return bool(case.cited) and case.last.kind is LetterKind.RTI_REQUEST
