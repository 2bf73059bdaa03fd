"""Letters that carry another on its way: posted after a refusal, sent after a transfer, with a fee, with documents."""

from __future__ import annotations

from rules import step_words as say
from rules.findings import Outcome
from rules.history import LetterHistory, Reply
from rules.letters import LetterKind
from rules.status import LetterStatus
from rules.step_view import Proposal, View, Waiting, Why, why


def to_do(view: View, history: LetterHistory) -> list[Proposal | Waiting]:
    """What we have to do ourselves with a letter before any clock runs; empty where nothing."""
    match view.status(history):
        case LetterStatus.PRINTED:
            return [_hand_in(view, history)]
        case LetterStatus.NOT_TAKEN:
            return post(view, history)
    return []


def post(view: View, history: LetterHistory) -> list[Proposal | Waiting]:
    """A letter that the office would not take goes by registered Speed Post, and says so."""
    refused = history.not_taken
    assert refused is not None
    because = why(say.NOT_TAKEN, office=view.office_name(history), on=refused.on)
    return _carry(view, LetterKind.POSTED_LETTER, history, refused.seq, because)


def comply(view: View, history: LetterHistory, wanted: Reply) -> list[Proposal | Waiting]:
    """The documents that a defect memo asks for are handed in with a letter that lists them."""
    because = why(say.DOCUMENTS, office=view.office_name(history))
    return _carry(view, LetterKind.COMPLIANCE, history, wanted.seq, because)


def pay(view: View, history: LetterHistory, wanted: Reply) -> list[Proposal | Waiting]:
    """A fee that was asked for is paid with a letter that names the demand."""
    because = why(say.FEE, office=view.office_name(history))
    return _carry(view, LetterKind.FEE_FORWARDING, history, wanted.seq, because)


def follow_transfer(view: View, history: LetterHistory) -> list[Proposal | Waiting]:
    """The office to which a letter was sent on is written to; where it is not known, it is asked for."""
    moved = history.last(Outcome.TRANSFERRED)
    if moved is None:
        return []
    if moved.sent_to is None:
        return [view.waiting(say.SENT_ON, history, on=moved.on)]
    because = why(say.TRANSFERRED, office=view.office_name(history), on=moved.on)
    return _carry(view, LetterKind.TRANSFER_FOLLOW_UP, history, moved.seq, because)


def _carry(
    view: View, kind: LetterKind, history: LetterHistory, trigger: int, because: Why
) -> list[Proposal | Waiting]:
    """The carrying letter, proposed until it is written and then followed until it has gone out."""
    office, letter = view.office(history), history.letter
    if view.avoids(office):
        return [view.waiting(say.AVOIDED, history, office=office.name)]
    if not view.written(kind, trigger):
        cites, rung = (letter.reference,), view.rung_of(history)
        return [view.proposal(kind, office.id, rung, trigger, because, cites=cites, variant=letter.variant)]
    carriers = [found for found in view.history.of_kind(kind) if letter.reference in found.letter.cites]
    carrier = carriers[-1] if carriers else history
    match view.status(carrier):
        case LetterStatus.PRINTED:
            return [_hand_in(view, carrier)]
        case LetterStatus.NOT_TAKEN if kind is not LetterKind.POSTED_LETTER:
            return post(view, carrier)
    return [view.not_ripe(history)]


_BY_POST = (LetterKind.POSTED_LETTER, LetterKind.SP_LETTER)


def _hand_in(view: View, history: LetterHistory) -> Waiting:
    kind, office = history.letter.kind, view.office_name(history)
    if kind is LetterKind.MAGISTRATE_APPLICATION:
        return view.waiting(say.THROUGH_LAWYER, history, office=office)
    return view.waiting(say.SEND if kind in _BY_POST else say.HAND_IN, history, office=office)
