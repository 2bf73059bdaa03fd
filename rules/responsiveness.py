"""How offices answer: in time, late or never, after how many days, what moved between two periods, and precedents.

Letters that are still open count too: the median waiting time is Kaplan and Meier's (J. Amer. Statist. Assoc. 53,
1958), so an office that answers only its easy letters does not look quick. Spoken answers are counted apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from rules.catalogue import Catalogue
from rules.events import Event, EventKind
from rules.findings import Outcome
from rules.history import REFUSALS, LetterHistory, Reply, read
from rules.ladder import Rung, avoids
from rules.letters import Letter, LetterKind
from rules.people import Claim
from rules.status import MAIN_KINDS
from rules.step_view import View
from rules.suppression import SMALL
from rules.text import MONTHS_BN, MONTHS_EN, Text, bengali_digits, nfc

_DECIDED = {Outcome.GRANTED, *REFUSALS}
_SUPPLIED = {Outcome.INFORMATION_SUPPLIED, Outcome.PARTLY_SUPPLIED}
_FOR_US = {Outcome.DOCUMENTS_WANTED, Outcome.FEE_DEMANDED}


class Result(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"
    NEVER = "never"  # its time is over without an answer
    OPEN = "open"  # its time still runs, or it waits for us


@dataclass(frozen=True, slots=True)
class Course:
    """What one letter met with at one office. ``with_us``: the day on which the office asked for papers or a fee, if
    those are not yet handed in: its silence after that day is not its own."""

    office: str
    block: str
    service: str
    start: date
    due: date | None
    answered_on: date | None
    with_us: date | None
    spoken: tuple[str, ...]  # what was answered at each visit

    def seen_on(self, day: date) -> Course:
        """The letter as it stood on an earlier day."""
        answered = self.answered_on if self.answered_on is not None and self.answered_on <= day else None
        return replace(
            self, answered_on=answered, with_us=self.with_us if self.with_us and self.with_us <= day else None
        )

    def result(self, today: date) -> Result:
        if self.answered_on is not None:
            return Result.LATE if self.due is not None and self.answered_on > self.due else Result.IN_TIME
        until = self.with_us or today
        return Result.NEVER if self.due is not None and self.due < until else Result.OPEN

    def waited(self, today: date) -> tuple[int, bool]:
        """Days from receipt to the answer and True, or the days without one so far and False."""
        end = self.answered_on or self.with_us or today
        return max(0, (end - self.start).days), self.answered_on is not None


@dataclass(frozen=True, slots=True)
class Responsiveness:
    """The letters of one office, block, service or quarter. ``median_days`` is None where half were never answered."""

    in_time: int
    late: int
    never: int
    open: int
    median_days: int | None
    spoken: Mapping[str, int]  # how often each answer was given at a visit: no letter was answered by it

    @property
    def visits(self) -> int:
        return sum(self.spoken.values())

    @property
    def letters(self) -> int:
        return self.in_time + self.late + self.never + self.open

    @property
    def share_in_time(self) -> float | None:
        """Of the letters whose time is over or that were answered, the share answered in time; None of none."""
        ended = self.in_time + self.late + self.never
        return self.in_time / ended if ended else None


@dataclass(frozen=True, slots=True)
class Moved:
    """One group in two periods; None where it had no letters."""

    label: str
    before: Responsiveness | None
    after: Responsiveness | None

    @property
    def share(self) -> float | None:
        """By how much the share answered in time rose."""
        first, then = (one.share_in_time if one else None for one in (self.before, self.after))
        return None if first is None or then is None else then - first

    @property
    def days(self) -> int | None:
        """By how many days the median grew; negative where the office became quicker."""
        first, then = (one.median_days if one else None for one in (self.before, self.after))
        return None if first is None or then is None else then - first


@dataclass(frozen=True, slots=True)
class Grant:
    """A granted claim. ``general_order``: the memo number, if the order speaks of no single person."""

    claimant: str
    service: str
    office: str
    on: date
    general_order: str = ""


@dataclass(frozen=True, slots=True)
class Precedent:
    """What a letter to another office may say: that this office granted the service in this quarter."""

    service: str
    office: str
    quarter: str
    memo_no: str = ""


def quarter(day: date) -> str:
    """2026-Q1 for January to March 2026."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def quarter_words(label: str) -> Text:
    """January-March 2026, জানুয়ারি-মার্চ ২০২৬."""
    year, number = label.split("-Q")
    first = 3 * (int(number) - 1)
    english = f"{MONTHS_EN[first]}-{MONTHS_EN[first + 2]} {year}"
    return Text(english, nfc(f"{MONTHS_BN[first]}-{MONTHS_BN[first + 2]} {bengali_digits(year)}"))


BY: Mapping[str, Callable[[Course], str]] = {
    "office": lambda course: course.office,
    "block": lambda course: course.block,
    "service": lambda course: course.service,
    "quarter": lambda course: quarter(course.start),
}


