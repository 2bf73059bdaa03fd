"""How a letter and a claim stand on a day. Status and resolution are two things: granted is not delivered."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from rules.derivation import ClockState, Derivation
from rules.events import Event, EventKind
from rules.findings import Outcome
from rules.history import REFUSALS, ClaimHistory, LetterHistory, Reply
from rules.letters import RTI_KINDS, LetterKind

# The letters of the ladder: one for each office on the way up.
MAIN_KINDS = frozenset(
    {
        LetterKind.APPLICATION,
        LetterKind.ESCALATION,
        LetterKind.SP_LETTER,
        LetterKind.MAGISTRATE_APPLICATION,
        LetterKind.COMMISSION_COMPLAINT,
        LetterKind.BANK_COMPLAINT,
        LetterKind.OMBUDSMAN_COMPLAINT,
        LetterKind.COMPENSATION_APPEAL,
    }
)
CLAIM_KINDS = MAIN_KINDS | {LetterKind.REMINDER, LetterKind.DELIVERY_REMINDER, LetterKind.UNPAID_AWARD}
_DECIDED = frozenset({Outcome.GRANTED, *REFUSALS})
_UNDATED_HEARING = timedelta(days=30)  # a hearing without a readable date is waited for so long
ORDER_TIME = timedelta(days=15)  # our own convention, as for a reminder


class LetterStatus(StrEnum):
    PRINTED = "printed"  # written, not handed in
    NOT_TAKEN = "not_taken"  # the office would not take it
    FILED = "filed"  # handed in or posted, no proof yet
    RECEIVED = "received"
    SILENT = "silent"  # its time is over without an answer
    DOCUMENTS_WANTED = "documents_wanted"  # it is for us to act
    FEE_WANTED = "fee_wanted"
    HEARING = "hearing"
    PARTLY_SUPPLIED = "partly_supplied"
    ANSWERED = "answered"  # the information was supplied
    REFUSED = "refused"
    GRANTED = "granted"


class ClaimStatus(StrEnum):
    NOT_WRITTEN = "not_written"
    TO_BE_FILED = "to_be_filed"
    PENDING = "pending"
    INTERIM = "interim"  # interim relief was ordered, the enquiry goes on
    SILENT = "silent"
    FOR_US = "for_us"  # the office waits for documents or a fee, or would not take the letter
    HEARING = "hearing"
    HELD = "held"  # after a threat until she decides, or at her own wish
    REFUSED = "refused"
    GRANTED = "granted"


class Resolution(StrEnum):
    OPEN = "open"
    DELIVERED = "delivered"  # the claimant says that she has it
    WITHDRAWN = "withdrawn"


def resolution(history: ClaimHistory) -> Resolution:
    """Whether the claim is closed: only the claimant's own word closes it."""
    last = history.last(EventKind.DELIVERED, EventKind.WITHDRAWN)
    if last is None:
        return Resolution.OPEN
    return Resolution.DELIVERED if last.kind is EventKind.DELIVERED else Resolution.WITHDRAWN


def granted(history: ClaimHistory) -> Reply | None:
    """The grant that stands: the latest decision on the claim, RTI matters apart, if it is one."""
    if not history.replies:
        return None
    rti = {reply.seq for found in history.among(RTI_KINDS) for reply in found.replies}
    decided = [reply for reply in history.replies if reply.seq not in rti and reply.outcome in _DECIDED]
    return decided[-1] if decided and decided[-1].outcome is Outcome.GRANTED else None


def interim_order(history: ClaimHistory) -> Reply | None:
    """The latest order of interim relief."""
    orders = [reply for reply in history.replies if reply.outcome is Outcome.INTERIM_GRANTED]
    return orders[-1] if orders else None


