"""What was recorded, held against what the simulated offices really did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from rules.events import Event, EventKind
from rules.text import fold
from samples.truth import ReplyTruth, Truth


@dataclass(frozen=True, slots=True)
class Tally:
    """Papers of one kind that came back: recorded without a hand (right or wrong), or queued for a person."""

    came_back: int
    right: int
    wrong: int

    @property
    def recorded(self) -> int:
        return self.right + self.wrong

    @property
    def queued(self) -> int:
        return self.came_back - self.recorded

    def to_json(self) -> dict[str, int]:
        return {**asdict(self), "recorded": self.recorded, "queued": self.queued}


def judge_receipts(truths: Iterable[Truth], events: Iterable[Event]) -> Tally:
    """A receipt is right if its date is the one marked, and its number, where one was recorded, is the one marked."""
    recorded = {event.letter: event for event in _of_machine(events, EventKind.RECEIPT_RECORDED)}
    back = {truth.reference: truth for truth in truths if truth.files}
    right = wrong = 0
    for reference, event in recorded.items():
        truth = back.get(reference or "")
        number = event.beside.get("diary_no")
        same_date = truth is not None and truth.received_on is not None
        same_date = same_date and event.facts.get("received_on") == truth.received_on.isoformat()  # type: ignore[union-attr]
        if same_date and (number is None or _same(number, truth.diary_no)):  # type: ignore[union-attr]
            right += 1
        else:
            wrong += 1
    return Tally(len(back), right, wrong)


def judge_replies(truths: Iterable[ReplyTruth], events: Iterable[Event]) -> Tally:
    """A reply is right if it was bound to the letter that it answers, with its outcome, date and memo number."""
    listed = list(truths)
    right = wrong = 0
    for event in _of_machine(events, EventKind.REPLY_RECORDED):
        facts, number = event.facts, event.beside.get("memo_no")
        fits = any(
            truth.answers == event.letter
            and facts.get("outcome") == truth.outcome.value
            and facts.get("letter_date") == truth.letter_date.isoformat()
            and (number is None or _same(number, truth.memo_no))
            for truth in listed
        )
        right, wrong = (right + 1, wrong) if fits else (right, wrong + 1)
    return Tally(len(listed), right, wrong)


def _of_machine(events: Iterable[Event], kind: EventKind) -> list[Event]:
    return [event for event in events if event.kind is kind and event.actor == "system:take_in_scans"]


def _same(read: str, marked: str | None) -> bool:
    """Whether two numbers are the same number: digits of either script, spaces, and the count of copies apart."""
    from extractors.numbers import key

    return marked is not None and key(fold(read)) == key(fold(marked))
