"""The clock that one letter runs under: which rule, from what day, with its pauses and restarts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rules import clock_words as say
from rules.catalogue import Catalogue
from rules.clocks import derive
from rules.derivation import Derivation, Step
from rules.findings import Outcome
from rules.history import BY_POST, POST_DAYS, LetterHistory
from rules.ladder import NEXT_LEVEL, Rung
from rules.letters import CARRIERS, RTI_KINDS, LetterKind
from rules.people import Claim

REMINDER = "letter.reminder"
REQUEST = "rti.reply"
TRANSFERRED_REQUEST = "rti.transfer.reply"
APPEAL = "rti.fa.decide"
COMMISSION = "rti.sa.decide"  # without a limit
# No office has a limit for these: a dossier's, a court's, and letters that carry another, whose own clock runs.
_UNTIMED = frozenset({LetterKind.MEMORANDUM, LetterKind.MAGISTRATE_APPLICATION, *CARRIERS})


def start_of(history: LetterHistory) -> tuple[date, Step | None] | None:
    """Day 0 of a letter's clock, and the words that say so where it had to be assumed; None while it is not filed."""
    if history.not_taken is not None:
        return None
    filed, received = history.filed_on, history.received_on
    if received is not None and (filed is None or received >= filed or not history.refiled):
        return received, None
    if filed is None:
        return None
    if history.filed_by in BY_POST:
        return filed + POST_DAYS, Step(say.POSTED, (("filed", filed), ("days", POST_DAYS.days)))
    return filed, Step(say.HANDED_IN, (("filed", filed),))


def clock_of(history: LetterHistory, claim: Claim, ladder: Sequence[Rung], catalogue: Catalogue) -> Derivation | None:
    """The derivation of one letter's time limit; None while none runs (not filed, not taken, for no office to keep)."""
    return clock_under(rule_of(history, claim, ladder), history, catalogue)


def clock_under(rule: str, history: LetterHistory, catalogue: Catalogue) -> Derivation | None:
    """The same under a rule that is known; an RTI matter has a rule of its own, whatever is given."""
    started = start_of(history)
    kind = history.letter.kind
    if started is None or kind in _UNTIMED:
        return None
    start, assumed = started
    if kind in (LetterKind.RTI_REQUEST, LetterKind.FIRST_APPEAL):
        return clock_of_matter(history, catalogue)
    if kind in RTI_KINDS:
        return derive(COMMISSION, start, catalogue, assumed=assumed)
    moved = history.last(Outcome.TRANSFERRED)
    if moved is not None:
        start, assumed = _after_transfer(moved.on, start)
    if history.fee_paid is not None and history.fee_paid > start:
        start, assumed = history.fee_paid, Step(say.FROM_PAYMENT, (("paid", history.fee_paid),))
    return derive(rule, start, catalogue, assumed=assumed)


def clock_of_matter(history: LetterHistory, catalogue: Catalogue) -> Derivation | None:
    """The derivation of a request or first appeal under the RTI Act, of a claim or of none; None while not filed."""
    started = start_of(history)
    if started is None:
        return None
    start, assumed = started
    if history.letter.kind is LetterKind.FIRST_APPEAL:
        filed = min(history.filed_on or start, start)
        return derive(APPEAL, start, catalogue, filed=filed, assumed=assumed)
    return _request(history, start, assumed, catalogue)


def rule_of(history: LetterHistory, claim: Claim, ladder: Sequence[Rung]) -> str:
    """The id of the clock under which an office answers a letter that is no RTI matter."""
    match history.letter.kind:
        case LetterKind.REMINDER | LetterKind.DELIVERY_REMINDER | LetterKind.UNPAID_AWARD:
            return REMINDER
        case LetterKind.APPLICATION:
            return f"service.{claim.service}"
    for rung in ladder:
        if rung.office.id == history.letter.office:
            return rung.clock
    return NEXT_LEVEL


def _request(history: LetterHistory, start: date, assumed: Step | None, catalogue: Catalogue) -> Derivation:
    """An RTI request: a transfer starts it anew with an outer limit, a demand for a fee stops it until payment."""
    rule, first = REQUEST, None
    moved = history.last(Outcome.TRANSFERRED)
    if moved is not None:
        rule, first = TRANSFERRED_REQUEST, start
        start, assumed = _after_transfer(moved.on, start)
    fee = history.last(Outcome.FEE_DEMANDED)
    sent = max(fee.on, start) if fee is not None else None
    paid = max(history.fee_paid, sent) if sent is not None and history.fee_paid is not None else None
    return derive(rule, start, catalogue, fee_sent=sent, fee_paid=paid, filed=first, assumed=assumed)


def _after_transfer(moved: date, start: date) -> tuple[date, Step]:
    """Receipt at the second office is not known: the transfer letter's date and the days of post are assumed."""
    arrived = max(moved, start) + POST_DAYS
    return arrived, Step(say.TRANSFERRED, (("moved", moved), ("days", POST_DAYS.days)))
