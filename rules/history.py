"""What became of each letter and of the claim itself, read from events in whatever order they arrived."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from rules.events import Answer, Event, EventKind, Fact, FiledBy
from rules.findings import Outcome
from rules.letters import CARRIERS, Letter, LetterKind

# Events that say by themselves what a reply with that outcome says.
_OUTCOMES = {
    EventKind.GRANTED: Outcome.GRANTED,
    EventKind.REFUSED: Outcome.REFUSED,
    EventKind.TRANSFERRED: Outcome.TRANSFERRED,
    EventKind.FEE_DEMANDED: Outcome.FEE_DEMANDED,
    EventKind.HEARING_FIXED: Outcome.HEARING_FIXED,
}
_SAME = {Outcome.NOT_HELD: Outcome.REFUSED}
_WHEN = attrgetter("on", "seq")  # the order of events, and of replies
REFUSALS = frozenset({Outcome.REFUSED, Outcome.NOT_HELD})
BY_POST = frozenset({FiledBy.SPEED_POST, FiledBy.SPEED_POST_REGISTERED})
POST_DAYS = timedelta(days=5)  # a letter posted and not traced is taken to have arrived (law.md 1.1, convention)
# What an office answers: said of a letter that carries another, it is said of the other.
_ANSWERS = frozenset({EventKind.REPLY_RECORDED, EventKind.REPLY_CHECKED, EventKind.FEE_PAID, *_OUTCOMES})
_HOLDING = frozenset({EventKind.VISIT_RECORDED, EventKind.HELD})
_TAKEN = (EventKind.LETTER_FILED, EventKind.RECEIPT_RECORDED)
_HANDS_IN = (LetterKind.POSTED_LETTER, LetterKind.COMPLIANCE)  # with these the letter that they carry is handed in anew


class Reply(NamedTuple):
    """One answer of an office: its outcome, its date (of the letter, else of its record), and the event's position.

    ``sent_to``: the office to which the matter was sent on. ``lacks``: what it lacks of rules.grounds' checklist, None
    while nobody has looked; ``section``: the clause under which information was refused, such as "8(1)(j)".
    ``seems``: what a machine that read it did not see of the checklist, to be looked for; None where none read it.
    """

    outcome: Outcome
    on: date
    seq: int
    hearing_on: date | None = None
    sent_to: str | None = None
    lacks: tuple[str, ...] | None = None
    section: str = ""
    seems: tuple[str, ...] | None = None


class LetterHistory(NamedTuple):
    """What happened to one letter. ``trigger`` is the position of the event that put it on record, ``taken`` that of
    the first by which it was known to be with its office; 0 where it is not. ``seat``: the office that has the matter
    now, the letter's own or the one to which it was sent on."""

    letter: Letter
    trigger: int
    taken: int
    filed: Event | None
    received_on: date | None
    not_taken: Event | None  # the office would not take it, and it was not filed again since
    replies: tuple[Reply, ...]  # in order of their dates
    fee_paid: date | None
    seat: str

    @property
    def filed_on(self) -> date | None:
        return self.filed.on if self.filed is not None else None

    @property
    def filed_by(self) -> FiledBy | None:
        return _FILED_BY.get(self.filed.facts.get("by")) if self.filed is not None else None

    @property
    def is_filed(self) -> bool:
        return self.filed is not None or self.received_on is not None

    @property
    def refiled(self) -> bool:
        """Whether it was handed in once more after the office had asked for documents."""
        wanted = self.last(Outcome.DOCUMENTS_WANTED)
        return wanted is not None and self.filed is not None and _WHEN(self.filed) > _WHEN(wanted)

    def last(self, *outcomes: Outcome) -> Reply | None:
        """The latest reply with one of these outcomes."""
        for reply in reversed(self.replies):
            if reply.outcome in outcomes:
                return reply
        return None


