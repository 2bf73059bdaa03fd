"""Whether a letter may be printed on a day: what she has agreed to, and the offices that she has ruled out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from flows.cases import Case
from flows.wiring import Dabi
from rules.errors import Problem
from rules.ladder import names, shuns
from rules.letters import AGGREGATE, Letter
from rules.next_step import Proposal
from rules.office import offices_meant
from rules.people import Claim, ConsentTo
from store.record import Record


def agreed(record: Record, cases: Iterable[Case], on: date) -> list[Case]:
    """The cases as of today: where a consent is gone past with a reason, as if she had given it for the day."""
    found = list(cases)
    past = record.overridden([case.claim.code for case in found], on)
    return [_as_if_agreed(case, past[case.claim.code], on) if case.claim.code in past else case for case in found]


def _as_if_agreed(case: Case, past: set[ConsentTo], on: date) -> Case:
    consent = case.claim.consent
    if ConsentTo.APPLY in past:
        consent = replace(consent, on=on, until=on, apply=True)
    if ConsentTo.OFFICES in past:
        consent = replace(consent, name_to_offices=None)
    return replace(case, claim=replace(case.claim, consent=consent))


def refusal(dabi: Dabi, case: Case, letter: Proposal | Letter, on: date) -> Problem | None:
    """Why a letter, proposed or written already, may not be printed on a day; None where it may."""
    claim = case.claim
    missing = consent_refusal(claim, on)
    if missing is not None:
        return missing
    catalogue, avoid = dabi.catalogue, case.identity.avoid_offices
    named = None if letter.variant == AGGREGATE else claim.consent.name_to_offices
    if named is None and not avoid:
        return None
    addressee = case.addressee(catalogue, letter.kind, letter.office, letter.cites, case.history(on))
    for office in offices_meant(addressee, case.place, catalogue.offices):
        if shuns(office, avoid, case.ladder, catalogue):
            return Problem(claim.code, f"{office.id} must not learn of the claim.", "Ask her how to go on.")
        if named is not None and not names(office, named, catalogue):
            remedy = "Ask her, or choose another way to that office."
            return Problem(claim.code, f"Her name may not go to {office.id}.", remedy)
    return None


def consent_refusal(claim: Claim, on: date) -> Problem | None:
    """Why no letter of a claim may be printed, whoever it goes to; None where it may."""
    if not claim.consent.apply:
        return Problem(claim.code, "She has not agreed that we apply for her.", "Nothing is written without it.")
    if not claim.consent.in_force(on):
        return Problem(claim.code, "Her consent has ended or not begun.", "Ask her anew and record her answer.")
    return None
