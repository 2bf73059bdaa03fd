"""What a campaign asks, of whom, in whose name: read from a YAML file, everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from confined.data_files import values as values_in
from rules.catalogue import Catalogue
from rules.errors import InputProblems, Problem
from rules.letters import Language
from rules.limits import STANDARD, Limits
from rules.office import Office
from rules.questions import Fault, doubts
from rules.text import Text
from templates.applicant import Applicant

_PARTS = {"subject", "language", "period", "questions", "applicants", "offices"}
_EXAMPLE = "See 'dabi campaign new --help'."
_ASK = "Ask for figures, copies or dates that the office holds."
_REMEDIES = {
    Fault.REASON: "Ask for a copy of the order, or for figures by the ground that was recorded.",
    Fault.PERSONAL: "Ask for numbers, or for a copy with names left out ('severed under section 10').",
    Fault.SEVERAL: "Make a question of each.",
    Fault.SUBJECTS: "Make a campaign of each.",
    Fault.LONG: "Make it shorter, or two of it.",
    Fault.MANY: "Leave out what matters least, or make two campaigns of it.",
    Fault.EMPTY: "Write it, or leave it out.",
}


@dataclass(frozen=True, slots=True)
class Target:
    """One authority, in whose language, and which of the applicants asks it."""

    office: Office
    language: Language
    applicant: int


@dataclass(frozen=True, slots=True)
class Plan:
    subject: Text
    questions: tuple[Text, ...]
    period: tuple[date, date] | None
    applicants: tuple[Applicant, ...]
    targets: tuple[Target, ...]

    @property
    def unverified(self) -> list[Office]:
        """The offices whose officer, address, fee and form nobody has confirmed yet."""
        return [target.office for target in self.targets if not target.office.verified]


def read_file(path: Path, limits: Limits = STANDARD) -> dict[str, Any]:
    """The values of a campaign's file. Raises InputProblems where it is none."""
    found = values_in(path, limits)
    if not isinstance(found, dict):
        raise InputProblems([Problem(path.name, "It holds no campaign.", _EXAMPLE)])
    return found


def plan(values: Mapping[str, Any], catalogue: Catalogue, where: str = "campaign") -> Plan:
    """The campaign that these values describe. Raises InputProblems with everything that is wrong."""
    problems: list[Problem] = []

    def wrong(what: str, remedy: str, field: str) -> None:
        problems.append(Problem(where, what, remedy, field))

    for unknown in sorted(set(map(str, values)) - _PARTS):
        wrong("it is no part of a campaign.", f"A campaign has: {', '.join(sorted(_PARTS))}.", unknown[:40])
    language = _language(values.get("language", "bn"))
    if language is None:
        wrong("it is neither bn nor en.", "Write one of both.", "language")
    targets = list(_targets(values.get("offices"), catalogue, language or Language.BENGALI, problems, where))
    needed = {one.language for one, _ in targets} or {Language.BENGALI}
    subject = _text(values.get("subject"))
    questions = [_text(row) for row in values["questions"]] if isinstance(values.get("questions"), list) else []
    applicants = [_applicant(row) for row in values["applicants"]] if isinstance(values.get("applicants"), list) else []
    if not questions:
        wrong("there is none.", "Write at least one, in each language that is used.", "questions")
    if not applicants or None in applicants:
        wrong("each needs name, name_bn and address.", "A citizen applies in her own name.", "applicants")
    services = {service.id: service.names for service in catalogue.services.values()}
    for one in sorted(needed):
        if not subject.of(one).strip():
            wrong(f"it is missing in {one}.", "Write it.", f"subject.{one}")
        for doubt in doubts([question.of(one) for question in questions], services):
            field = f"questions[{doubt.question}].{one}" if doubt.question else "questions"
            found = f" ('{doubt.words}')" if doubt.words else ""
            wrong(f"{doubt.fault.value}{found}.", _REMEDIES.get(doubt.fault, _ASK), field)
    period = _period(values.get("period"), wrong)
    if problems:
        raise InputProblems(problems)
    asking = tuple(applicant for applicant in applicants if applicant is not None)
    shared = [Target(one.office, one.language, number % len(asking)) for number, (one, _) in enumerate(targets)]
    return Plan(subject, tuple(questions), period, asking, tuple(shared))


def _targets(
    rows: Any, catalogue: Catalogue, language: Language, problems: list[Problem], where: str
) -> Iterator[tuple[Target, str]]:
    """Each office once: by its id, or by its kind for all of the State."""
    seen: set[str] = set()
    if not isinstance(rows, list) or not rows:
        problems.append(Problem(where, "there is none.", "Name kinds such as dlsa, or ids of offices.", "offices"))
        return
    for row in rows:
        named = str(row.get("office", "") if isinstance(row, Mapping) else row)
        spoken = _language(row.get("language", language)) if isinstance(row, Mapping) else language
        found = _offices(named, catalogue)
        if not found or spoken is None:
            what = f"'{named[:60]}' is no office or kind of office, or its language is neither bn nor en."
            problems.append(Problem(where, what, "See 'dabi offices list --district NAME'.", "offices"))
            continue
        for office in found:
            if not office.rti and office.requests is None:
                what = f"{office.id} is no public authority, or its rules for requests are not known."
                problems.append(Problem(where, what, "Leave it out, or write its rules into offices.yaml.", "offices"))
            elif office.id not in seen:
                seen.add(office.id)
                yield Target(office, spoken, 0), named


def _offices(named: str, catalogue: Catalogue) -> Sequence[Office]:
    offices = catalogue.offices
    if named in offices.kinds:
        return offices.of_kind(named)
    try:
        return [offices.office(named)]
    except KeyError:
        return []


def _period(value: Any, wrong: Callable[[str, str, str], None]) -> tuple[date, date] | None:
    if value is None:
        return None
    start, end = (_day(value.get(name)) if isinstance(value, Mapping) else None for name in ("from", "to"))
    if start is not None and end is not None and start <= end:
        return start, end
    wrong("it needs from and to, the one before the other.", "Write dates as 2025-04-01.", "period")
    return None


def _day(value: Any) -> date | None:
    """A day as YAML reads it, or as it was kept."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None


def _language(value: Any) -> Language | None:
    return Language(value) if value in set(Language) else None


def _text(value: Any) -> Text:
    """A text in one language or in both; one that is not needed may be missing."""
    texts = value if isinstance(value, Mapping) else {}
    return Text(*(str(texts.get(key) or "").strip() for key in ("en", "bn")))


def _applicant(value: Any) -> Applicant | None:
    if not isinstance(value, Mapping):
        return None
    name, bengali, address = (str(value.get(key) or "").strip() for key in ("name", "name_bn", "address"))
    return Applicant(name, bengali, address) if (name or bengali) and address else None
