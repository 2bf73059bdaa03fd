"""The shape of the catalogue's rows of law; pydantic refuses what does not fit, and each row names its source."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

import regex
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from rules.events import NumberKind
from rules.findings import Outcome
from rules.letters import LetterKind
from rules.text import Text

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
Days = Annotated[int, Field(ge=0, le=3660)]


def _text(value: object) -> object:
    """``{en: …, bn: …}`` as YAML has it becomes a Text; anything else is left for pydantic to refuse."""
    if isinstance(value, dict) and set(value) == {"en", "bn"} and all(isinstance(v, str) for v in value.values()):
        return Text(value["en"].strip(), value["bn"].strip())
    return value


def _compiles(pattern: str) -> str:
    try:
        regex.compile(pattern)
    except regex.error as error:
        raise ValueError(f"the pattern does not compile: {error}") from None
    return pattern


_IN_BENGALI = regex.compile(r"\p{Bengali}|\{\w+\}")  # or a place in braces alone, which a name of its own fills


def _both(text: Text) -> Text:
    if not text.en or not text.bn:
        raise ValueError("it is wanted in English and in Bengali, and one of the two is empty")
    if not _IN_BENGALI.search(text.bn):
        raise ValueError("bn is not written in Bengali")
    return text


Both = Annotated[Text, BeforeValidator(_text), AfterValidator(_both)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Pattern = Annotated[str, AfterValidator(_compiles)]


class Basis(StrEnum):
    """What a limit rests on; a convention is our own request and is never printed as due."""

    STATUTE = "statute"
    NOTIFIED = "notified"
    GUIDELINE = "guideline"
    CONVENTION = "convention"


class Verification(StrEnum):
    SOURCED = "sourced"  # read at the source
    SECONDARY = "secondary"  # a secondary or private site only
    GENERAL_KNOWLEDGE = "general-knowledge"  # no source found yet
    DERIVED = "derived"  # computed from sourced facts


class Count(StrEnum):
    """How a limit is counted."""

    DAYS = "days"  # calendar days, first day excluded
    MONTHS = "months"  # calendar months, to the same day of the month
    HOURS = "hours"
    RTPS_DAYS = "rtps-days"  # public holidays (Sundays, List I) are not counted
    WORKING_DAYS = "working-days"  # days on which the office is closed are not counted


class Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, arbitrary_types_allowed=True)


class SourcedRow(Row):
    """A row of law or fact: where it comes from, how far that was checked, and who signed it off."""

    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2)]
    verification: Verification
    verified_by: str | None = None
    verified_on: date | None = None

    @model_validator(mode="after")
    def _signed_whole(self) -> Self:
        if (self.verified_by is None) != (self.verified_on is None):
            raise ValueError("a row is signed off with verified_by and verified_on, both or neither")
        return self


class EarlierLaw(SourcedRow):
    """What a rule rested on before another law took its place. ``by`` says which day decides: that of the offence where
    the old law still governs what happened under it, else the day on which the clock starts."""

    before: date
    by: Literal["start", "offence"] = "start"
    provision: Both


class OwnLimit(Row):
    """Our own limit for going to a rung: from the last day of the office below, its receipt, or its order alone. An
    order that was received decides where the clock counts from one."""

    clock: str
    start: Literal["due", "receipt", "order"]


class RungRow(Row):
    kind: Identifier
    town: Identifier | None = None  # the kind that stands here in a municipality, where another does
    rationed: Identifier | None = None  # the same in the statutory rationing area
    named: bool = False  # only where the claim names the office
    clock: str | None = None  # else the convention for a next level
    note: Both | None = None
    letter: LetterKind = LetterKind.ESCALATION  # what goes to it
    on_order: LetterKind | None = None  # what goes to it against an order of the office below, where that is another
    limit: OwnLimit | None = None


class Way(StrEnum):
    """How a service is claimed."""

    LETTER = "letter"  # a plain letter
    FORM = "form"  # the office's own form
    PORTAL = "portal"
    CAMP = "camp"


class FormRow(SourcedRow):
    """An office's own form: which, and what it asks."""

    name: Both
    asks: tuple[Both, ...] = Field(min_length=1)


class Service(SourcedRow):
    """One thing that may be claimed."""

    id: Identifier
    name: Both
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successor: Identifier | None = None
    days: Annotated[int, Field(ge=1, le=366)]
    count: Count = Count.DAYS
    basis: Basis
    provision: Both
    earlier: EarlierLaw | None = None
    warning: Both | None = None
    rural: bool = False  # for those who live under a panchayat
    ladder: tuple[RungRow, ...] = Field(min_length=1)
    documents: tuple[Both, ...]
    delivered: Both
    how: Both
    ways: tuple[Way, ...] = (Way.LETTER,)
    form: FormRow | None = None
    receipts: tuple[NumberKind, ...] = (NumberKind.DIARY,)
    award: bool = False  # granted as an order for money: unpaid it has a clock and a way of its own
    lawyer_first: bool = False  # a child at the time, or not known: a lawyer sees it before anything goes out

    @model_validator(mode="after")
    def _form_is_told(self) -> Self:
        if (self.form is not None) != (Way.FORM in self.ways):
            raise ValueError("a form among the ways is told with its name and what it asks, and no other")
        return self

    @property
    def clock(self) -> str:
        """The id of the clock that the first office runs under."""
        return f"service.{self.id}"

    @property
    def names(self) -> tuple[str, ...]:
        """Everything by which a claims table may call it."""
        return (self.id, self.name.en, self.name.bn, *self.aliases)

    def in_force(self, today: date) -> bool:
        return (self.valid_from is None or self.valid_from <= today) and (
            self.valid_to is None or today <= self.valid_to
        )