def courses(
    claim: Claim,
    ladder: Sequence[Rung],
    letters: Sequence[Letter],
    events: Iterable[Event],
    today: date,
    catalogue: Catalogue,
) -> tuple[Course, ...]:
    """What became of every application, escalation and RTI request of a claim that reached its office."""
    view = View(claim, tuple(ladder), read(letters, events, today), today, catalogue, ())
    found = []
    for history in view.history.among(MAIN_KINDS | {LetterKind.RTI_REQUEST}):
        clock = view.clock(history)
        if clock is None:
            continue
        rti = history.letter.kind is LetterKind.RTI_REQUEST
        replies = _replies(history, () if rti else view.reminders(history))
        answers = [reply.on for reply in replies if reply.outcome in (_DECIDED | _SUPPLIED if rti else _DECIDED)]
        asked = [reply.on for reply in replies if reply.outcome in _FOR_US and not _met(history, reply)]
        found.append(
            Course(
                history.letter.office,
                claim.block,
                claim.service,
                clock.start,
                clock.due,
                max(min(answers), clock.start) if answers else None,
                max(asked, default=None),
                _spoken(view, history),
            )
        )
    return tuple(found)


def _replies(history: LetterHistory, reminders: Sequence[LetterHistory]) -> list[Reply]:
    return [reply for one in (history, *reminders) for reply in one.replies]


def _met(history: LetterHistory, reply: Reply) -> bool:
    """Whether what the office asked for has been handed in or paid since."""
    if reply.outcome is Outcome.DOCUMENTS_WANTED:
        return history.refiled
    return history.fee_paid is not None and history.fee_paid >= reply.on


def _spoken(view: View, history: LetterHistory) -> tuple[str, ...]:
    visits = [event for event in view.history.of(EventKind.VISIT_RECORDED) if event.letter == history.letter.reference]
    return tuple(str(event.facts.get("answer", "")) for event in visits)


def responsiveness(found: Iterable[Course], by: str, today: date) -> dict[str, Responsiveness]:
    """The numbers of each group, in the order of their labels. ``by``: one of BY."""
    groups: dict[str, list[Course]] = defaultdict(list)
    for course in found:
        groups[BY[by](course)].append(course)
    return {label: _summed(groups[label], today) for label in sorted(groups)}


def _summed(group: Sequence[Course], today: date) -> Responsiveness:
    results = [course.result(today) for course in group]
    return Responsiveness(
        in_time=results.count(Result.IN_TIME),
        late=results.count(Result.LATE),
        never=results.count(Result.NEVER),
        open=results.count(Result.OPEN),
        median_days=median_days([course.waited(today) for course in group]),
        spoken=dict(sorted(Counter(answer for course in group for answer in course.spoken).items())),
    )


def median_days(waits: Iterable[tuple[int, bool]]) -> int | None:
    """Kaplan and Meier's median: the first day by which half would have been answered. None if that day is not reached.

    ``waits``: days, and whether they ended with an answer; a letter that is still open counts as waiting until then.
    """
    answered, ended = Counter[int](), Counter[int]()
    for days, with_answer in waits:
        ended[days] += 1
        answered[days] += with_answer
    waiting, surviving = ended.total(), 1.0
    for days in sorted(ended):
        surviving *= 1 - answered[days] / waiting
        if surviving <= 0.5 + 1e-12:
            return days
        waiting -= ended[days]
    return None


def moved(found: Iterable[Course], by: str, before: tuple[date, date], after: tuple[date, date]) -> tuple[Moved, ...]:
    """Each group's letters received in two periods (first and last day), each seen on its period's last day."""
    listed = list(found)
    first, then = (
        responsiveness([c.seen_on(last) for c in listed if start <= c.start <= last], by, last)
        for start, last in (before, after)
    )
    return tuple(Moved(label, first.get(label), then.get(label)) for label in sorted({*first, *then}))


def grants(claim: Claim, letters: Sequence[Letter], events: Iterable[Event], today: date) -> tuple[Grant, ...]:
    """The grants on a claim's own letters. A reply counts as a general order where its facts say so."""
    history = read(letters, events, today)
    by_seq = {event.seq: event for event in history.events}
    return tuple(
        Grant(claim.claimant, claim.service, one.letter.office, reply.on, _general_order(by_seq[reply.seq]))
        for one in history.letters
        if one.letter.kind in MAIN_KINDS | {LetterKind.REMINDER}
        for reply in one.replies
        if reply.outcome is Outcome.GRANTED
    )


def _general_order(event: Event) -> str:
    return event.beside.get("memo_no", "") if event.facts.get("general_order") is True else ""


def precedents(
    found: Iterable[Grant], service: str, catalogue: Catalogue, *, avoid: Collection[str] = ()
) -> tuple[Precedent, ...]:
    """The precedents for a service, latest quarter first, none of an office to ``avoid``.

    An office and a quarter are named only with the grants of at least five claimants, so that they point to nobody; a
    memo number only of a general order, which speaks of no person and needs no number.
    """
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    orders: set[Precedent] = set()
    for grant in found:
        if grant.service != service or _avoided(grant.office, avoid, catalogue):
            continue
        label = quarter(grant.on)
        told[grant.office, label].add(grant.claimant)
        if grant.general_order:
            orders.add(Precedent(service, grant.office, label, grant.general_order))
    crowds = {Precedent(service, office, label) for (office, label), who in told.items() if len(who) >= SMALL}
    ordered = sorted(orders | crowds, key=lambda one: (one.office, one.memo_no))
    return tuple(sorted(ordered, key=lambda one: one.quarter, reverse=True))


def _avoided(office_id: str, avoid: Collection[str], catalogue: Catalogue) -> bool:
    """Whether an office must not appear; a panchayat's id holds its name in one script, so any wish spares them all."""
    office = catalogue.offices.office(office_id)
    return bool(avoid) and (catalogue.offices.kind(office.kind).on_demand or avoids(office, avoid, catalogue))
