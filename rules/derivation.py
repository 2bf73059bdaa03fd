"""How a date came about: the dates of one clock, and the steps that a person can read, worded when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from rules import clock_words as say
from rules.rows import Basis, Verification
from rules.text import Text, bengali_digits, date_words, number_words, weekday_words

Value = date | int | Text | tuple[date, ...]


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    NO_LIMIT = "no-limit"


class Step(NamedTuple):
    """One sentence of a derivation: a pattern and the values in its braces."""

    pattern: Text
    values: tuple[tuple[str, Value], ...] = ()

    def words(self) -> Text:
        return self.pattern.filled(**{name: _value(value) for name, value in self.values})


class Derivation(NamedTuple):
    """One clock from one start.

    ``due``: the last day (of our own limits, the last safe day). ``ripe_on``: the first day on which we may act on
    silence, the office having had the benefit of a closed last day. ``outer``: the later date where the law has two.
    ``opens`` and ``closes``: the window of our own limits. ``due_at``: the last hour, where hours are counted.
    """

    rule: str
    name: Text
    start: date
    due: date | None
    ripe_on: date | None
    basis: Basis
    provision: Text
    state: ClockState
    verification: Verification
    firm: bool  # may be printed as due; else only as requested
    derived: tuple[Step, ...]
    start_at: datetime | None = None
    due_at: datetime | None = None
    outer: date | None = None
    opens: date | None = None
    closes: date | None = None
    warn_on: tuple[date, ...] = ()
    cautions: tuple[Step, ...] = ()

    @property
    def steps(self) -> Mapping[str, tuple[str, ...]]:
        """The derivation in words, by language."""
        said = [step.words() for step in (*self.derived, *self.cautions)]
        return {"en": tuple(text.en for text in said), "bn": tuple(text.bn for text in said)}

    @property
    def warnings(self) -> tuple[Text, ...]:
        """What to mind: what the dates could not take into account, and the days on which our own limit draws near."""
        return tuple(step.words() for step in (*self.cautions, *self._closing))

    @property
    def _closing(self) -> tuple[Step, ...]:
        closes = self.closes
        if closes is None:
            return ()
        return tuple(
            Step(say.CLOSES_SOON, (("on", day), ("closes", closes), ("left", (closes - day).days)))
            for day in self.warn_on
        )

    def overdue_days(self, today: date) -> int:
        """Days since the last day, from the day on which we may act; 0 before."""
        if self.due is None or self.ripe_on is None or today < self.ripe_on:
            return 0
        return (today - self.due).days

    def to_json(self) -> dict[str, Any]:
        """The shape that ``dabi clock --json`` prints."""
        return {
            "rule": self.rule,
            "from": (self.start_at or self.start).isoformat(),
            "due": _iso(self.due_at or self.due),
            "ripe_on": _iso(self.ripe_on),
            "basis": self.basis.value,
            "provision": self.provision.en,
            "state": self.state.value,
            "verification": self.verification.value,
            "outer": _iso(self.outer),
            "opens": _iso(self.opens),
            "closes": _iso(self.closes),
            "warn_on": [day.isoformat() for day in self.warn_on],
            "warnings": [text.en for text in self.warnings],
            "steps": {language: list(said) for language, said in self.steps.items()},
        }


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _value(value: Value) -> Text:
    match value:
        case Text():
            return value
        case datetime():
            day, hour = date_words(value.date()), f"{value:%H:%M}"
            return Text(f"{day.en}, {hour}", f"{day.bn}, {bengali_digits(hour)}")
        case date():
            day, name = date_words(value), weekday_words(value)
            return Text(f"{day.en} ({name.en})", f"{day.bn} ({name.bn})")
        case int():
            return number_words(value)
        case _:
            days = [date_words(day) for day in value]
            return Text(", ".join(day.en for day in days), ", ".join(day.bn for day in days))
