"""What became of each letter and of the claim itself, read from events in whatever order they arrived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rules.events import Answer, Event, EventKind, Fact, FiledBy
from rules.findings import Outcome
from rules.letters import Letter, LetterKind

# Events that say by themselves what a reply with that outcome says.
_OUTCOMES = {
    EventKind.GRANTED: Outcome.GRANTED,
    EventKind.REFUSED: Outcome.REFUSED,
    EventKind.TRANSFERRED: Outcome.TRANSFERRED,
    EventKind.FEE_DEMANDED: Outcome.FEE_DEMANDED,
    EventKind.HEARING_FIXED: Outcome.HEARING_FIXED,
}
_SAME = {Outcome.NOT_HELD: Outcome.REFUSED}
REFUSALS = frozenset({Outcome.REFUSED, Outcome.NOT_HELD})
BY_POST = frozenset({FiledBy.SPEED_POST, FiledBy.SPEED_POST_REGISTERED})


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of an office: its outcome, its date (of the letter, else of its record), and the event's position."""

    outcome: Outcome
    on: date
    seq: int
    hearing_on: date | None = None


@dataclass(frozen=True, slots=True)
class LetterHistory:
    """What happened to one letter. ``trigger`` is the position of the event that put it on record."""

    letter: Letter
    trigger: int
    filed_on: date | None
    filed_by: FiledBy | None
    received_on: date | None
    not_taken_on: date | None  # the office would not take it, and it was not filed again since
    replies: tuple[Reply, ...]  # in order of their dates
    fee_paid: date | None

    @property
    def is_filed(self) -> bool:
        return self.filed_on is not None or self.received_on is not None

    @property
    def refiled(self) -> bool:
        """Whether it was handed in once more after the office had asked for documents."""
        wanted = self.last(Outcome.DOCUMENTS_WANTED)
        return wanted is not None and self.filed_on is not None and self.filed_on > wanted.on

    def last(self, *outcomes: Outcome) -> Reply | None:
        """The latest reply with one of these outcomes."""
        return next((reply for reply in reversed(self.replies) if reply.outcome in outcomes), None)


@dataclass(frozen=True)
class ClaimHistory:
    """What happened to one claim up to a day."""

    events: tuple[Event, ...]  # those that count, in order of date and position
    letters: tuple[LetterHistory, ...]  # in order of writing

    def last(self, *kinds: EventKind) -> Event | None:
        """The latest event of these kinds."""
        return next((event for event in reversed(self.events) if event.kind in kinds), None)

    def of_kind(self, *kinds: LetterKind) -> tuple[LetterHistory, ...]:
        return tuple(history for history in self.letters if history.letter.kind in kinds)

    def replies(self) -> tuple[Reply, ...]:
        """Every answer on the claim, also those given without a letter of ours, in order of their dates."""
        return self._all_replies

    @cached_property
    def _all_replies(self) -> tuple[Reply, ...]:
        found = [reply for history in self.letters for reply in history.replies]
        found += _replies([event for event in self.events if event.letter is None])
        return tuple(sorted(found, key=lambda reply: (reply.on, reply.seq)))


