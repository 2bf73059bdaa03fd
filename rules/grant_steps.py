"""Granted is not delivered: what is done about a grant that has not reached her, and about an award that is unpaid."""

from __future__ import annotations

from rules import step_words as say
from rules.carriers import to_do
from rules.clocks import derive
from rules.derivation import Derivation
from rules.history import LetterHistory, Reply
from rules.ladder import Rung
from rules.ladder_steps import Found, after, cited, escalate, own_limit
from rules.letters import LetterKind
from rules.office import Office
from rules.status import LetterStatus
from rules.step_view import Overdue, View, why

DELIVERY = "letter.delivery"
UNPAID = "vc.unpaid"
_UNHEARD = (LetterStatus.SILENT, LetterStatus.REFUSED)


def grant_clock(view: View, grant: Reply) -> Derivation:
    """The time within which what was granted should reach her; an award has a second date, for the State Authority."""
    return derive(UNPAID if _is_award(view) else DELIVERY, grant.on, view.catalogue)


def overdue_grant(view: View, grant: Reply) -> tuple[Overdue, ...]:
    """A grant whose time is over, under the letter that brought it."""
    clock, letter = grant_clock(view, grant), view.answered_by(grant)
    days = clock.overdue_days(view.today)
    if letter is None or not days:
        return ()
    return (Overdue(view.claim.code, letter.letter.reference, letter.seat, clock, days),)


def grant_steps(view: View, grant: Reply) -> Found:
    """Her word is asked for; what stays away is asked for in writing, and then goes up like a silence."""
    clock = grant_clock(view, grant)
    found: Found = [view.waiting(say.GRANTED, until_day=clock.ripe_on, on=grant.on)]
    if _is_award(view):
        found += _unpaid(view, grant, clock)
    elif not _since(view, grant):
        found += _undelivered(view, grant, clock)
    return found + (after(view, view.main) if view.main is not None and _since(view, grant) else _too_low(view, grant))


def _is_award(view: View) -> bool:
    return view.catalogue.services[view.claim.service].award


def _since(view: View, grant: Reply) -> bool:
    """Whether the letter that stands highest was written after the grant."""
    return any(history.trigger > grant.seq for history in view.mains)


def _of_grant(view: View, kind: LetterKind, grant: Reply) -> tuple[LetterHistory, ...]:
    return tuple(history for history in view.history.of_kind(kind) if history.trigger > grant.seq)


def _granting(view: View, grant: Reply) -> tuple[Office, int] | None:
    """The office that granted it and its rung; None where that is not known, or must not learn more of it."""
    letter = view.answered_by(grant) or view.main
    if letter is not None:
        office = view.office(letter)
        return None if view.avoids(office) else (office, view.rung_of(letter))
    return (view.ladder[0].office, view.ladder[0].index) if view.ladder else None


def _undelivered(view: View, grant: Reply, clock: Derivation) -> Found:
    """A letter to the office that granted it, then the next office."""
    letters = _of_grant(view, LetterKind.DELIVERY_REMINDER, grant)
    if letters:
        last = letters[-1]
        if view.status(last) not in _UNHEARD:
            return to_do(view, last) or [view.not_ripe(last)]
        because = why(say.NOT_DELIVERED, office=view.office_name(last), on=grant.on)
        return escalate(view, last.trigger, view.clock(last) or clock, because)
    granting = _granting(view, grant)
    if clock.ripe_on is None or view.today < clock.ripe_on:
        return []
    if granting is None:
        return [view.waiting(say.NO_OFFICE)]
    office, rung = granting
    because = why(say.NOT_DELIVERED, office=office.name, on=grant.on)
    kind = LetterKind.DELIVERY_REMINDER
    return [view.proposal(kind, office.id, rung, grant.seq, because, clock=clock, cites=cited(view))]


def _unpaid(view: View, grant: Reply, clock: Derivation) -> Found:
    """Thirty days: a letter to the Authority that made the award; sixty: the State Authority; then the High Court."""
    assert clock.ripe_on is not None
    assert clock.outer is not None
    letters = _of_grant(view, LetterKind.UNPAID_AWARD, grant)
    top = _highest(view)
    last = letters[-1] if letters else None
    if last is not None and view.status(last) not in _UNHEARD:
        return to_do(view, last) or [view.not_ripe(last)]
    if last is not None and (top is None or last.letter.office == top.office.id):
        court = next((rung.office for rung in view.ladder if rung.office.court), None)
        return [view.waiting(say.COURT, office=court.name) if court else view.waiting(say.LADDER_ENDS)]
    granting = _granting(view, grant) if last is None else None
    if granting is not None and view.today >= clock.ripe_on:
        (office, rung), trigger = granting, grant.seq
    elif (last is not None or granting is None) and top is not None and view.today > clock.outer:
        office, rung, trigger = top.office, top.index, last.trigger if last is not None else grant.seq
    else:
        until = clock.ripe_on if granting is not None else clock.outer
        return [view.waiting(say.AWARD_DUE, until_day=until, on=grant.on, until=until)]
    because = why(say.AWARD_UNPAID, on=grant.on)
    return [view.proposal(LetterKind.UNPAID_AWARD, office.id, rung, trigger, because, clock=clock, cites=cited(view))]


def _highest(view: View) -> Rung | None:
    return next((rung for rung in reversed(view.ladder) if not rung.office.court), None)


def _too_low(view: View, grant: Reply) -> Found:
    """An award that she finds too low may be appealed while its window lasts, at the latest reading of it."""
    rung = view.next_rung
    if not _is_award(view) or rung is None or rung.on_order is None:
        return []
    limit = own_limit(view, rung, None, grant)
    if limit is None or limit.closes is None or view.today > (limit.outer or limit.closes):
        return []
    because = why(say.AWARD_LOW, on=grant.on)
    return [
        view.proposal(
            rung.on_order,
            rung.office.id,
            rung.index,
            grant.seq,
            because,
            cites=cited(view),
            limit=limit,
            note=rung.note,
        )
    ]
