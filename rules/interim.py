"""Interim relief on a compensation claim: owed at once, apart from the award, and no end of the enquiry."""

from __future__ import annotations

from datetime import date

from rules import step_words as say
from rules.carriers import to_do
from rules.clocks import derive
from rules.events import EventKind
from rules.history import Reply
from rules.letter_clock import start_of
from rules.letters import LetterKind
from rules.status import interim_order
from rules.step_view import Proposal, View, Waiting, why

AT_ONCE = "vc.nalsa.interim"
PAID_IN = "letter.delivery"


def interim_steps(view: View) -> list[Proposal | Waiting]:
    """Asked for at once, then waited for; what was ordered and stays away is asked for in writing, once."""
    if not view.catalogue.services[view.claim.service].award or view.main is None:
        return []
    order = interim_order(view.history)
    if order is None:
        started = start_of(view.main)
        clock = derive(AT_ONCE, started[0], view.catalogue) if started is not None else None
        if clock is None or clock.ripe_on is None or view.today < clock.ripe_on or view.answer(view.main) is not None:
            return []
        return [view.waiting(say.INTERIM_OWED, view.main, office=view.office_name(view.main))]
    paid = view.history.last(EventKind.INTERIM_RECEIVED)
    if paid is not None and paid.seq > order.seq:
        return []
    return _unpaid(view, order)


def _unpaid(view: View, order: Reply) -> list[Proposal | Waiting]:
    clock = derive(PAID_IN, order.on, view.catalogue)
    letter = view.answered_by(order) or view.main
    kind = LetterKind.DELIVERY_REMINDER
    if letter is None or clock.ripe_on is None or view.today < clock.ripe_on or view.avoids(view.office(letter)):
        return [_ask_her(view, order, clock.ripe_on)]
    written = [one for one in view.history.of_kind(kind) if one.trigger > order.seq]
    if written:
        return to_do(view, written[-1]) or [_ask_her(view, order, None)]
    because = why(say.INTERIM_UNPAID, on=order.on)
    cites = tuple(one.letter.reference for one in view.mains if one.is_filed)
    office, rung = view.office(letter).id, view.rung_of(letter)
    return [
        _ask_her(view, order, None),
        view.proposal(kind, office, rung, order.seq, because, clock=clock, cites=cites),
    ]


def _ask_her(view: View, order: Reply, until: date | None) -> Waiting:
    return view.waiting(say.INTERIM, until_day=until, on=order.on)
