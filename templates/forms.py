"""The contexts of forms: her consent and its withdrawal, her authorisation, an application for protection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.errors import InputProblems, Problem
from rules.letters import FormKind
from rules.office import Office
from rules.people import Capacity, Claim, Identity, YesNoUnknown
from rules.text import both_scripts
from templates.applicant import of_claimant
from templates.wording import date_in

_NAMES_THE_ORGANISATION = (FormKind.CONSENT_NOTICE, FormKind.WITHDRAWAL)


@dataclass(frozen=True, slots=True)
class FormRequest:
    """One form for one person. ``office``: where an application for protection goes."""

    kind: FormKind
    claim: Claim
    identity: Identity
    today: date
    office: Office


def compose_form(asked: FormRequest) -> dict[str, object]:
    """The context of a form in the claim's language, without its reference.

    Raises InputProblems with everything that must be asked first: a name in the form's script, an address; who was a
    child at the time, or may have been, cannot authorise a disclosure without a court.
    """
    claim, where = asked.claim, f"claim {asked.claim.code}, {asked.kind}"
    who, problems = of_claimant(where, claim.language, asked.identity, claim.applicant_capacity, asked.today)
    if asked.kind is FormKind.AUTHORISATION and not _may_authorise(claim):
        what = "she was a child at the time, or may have been, or another person acts for her."
        remedy = "No authorisation is taken; a lawyer asks the court, if it must be."
        problems.append(Problem(where, what, remedy, "child_at_offence"))
    if problems:
        raise InputProblems(problems)
    # Whoever is shown an authorisation does not learn where papers reach her.
    without = ("address",) if asked.kind is FormKind.AUTHORISATION else ()
    for unused in ("introduction", "read_over", *without):
        who.pop(unused)
    context: dict[str, object] = {"date": date_in(claim.language, asked.today), "applicant": who}
    if asked.kind in _NAMES_THE_ORGANISATION:
        context["organisation"] = both_scripts(claim.organisation).of(claim.language)
    if asked.kind is FormKind.CONSENT_NOTICE:
        context["social_worker"] = both_scripts(claim.social_worker).of(claim.language)
    if asked.kind is FormKind.WITNESS_PROTECTION:
        lines = [text for text in (asked.office.name, asked.office.address) if text.of(claim.language).strip()]
        context["to"] = {
            "designation": asked.office.designation.of(claim.language),
            "lines": [text.of(claim.language) for text in lines],
            "salutation": asked.office.salutation.of(claim.language),
        }
    return context


def _may_authorise(claim: Claim) -> bool:
    return claim.child_at_offence is YesNoUnknown.NO and claim.applicant_capacity is Capacity.SELF