class ClaimHistory(NamedTuple):
    """What happened to one claim up to a day."""

    events: tuple[Event, ...]  # those that count, in order of date and position
    letters: tuple[LetterHistory, ...]  # in order of writing
    told: Mapping[EventKind, Sequence[Event]]  # the events by their kind
    replies: tuple[Reply, ...]  # every answer, also those given without a letter of ours, in order of their dates
    spoilt: Mapping[tuple[Fact, Fact], int]  # by kind and trigger: printings taken back

    def last(self, *kinds: EventKind) -> Event | None:
        """The latest event of these kinds."""
        found = [self.told[kind][-1] for kind in kinds if kind in self.told]
        return max(found, key=_WHEN) if found else None

    def of(self, kind: EventKind) -> Sequence[Event]:
        """The events of a kind, in order."""
        return self.told.get(kind, ())

    def of_kind(self, kind: LetterKind) -> list[LetterHistory]:
        """The letters of a kind, in order of writing."""
        return [history for history in self.letters if history.letter.kind is kind]

    def among(self, kinds: Collection[LetterKind]) -> list[LetterHistory]:
        """The letters of some kinds, in order of writing."""
        return [history for history in self.letters if history.letter.kind in kinds]


def effective(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that count, ordered by date and position.

    A corrected event counts no more; a correction that was itself corrected does not correct. With a reply falls the
    event that only repeats its outcome (same letter, same day).
    """
    by_seq = {event.seq: event for event in events}
    if EventKind.CORRECTED not in {event.kind for event in by_seq.values()}:
        return tuple(sorted(by_seq.values(), key=_WHEN))
    corrected_by: dict[int, list[int]] = defaultdict(list)
    for event in by_seq.values():
        target = event.facts.get("corrects")
        if event.kind is EventKind.CORRECTED and isinstance(target, int):
            corrected_by[target].append(event.seq)

    def void(seq: int, seen: frozenset[int] = frozenset()) -> bool:
        return any(by not in seen and not void(by, seen | {seq}) for by in corrected_by[seq])

    voided = {seq for seq in by_seq if void(seq)}
    replies = [by_seq[seq] for seq in voided if by_seq[seq].kind is EventKind.REPLY_RECORDED]
    fallen = {_repeats(reply, _outcome(reply)) for reply in replies}
    kept = [
        event
        for event in by_seq.values()
        if event.seq not in voided
        and event.kind is not EventKind.CORRECTED
        and (event.kind not in _OUTCOMES or (event.letter, event.on, _OUTCOMES[event.kind]) not in fallen)
    ]
    return tuple(sorted(kept, key=_WHEN))


def read(letters: Sequence[Letter], events: Iterable[Event], today: date) -> ClaimHistory:
    """The history of one claim up to and including ``today``, the same for any order of arrival.

    A letter whose printing was corrected away is no letter of the claim any more. What an office does with a letter
    that carries another (posts it, forwards a fee or papers) happens to the one that it carries.
    """
    everything = list(events)
    counting = effective(everything)
    kept = counting[: bisect_right(counting, today, key=attrgetter("on"))]
    gone = _on_record(everything) - _on_record(kept) if len(kept) < len(everything) else frozenset()
    carries = {letter.reference: letter for letter in letters if letter.kind in CARRIERS and letter.cites}
    told: dict[EventKind, list[Event]] = defaultdict(list)
    of_letter: dict[str | None, list[Event]] = defaultdict(list)
    payments: dict[str, list[Event]] = defaultdict(list)
    for event in kept:
        told[event.kind].append(event)
        if event.letter not in carries:
            of_letter[event.letter].append(event)
            continue
        carrier = carries[event.letter]
        if carrier.kind is LetterKind.FEE_FORWARDING and event.kind in _TAKEN:
            payments[carrier.cites[0]].append(event)
        for reference in _told_of(event, carries):
            of_letter[reference].append(event)
    histories = [
        _letter_history(letter, of_letter[letter.reference], payments[letter.reference])
        for letter in letters
        if letter.written_on <= today and letter.reference not in gone
    ]
    if len(histories) > 1:
        histories.sort(key=lambda history: (history.letter.written_on, history.trigger, history.letter.reference))
    spoilt = _spoilt(everything, counting) if len(counting) < len(everything) else {}
    replies: list[Reply] = []
    if not _ANSWERS.isdisjoint(told):
        replies = [reply for history in histories for reply in history.replies]
        replies += _replies(of_letter[None])
        replies.sort(key=_WHEN)
    return ClaimHistory(kept, tuple(histories), told, tuple(replies), spoilt)


def _on_record(events: Iterable[Event]) -> set[str | None]:
    """The letters that were printed or adopted."""
    return {event.letter for event in events if event.kind in _ON_RECORD}


def _spoilt(everything: Sequence[Event], counting: Sequence[Event]) -> Mapping[tuple[Fact, Fact], int]:
    """How often each step was printed and taken back: written anew, it is another letter with another reference."""
    stands = {event.seq for event in counting}
    printed = [event for event in everything if event.kind is EventKind.LETTER_PRINTED and event.seq not in stands]
    return Counter((event.facts.get("kind"), event.facts.get("trigger")) for event in printed)


def _told_of(event: Event, carries: Mapping[str, Letter]) -> list[str]:
    """The letters that an event of a carrying letter speaks of: itself, what it carries, or both."""
    reference = str(event.letter)
    told = [reference]
    while reference in carries:
        carrier = carries[reference]
        if event.kind in _ANSWERS:
            told.clear()
        elif event.kind not in _TAKEN or carrier.kind not in _HANDS_IN:
            break
        reference = carrier.cites[0]
        if reference in told:
            break
        told.append(reference)
    return told


_FILED_BY: dict[Fact, FiledBy] = {by.value: by for by in FiledBy}
_ON_RECORD = (EventKind.LETTER_PRINTED, EventKind.LETTER_ADOPTED)


def _letter_history(letter: Letter, events: Sequence[Event], payments: Sequence[Event]) -> LetterHistory:
    filed = refused = received = None
    trigger = taken = 0
    answers: list[Event] = []
    for event in events:  # in order, so that a letter handed in after a refusal is one that is taken
        kind = event.kind
        if kind in _ON_RECORD:
            trigger = min(trigger or event.seq, event.seq)
        elif kind is EventKind.LETTER_FILED:
            filed, refused = event, None
            taken = min(taken or event.seq, event.seq)
        elif kind is EventKind.RECEIPT_RECORDED:
            day = _date(event, "received_on")
            received = day if received is None else max(received, day)
            taken = min(taken or event.seq, event.seq)
        elif kind is EventKind.RECEIPT_REFUSED:
            refused = event
        elif kind in _ANSWERS:
            answers.append(event)
    replies = _replies(answers) if answers else ()
    moves = [reply.sent_to for reply in replies if reply.outcome is Outcome.TRANSFERRED]
    return LetterHistory(
        letter,
        trigger or min((event.seq for event in events), default=0),
        taken,
        filed,
        received,
        not_taken=None if received else refused,
        replies=replies,
        fee_paid=_fee_paid(answers, payments) if answers or payments else None,
        seat=(moves[-1] if moves else None) or letter.office,
    )


def _fee_paid(told: Sequence[Event], forwarded: Sequence[Event]) -> date | None:
    """The day of payment: as told, else of the letter that forwarded it: its receipt, or when it must have arrived."""
    days = [_date(event, "paid_on") for event in told if event.kind is EventKind.FEE_PAID]
    received = [_date(event, "received_on") for event in forwarded if event.kind is EventKind.RECEIPT_RECORDED]
    days += received or [
        event.on + POST_DAYS if _FILED_BY.get(event.facts.get("by")) in BY_POST else event.on for event in forwarded
    ]
    return max(days, default=None)


def _replies(events: Sequence[Event]) -> tuple[Reply, ...]:
    """The answers among events of one letter; an event that repeats a reply's outcome is not a second answer."""
    hearings = {event.on: _maybe_date(event, "hearing_on") for event in events if event.kind is EventKind.HEARING_FIXED}
    sent_to = {event.on: office for event in events if _moves(event) and (office := event.facts.get("office"))}
    checks = {event.facts.get("reply"): event for event in events if event.kind is EventKind.REPLY_CHECKED}
    found, said = [], set()
    for event in events:
        if event.kind is EventKind.REPLY_RECORDED:
            outcome = _outcome(event)
            on = _date(event, "letter_date")
            office = sent_to.get(event.on) if outcome is Outcome.TRANSFERRED else None
            lacks, section = _looked_at(event, checks.get(event.seq))
            hearing, seems = hearings.get(event.on), _codes(event.facts, "seems_lacking")
            to = str(office) if office else None
            found.append(Reply(outcome, on, event.seq, hearing, to, lacks, section, seems))
            said.add(_repeats(event, outcome))
    for event in events:
        bare = _OUTCOMES.get(event.kind)
        if bare is not None and (event.letter, event.on, bare) not in said:
            on = _date(event, "sent_on") if bare is Outcome.FEE_DEMANDED else event.on
            office = event.facts.get("office") if _moves(event) else None
            found.append(Reply(bare, on, event.seq, _maybe_date(event, "hearing_on"), str(office) if office else None))
    return tuple(sorted(found, key=_WHEN)) if found else ()


def _moves(event: Event) -> bool:
    return event.kind is EventKind.TRANSFERRED


def _looked_at(reply: Event, check: Event | None) -> tuple[tuple[str, ...] | None, str]:
    """What a reply lacks and the section that it cites, as last told by whoever looked at it."""
    facts = {**reply.facts, **check.facts} if check is not None else reply.facts
    section = facts.get("section")
    return _codes(facts, "lacks"), section if isinstance(section, str) else ""


def _codes(facts: Mapping[str, Fact], fact: str) -> tuple[str, ...] | None:
    """The codes that a fact lists; None where it is not told."""
    listed = facts.get(fact)
    return tuple(code for code in listed.split(",") if code) if isinstance(listed, str) else None


def numbered(events: Iterable[Event]) -> tuple[Event, ...]:
    """The same events, each reply with the number that was told of it later."""
    happened = tuple(events)
    told = {e.facts.get("reply"): e for e in effective(happened) if e.kind is EventKind.REPLY_NUMBERED}
    if not told:
        return happened
    return tuple(replace(e, beside={**e.beside, **told[e.seq].beside}) if e.seq in told else e for e in happened)


def _outcome(reply: Event) -> Outcome:
    return Outcome(str(reply.facts.get("outcome", Outcome.UNKNOWN)))


def _repeats(reply: Event, outcome: Outcome) -> tuple[str | None, date, Outcome]:
    """What an event beside a reply would have to be to say the same once more."""
    return reply.letter, reply.on, _SAME.get(outcome, outcome)


def held_by(history: ClaimHistory, today: date) -> Event | None:
    """The threat, or her wish to wait, that holds everything: until the day she named, or until she says to go on."""
    if _HOLDING.isdisjoint(history.told):
        return None
    visits = history.of(EventKind.VISIT_RECORDED)
    threats = [event for event in visits if event.facts.get("answer") == Answer.THREAT.value]
    last = history.last(EventKind.HELD, EventKind.RESUMED)
    if threats and (last is None or _WHEN(threats[-1]) > _WHEN(last)):
        return threats[-1]
    if last is None or last.kind is EventKind.RESUMED:
        return None
    until = until_of(last)
    return last if until is None or today <= until else None


def until_of(event: Event) -> date | None:
    """The day until which she wants to wait; None where she named none."""
    return _maybe_date(event, "until")


def _date(event: Event, fact: str) -> date:
    return _maybe_date(event, fact) or event.on


def _maybe_date(event: Event, fact: str) -> date | None:
    value = event.facts.get(fact)
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