def answer_of(history: LetterHistory, today: date) -> Reply | None:
    """The reply that governs a letter today; None where it is still without one.

    "Under process" and interim relief decide nothing; nor does information that was not asked for, on a letter that
    claims something. Documents handed in since, a fee that was paid and a hearing that is past govern no more.
    """
    if not history.replies:
        return None
    plain = history.letter.kind not in RTI_KINDS
    for reply in reversed(history.replies):
        match reply.outcome:
            case Outcome.UNDER_PROCESS | Outcome.UNKNOWN | Outcome.TRANSFERRED | Outcome.INTERIM_GRANTED:
                continue
            case Outcome.INFORMATION_SUPPLIED | Outcome.PARTLY_SUPPLIED if plain:
                continue
            case Outcome.DOCUMENTS_WANTED if history.refiled:
                continue
            case Outcome.FEE_DEMANDED if history.fee_paid is not None and history.fee_paid >= reply.on:
                continue
            case Outcome.HEARING_FIXED if today > (order_until(reply) if plain else hearing_until(reply)):
                continue
        return reply
    return None


def hearing_until(reply: Reply) -> date:
    """The day until which a hearing is waited for."""
    return reply.hearing_on or reply.on + _UNDATED_HEARING


def order_until(reply: Reply) -> date:
    """The day until which an office that is bound by no law may take to decide after a hearing."""
    return hearing_until(reply) + ORDER_TIME


_BY_OUTCOME = {
    Outcome.GRANTED: LetterStatus.GRANTED,
    Outcome.REFUSED: LetterStatus.REFUSED,
    Outcome.NOT_HELD: LetterStatus.REFUSED,
    Outcome.DOCUMENTS_WANTED: LetterStatus.DOCUMENTS_WANTED,
    Outcome.FEE_DEMANDED: LetterStatus.FEE_WANTED,
    Outcome.HEARING_FIXED: LetterStatus.HEARING,
    Outcome.INFORMATION_SUPPLIED: LetterStatus.ANSWERED,
    Outcome.PARTLY_SUPPLIED: LetterStatus.PARTLY_SUPPLIED,
}


def letter_status(history: LetterHistory, clock: Derivation | None, today: date) -> LetterStatus:
    """How one letter stands. A demand for a fee that came too late to stop an RTI clock leaves it silent."""
    answer = answer_of(history, today)
    if answer is not None:
        late_fee = answer.outcome is Outcome.FEE_DEMANDED and history.letter.kind is LetterKind.RTI_REQUEST
        if not (late_fee and clock is not None and clock.state is ClockState.RUNNING):
            return _BY_OUTCOME[answer.outcome]
    if history.not_taken is not None:
        return LetterStatus.NOT_TAKEN
    if not history.is_filed:
        return LetterStatus.PRINTED
    if clock is not None and clock.ripe_on is not None and clock.ripe_on <= today:
        return LetterStatus.SILENT
    return LetterStatus.RECEIVED if history.received_on is not None else LetterStatus.FILED


_BY_LETTER = {
    LetterStatus.PRINTED: ClaimStatus.TO_BE_FILED,
    LetterStatus.FILED: ClaimStatus.PENDING,
    LetterStatus.RECEIVED: ClaimStatus.PENDING,
    LetterStatus.SILENT: ClaimStatus.SILENT,
    LetterStatus.REFUSED: ClaimStatus.REFUSED,
    LetterStatus.HEARING: ClaimStatus.HEARING,
}


def claim_status(
    history: ClaimHistory, latest: LetterStatus | None, holding: Event | None, grant: Reply | None
) -> ClaimStatus:
    """How the claim stands: by what holds it (``held_by``), the grant that stands, else the ``latest`` of its own
    letters (RTI apart)."""
    if holding is not None:
        return ClaimStatus.HELD
    if grant is not None:
        return ClaimStatus.GRANTED
    status = ClaimStatus.NOT_WRITTEN if latest is None else _BY_LETTER.get(latest, ClaimStatus.FOR_US)
    waits = status is ClaimStatus.PENDING and interim_order(history) is not None
    return ClaimStatus.INTERIM if waits else status
