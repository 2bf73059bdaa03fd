"""Everything that one letter is made of, and the fields that several kinds of letter share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.derivation import Derivation
from rules.findings import Outcome
from rules.history import REFUSALS
from rules.letters import AGGREGATE, Language, LetterKind
from rules.office import Office
from rules.people import Claim, Identity
from rules.rows import Service
from rules.stated_limits import limit_passed
from rules.text import Text, bengali_digits
from templates.applicant import Applicant
from templates.paragraphs import Paragraphs
from templates.requests import Requests
from templates.wording import KIND_NAMES, date_in, letter_mark_in, mark_in, number_in, period_in, provision_in

_ANSWER_DAYS = 15  # within which a letter requests an answer (law.md 6, fallback)
_ANSWER_DAYS_OF = {"dm": 30, "bank-nodal": 30}  # a bank has thirty days before the Ombudsman takes a complaint


@dataclass(frozen=True, slots=True)
class Answered:
    """What an office answered: day and number of its letter, the sum or papers that it asks for, where it sent a letter
    on."""

    outcome: Outcome
    on: date
    memo_no: str = ""
    amount: str = ""
    sent_to: Office | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """An earlier letter that the new one recites. ``overdue`` is its clock, if its answer is overdue; ``proof``: what
    shows that it was handed in or sent."""

    reference: str
    kind: LetterKind
    office: Office
    written_on: date
    filed_on: date | None = None
    received_on: date | None = None
    diary_no: str = ""
    overdue: Derivation | None = None
    proof: Text | None = None
    refused_on: date | None = None  # the office would not take it
    told_no: bool = False  # by word of mouth
    answer: Answered | None = None  # the last one


class Phrases(ABC):
    """How a letter puts days, numbers, lists and earlier papers in its language."""

    __slots__ = ()

    @property
    @abstractmethod
    def language(self) -> Language: ...

    def of(self, text: Text) -> str:
        return text.of(self.language)

    def day(self, day: date | None) -> str:
        return "" if day is None else date_in(self.language, day)

    def number(self, text: str) -> str:
        """A number in the digits of the letter's language."""
        return text if self.language is Language.ENGLISH else bengali_digits(text)

    def listed(self, texts: Sequence[Text]) -> list[dict[str, str]]:
        """Records with numbers before them: enclosures, offices that get a copy."""
        return [{"mark": mark_in(self.language, number), "text": self.of(text)} for number, text in enumerate(texts, 1)]

    def lettered(self, texts: Sequence[Text]) -> list[dict[str, str]]:
        """Records with letters before them: grounds."""
        return [
            {"mark": letter_mark_in(self.language, number), "text": self.of(text)}
            for number, text in enumerate(texts, 1)
        ]

    def dates(self, letter: Cited) -> dict[str, str]:
        """When a letter was written and reached its office, with both numbers."""
        return {
            "date": self.day(letter.written_on),
            "reference": letter.reference,
            "received": self.day(letter.received_on),
            "filed": "" if letter.received_on else self.day(letter.filed_on),
            "diary": letter.diary_no,
        }

    def dated(self, answer: Answered | None) -> dict[str, str]:
        """An answer, order or grant by its day and number; both empty where there is none."""
        return {"date": self.day(answer.on), "memo": answer.memo_no} if answer is not None else {"date": "", "memo": ""}


@dataclass(frozen=True, slots=True)
class LetterCase(Phrases):
    """One letter to be written, with the claim behind it and what went before."""

    kind: LetterKind
    where: str
    claim: Claim
    identity: Identity
    office: Office
    service: Service
    today: date
    cited: Sequence[Cited]
    clock: Derivation | None
    limit: Derivation | None
    grounds: Sequence[Text]
    grant: Answered | None
    variant: str
    applicant: Applicant | None
    copy_to: Sequence[Office]
    words: Paragraphs
    requests: Requests
    needs_lawyer: bool

    @property
    def language(self) -> Language:
        return self.claim.language

    @property
    def aggregate(self) -> bool:
        return self.variant == AGGREGATE

    @property
    def last(self) -> Cited:
        """The latest letter that this one recites: the one that it carries, pays for or reminds of."""
        return self.cited[-1]

    @property
    def answer(self) -> Answered | None:
        """The last answer to that letter."""
        return self.cited[-1].answer if self.cited else None

    @property
    def refusal(self) -> Answered | None:
        """The latest refusal of any letter that it recites."""
        found = [one.answer for one in self.cited if one.answer is not None and one.answer.outcome in REFUSALS]
        return max(found, key=lambda answer: answer.on, default=None)

    @property
    def refusal_there(self) -> Answered | None:
        """The refusal by the office that is gone over; None where it only kept silent."""
        at_last = [one.answer for one in self.cited if one.office.id == self.last.office.id and one.answer is not None]
        return next((answer for answer in reversed(at_last) if answer.outcome in REFUSALS), None)

    @property
    def request(self) -> Cited | None:
        """The request for information that an appeal or complaint is about."""
        return next((letter for letter in reversed(self.cited) if letter.kind is LetterKind.RTI_REQUEST), None)

    @property
    def overdue(self) -> Derivation | None:
        """The limit that has passed."""
        return limit_passed([letter.overdue for letter in self.cited], self.clock)

    @property
    def answer_within(self) -> str:
        return period_in(self.language, _ANSWER_DAYS_OF.get(self.office.kind, _ANSWER_DAYS))

    def days_since(self, day: date | None) -> str:
        """How many days have passed, in figures."""
        return number_in(self.language, 0 if day is None else max(0, (self.today - day).days))

    def cites(self) -> list[dict[str, str]]:
        return [
            {
                "mark": mark_in(self.language, number),
                "kind": self.of(KIND_NAMES[letter.kind]),
                "office": self.of(letter.office.name),
                **self.dates(letter),
                "proof": "" if letter.proof is None else self.of(letter.proof),
            }
            for number, letter in enumerate(self.cited, start=1)
        ]

    def letter(self, *fields: str) -> dict[str, str]:
        """Those fields of the letter that this one speaks of."""
        known = {"kind": self.of(KIND_NAMES[self.last.kind]), **self.dates(self.last)}
        return {field: known[field] for field in fields}

    def passed(self, *fields: str) -> dict[str, object]:
        """Those fields of the limit that has passed: whether by law, which, its last day, how long ago."""
        overdue = self.overdue
        due = None if overdue is None else overdue.due
        days = 0 if due is None else max(0, (self.today - due).days)
        over = period_in(self.language, days) if self.language is Language.ENGLISH else number_in(self.language, days)
        known: dict[str, object] = {
            "by_law": overdue is not None and overdue.firm,
            "provision": "" if overdue is None else provision_in(self.language, overdue.provision),
            "due": self.day(due),
            "days_over": over if days else "",
        }
        return {field: known[field] for field in fields}

    def service_inside(self) -> str:
        """The service's name within a sentence: in English "ration card", but "FIR"."""
        name = self.of(self.service.name)
        if self.language is Language.ENGLISH and name[1:2].islower():
            return name[0].lower() + name[1:]
        return name


def officer(office: Office) -> Text:
    """Post and place: "Block Development Officer, Basanti", not the office's name with the post in it again."""
    return Text(_post(office.designation.en, office.name.en), _post(office.designation.bn, office.name.bn))


def _post(designation: str, name: str) -> str:
    place = name.rpartition(", ")[2]
    return f"{designation}, {place if designation in name and place != name else name}"