def effective(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that count, ordered by date and position.

    A corrected event counts no more; a correction that was itself corrected does not correct. With a reply falls the
    event that only repeats its outcome (same letter, same day).
    """
    by_seq = {event.seq: event for event in events}
    if not [event for event in by_seq.values() if event.kind is EventKind.CORRECTED]:
        return tuple(sorted(by_seq.values(), key=_when))
    corrected_by: dict[int, list[int]] = defaultdict(list)
    for event in by_seq.values():
        target = event.facts.get("corrects")
        if event.kind is EventKind.CORRECTED and isinstance(target, int):
            corrected_by[target].append(event.seq)

    def void(seq: int, seen: frozenset[int] = frozenset()) -> bool:
        return any(by not in seen and not void(by, seen | {seq}) for by in corrected_by[seq])

    voided = {seq for seq in by_seq if void(seq)}
    fallen = {_repeats(by_seq[seq]) for seq in voided if by_seq[seq].kind is EventKind.REPLY_RECORDED}
    kept = [
        event
        for event in by_seq.values()
        if event.seq not in voided
        and event.kind is not EventKind.CORRECTED
        and (event.kind not in _OUTCOMES or (event.letter, event.on, _OUTCOMES[event.kind]) not in fallen)
    ]
    return tuple(sorted(kept, key=_when))


def _when(event: Event) -> tuple[date, int]:
    return event.on, event.seq


def read(letters: Sequence[Letter], events: Iterable[Event], today: date) -> ClaimHistory:
    """The history of one claim up to and including ``today``, the same for any order of arrival.

    A letter whose printing was corrected away is no letter of the claim any more.
    """
    everything = list(events)
    kept = tuple([event for event in effective(everything) if event.on <= today])
    known = {event.letter for event in everything if event.kind in _ON_RECORD}
    alive: set[str] = set()
    of_letter: dict[str, list[Event]] = defaultdict(list)
    for event in kept:
        if event.letter is not None:
            of_letter[event.letter].append(event)
            if event.kind in _ON_RECORD:
                alive.add(event.letter)
    histories = [
        _letter_history(letter, of_letter[letter.reference])
        for letter in letters
        if letter.written_on <= today and (letter.reference in alive or letter.reference not in known)
    ]
    histories.sort(key=lambda history: (history.letter.written_on, history.trigger, history.letter.reference))
    return ClaimHistory(kept, tuple(histories))


_FILED_BY: dict[Fact, FiledBy] = {by.value: by for by in FiledBy}
_ON_RECORD = (EventKind.LETTER_PRINTED, EventKind.LETTER_ADOPTED)


def _letter_history(letter: Letter, events: Sequence[Event]) -> LetterHistory:
    by_kind: dict[EventKind, list[Event]] = defaultdict(list)
    for event in events:
        by_kind[event.kind].append(event)
    on_record = [event.seq for kind in _ON_RECORD for event in by_kind[kind]] or [event.seq for event in events] or [0]
    filed = by_kind[EventKind.LETTER_FILED]
    received = [_date(event, "received_on") for event in by_kind[EventKind.RECEIPT_RECORDED]]
    paid = [_date(event, "paid_on") for event in by_kind[EventKind.FEE_PAID]]
    refused_on = max((event.on for event in by_kind[EventKind.RECEIPT_REFUSED]), default=None)
    again = refused_on is not None and any(event.on > refused_on for event in filed)
    return LetterHistory(
        letter,
        min(on_record),
        filed_on=filed[-1].on if filed else None,
        filed_by=_FILED_BY.get(filed[-1].facts.get("by")) if filed else None,
        received_on=max(received, default=None),
        not_taken_on=None if received or again else refused_on,
        replies=_replies(events),
        fee_paid=max(paid, default=None),
    )


def _replies(events: Sequence[Event]) -> tuple[Reply, ...]:
    """The answers among events of one letter; an event that repeats a reply's outcome is not a second answer."""
    hearings = {event.on: _maybe_date(event, "hearing_on") for event in events if event.kind is EventKind.HEARING_FIXED}
    found, said = [], set()
    for event in events:
        if event.kind is EventKind.REPLY_RECORDED:
            outcome = Outcome(str(event.facts.get("outcome", Outcome.UNKNOWN)))
            on = _date(event, "letter_date")
            found.append(Reply(outcome, on, event.seq, hearings.get(event.on)))
            said.add(_repeats(event))
    for event in events:
        bare = _OUTCOMES.get(event.kind)
        if bare is not None and (event.letter, event.on, bare) not in said:
            on = _date(event, "sent_on") if bare is Outcome.FEE_DEMANDED else event.on
            found.append(Reply(bare, on, event.seq, _maybe_date(event, "hearing_on")))
    return tuple(sorted(found, key=lambda reply: (reply.on, reply.seq))) if found else ()


def _repeats(reply: Event) -> tuple[str | None, date, Outcome]:
    """What an event beside a reply would have to be to say the same once more."""
    outcome = Outcome(str(reply.facts.get("outcome", Outcome.UNKNOWN)))
    return reply.letter, reply.on, _SAME.get(outcome, outcome)


def threatened(history: ClaimHistory) -> Event | None:
    """The last threat at a visit, unless she has said how to go on since."""
    threats = [
        event
        for event in history.events
        if event.kind is EventKind.VISIT_RECORDED and event.facts.get("answer") == Answer.THREAT.value
    ]
    if not threats:
        return None
    threat, go = threats[-1], history.last(EventKind.GO_GIVEN)
    return None if go is not None and (go.on, go.seq) > (threat.on, threat.seq) else threat


def _date(event: Event, fact: str) -> date:
    return _maybe_date(event, fact) or event.on


def _maybe_date(event: Event, fact: str) -> date | None:
    value = event.facts.get(fact)
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
