"""The contexts of a campaign's letters: one set of questions, a citizen's own, to many authorities, and the appeals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.derivation import Derivation
from rules.errors import InputProblems, Problem
from rules.letters import Language
from rules.office import Office
from rules.text import Text
from templates.applicant import Applicant, of_citizen
from templates.information_letters import FAA, appeal_fields, asking_fields, second_appeal_fields
from templates.letter_case import Cited, Phrases
from templates.requests import Requests


@dataclass(frozen=True, slots=True)
class _Citizens(Phrases):
    """What is said in a citizen's own letter."""

    language: Language


def compose_campaign(
    where: str,
    language: Language,
    *,
    applicant: Applicant,
    office: Office,
    subject: Text,
    questions: Sequence[Text],
    period: tuple[date, date] | None,
    today: date,
    requests: Requests,
) -> dict[str, object]:
    """The context of a request without its reference. Raises InputProblems with everything that must be asked first."""
    who, problems = of_citizen(where, language, applicant)
    if office.fee_mode not in requests.fees:
        what = f"the office takes its fee by '{office.fee_mode}', of which no letter knows."
        problems.append(Problem(where, what, f"Write one of: {', '.join(requests.fees)}.", "fee_mode"))
    if problems:
        raise InputProblems(problems)
    say = _Citizens(language)
    start, end = (say.day(day) for day in period) if period else ("", "")
    return {
        **_letter(say, who, office, say.of(office.pio), today),
        "service": say.of(subject),
        "own_file": False,
        "period": {"from": start, "to": end},
        "cites": [],
        **asking_fields(say, office, requests, questions),
    }


def compose_campaign_appeal(
    where: str,
    language: Language,
    *,
    applicant: Applicant,
    appellate: Office,
    request: Cited,
    grounds: Sequence[Text],
    clock: Derivation,
    limit: Derivation,
    today: date,
) -> dict[str, object]:
    """The context of the first appeal on such a request. Raises InputProblems with what must be asked first."""
    who, problems = of_citizen(where, language, applicant)
    if problems:
        raise InputProblems(problems)
    say = _Citizens(language)
    designation = f"{say.of(appellate.designation)} ({say.of(FAA)})"
    return {
        **_letter(say, who, appellate, designation, today),
        **appeal_fields(say, request, clock, grounds, limit),
    }


def compose_campaign_second_appeal(
    where: str,
    language: Language,
    *,
    applicant: Applicant,
    commission: Office,
    request: Cited,
    first: Cited,
    grounds: Sequence[Text],
    limit: Derivation,
    lawyer_first: bool,
    today: date,
) -> dict[str, object]:
    """The context of the second appeal; ``request`` and ``first``, the first appeal, have the limits that passed.

    Raises InputProblems with what must be asked first.
    """
    who, problems = of_citizen(where, language, applicant)
    if problems:
        raise InputProblems(problems)
    say = _Citizens(language)
    return {
        **_letter(say, who, commission, say.of(commission.designation), today),
        **second_appeal_fields(say, request, first, None, grounds, limit),
        "lawyer_first": lawyer_first,
    }


def _letter(say: Phrases, who: dict[str, object], office: Office, designation: str, today: date) -> dict[str, object]:
    """Who writes to whom, and when."""
    lines = [line for line in (say.of(office.name).strip(), say.of(office.address).strip()) if line]
    return {
        "date": say.day(today),
        "to": {"designation": designation, "lines": lines, "salutation": say.of(office.salutation)},
        "applicant": who,
        "keep_from_panchayat": False,
    }