class LimitRow(Row):
    """A second limit beside the first: an outer date, or one that conflicts with it."""

    amount: Days
    count: Count = Count.DAYS
    start: Literal["start", "filed"] = "start"
    needs_start: bool = False  # only where the day of filing is known
    words: Both


class ClockRule(SourcedRow):
    """One legal or customary time limit. No ``amount``: the provision sets no limit that can be counted."""

    id: Identifier
    name: Both
    starts: Both  # what day 0 is
    provision: Both
    says: Both | None = None  # what the provision gives besides a limit
    earlier: EarlierLaw | None = None
    basis: Basis
    amount: Days | None = None
    count: Count = Count.DAYS
    own: bool = False  # our own limit: strict, with opening and closing dates
    opens: Days | None = None  # own limits on silence: days until we may act; the office's closed last day moves it
    opens_from: Literal["start", "filed"] = "start"
    decided_amount: Days | None = None  # counted from the decision instead, where one was received
    outer: LimitRow | None = None
    also: tuple[LimitRow, ...] = ()  # shown in the steps only
    ripe_after: Literal["due", "outer", "start"] = "due"
    apio_days: Days = 0
    third_party: Days | None = None
    life_hours: Days | None = None
    pauses: Literal["never", "if-fee", "from-start"] = "never"  # stopped by a further-fee intimation until payment
    warning: Both | None = None

    @model_validator(mode="after")
    def _parts_fit(self) -> ClockRule:
        if not self.own and (self.opens is not None or self.decided_amount is not None):
            raise ValueError("only an own limit opens on a date or counts from a decision")
        if self.amount is None and (self.own or self.outer is not None):
            raise ValueError("a row without amount has no outer limit and is no limit of our own")
        return self

    def as_of(self, start: date, offence: date | None) -> ClockRule:
        """The rule under the law of its time: that before a change, where the day that decides lies before it."""
        law = self.earlier
        if law is None:
            return self
        day = offence if law.by == "offence" else start
        if day is None or day >= law.before:
            return self
        signed = {"verified_by": law.verified_by, "verified_on": law.verified_on, "warning": None, "earlier": None}
        told = {"provision": law.provision, "source": law.source, "verification": law.verification}
        return self.model_copy(update=told | signed)

    @property
    def firm(self) -> bool:
        """Whether a letter may say that something was due under it: not a convention, and read somewhere or signed."""
        known = self.verification is not Verification.GENERAL_KNOWLEDGE or self.verified_by is not None
        return known and self.basis is not Basis.CONVENTION


class RetentionRow(SourcedRow):
    """How long one kind of thing is kept, and from when."""

    id: Identifier
    days: Days
    since: Both
    basis: Basis
    provision: Both


class GroundRow(SourcedRow):
    """A ground of an appeal or complaint, as a letter says it."""

    id: Identifier
    words: Both
    provision: Both
    basis: Basis

    @property
    def firm(self) -> bool:
        """Whether a letter may cite the provision as law."""
        known = self.verification is not Verification.GENERAL_KNOWLEDGE or self.verified_by is not None
        return known and self.basis in (Basis.STATUTE, Basis.NOTIFIED)


class HolidayRow(SourcedRow):
    on: date
    list: Literal["I", "II", "III"]
    en: Said
    bn: Said
    notification: Said
    saturday: bool = False  # (**) in the list: for offices where Saturday is not a full holiday
    held: bool = True  # else doubtful, or no holiday any more by a later list: told, and closing nothing


class SourceRow(Row):
    """A page that rows name by its tag."""

    id: str = Field(pattern=r"^S\d+[a-c]?$")
    at: str = Field(min_length=5)


class Cue(Row):
    """Wording that shows what a paper says; see the head of cues.yaml."""

    outcome: Outcome | Literal["receipt", "appeal_line", "open"]
    language: Literal["en", "bn"]
    pattern: Pattern
    example: str
    weight: Annotated[int, Field(ge=1, le=3)]
    negators: tuple[Pattern, ...] = ()
    source: str = "law.md 1.7"
    verification: Verification = Verification.GENERAL_KNOWLEDGE


class Column(Row):
    """One column of the claims import: its headings in both languages, and the words its cells may hold."""

    name: Identifier
    bn: str
    bn_also: tuple[str, ...] = ()
    en_also: tuple[str, ...] = ()
    required: bool = False
    values: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.name, self.bn, *self.bn_also, *self.en_also)
