"""The context of a campaign's request: one set of questions, a citizen's own, to one of many authorities."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rules.errors import InputProblems, Problem
from rules.letters import Language
from rules.offices import Office
from rules.text import Text
from templates.applicant import Applicant, of_citizen
from templates.information_letters import fee_of
from templates.requests import Requests
from templates.wording import date_in, letter_mark_in, mark_in


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
    lines = [line for line in (office.name.of(language).strip(), office.address.of(language).strip()) if line]
    form = office.requests.form if office.requests is not None else None
    start, end = (date_in(language, day) for day in period) if period else ("", "")
    return {
        "date": date_in(language, today),
        "to": {
            "designation": office.pio.of(language),
            "lines": lines,
            "salutation": office.salutation.of(language),
        },
        "applicant": who,
        "keep_from_panchayat": False,
        "service": subject.of(language),
        "own_file": False,
        "period": {"from": start, "to": end},
        "questions": [
            {"mark": letter_mark_in(language, number), "text": question.of(language)}
            for number, question in enumerate(questions, start=1)
        ],
        "fee": fee_of(office, requests, language, exempt=False),
        "cites": [],
        "enclosures": [{"mark": mark_in(language, 1), "text": form.of(language)}] if form is not None else [],
    }
