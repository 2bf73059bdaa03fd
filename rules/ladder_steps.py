"""The next step on the ladder of offices: the application, reminders, and what goes to each office above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from rules import step_words as say
from rules.areas import Place
from rules.carriers import comply, follow_transfer, pay, to_do
from rules.clocks import derive
from rules.derivation import Derivation
from rules.events import Answer, Event, EventKind
from rules.findings import Outcome
from rules.history import REFUSALS, LetterHistory, Reply
from rules.ladder import Rung
from rules.letters import LetterKind
from rules.office import Office
from rules.office_rows import RightsRow
from rules.offices import Offices
from rules.people import YesNoUnknown
from rules.status import LetterStatus, hearing_until, order_until
from rules.step_view import Proposal, View, Waiting, Why, why
from rules.text import Text, joined

REMINDER_TIME = timedelta(days=15)  # after so long in silence the reminder's time is over too (law.md 6)

Found = list[Proposal | Waiting]


def ladder_steps(view: View) -> Found:
    """What the letter that stands highest leads to; without one, the application."""
    return [_first(view)] if view.main is None else after(view, view.main)


def _first(view: View) -> Proposal | Waiting:
    """The application itself, to the first office; not for a scheme that has ended."""
    service = view.catalogue.services[view.claim.service]
    if service.valid_to is not None and service.valid_to < view.today:
        successor = view.catalogue.services[service.successor].name if service.successor else say.NOTHING_SINCE
        return view.waiting(say.ENDED, service=service.name, successor=successor)
    if not view.ladder:
        area = view.catalogue.offices.areas.find_block(view.claim.block, view.claim.district)
        not_here = service.rural and area is not None and area.town
        return view.waiting(say.RURAL, service=service.name) if not_here else view.waiting(say.NO_OFFICE)
    rung = view.ladder[0]
    if rung.office.court:
        return view.waiting(say.COURT, office=rung.office.name)
    opened = view.history.last(EventKind.CLAIM_OPENED)
    trigger = opened.seq if opened is not None else 0
    return view.proposal(LetterKind.APPLICATION, rung.office.id, rung.index, trigger, why(say.FIRST), note=rung.note)


def after(view: View, main: LetterHistory) -> Found:
    """What a letter of the ladder leads to."""
    station = _refused_at_station(view, main)
    if station is not None:
        because = why(say.NOT_RECORDED, office=view.office_name(main), on=station.on)
        return escalate(view, station.seq, None, because)
    ours = to_do(view, main)
    if ours:
        return ours
    answer = view.answer(main)
    if answer is not None:
        return _after_answer(view, main, answer)
    clock = view.clock(main)
    if clock is None or clock.ripe_on is None or view.today < clock.ripe_on:
        return [*follow_transfer(view, main), view.not_ripe(main)]
    reminders = view.reminders(main)
    if reminders:
        last = reminders[-1]
        if view.status(last) is not LetterStatus.SILENT:
            return to_do(view, last) or [*follow_transfer(view, last), view.not_ripe(last)]
        because = why(say.REMINDER_SILENT, office=view.office_name(main))
        return escalate(view, last.trigger, view.clock(last), because)
    return _after_silence(view, main, clock)


def _refused_at_station(view: View, main: LetterHistory) -> Event | None:
    """The refusal to record it, at the counter or by word of mouth, where the next step is to the Superintendent."""
    above = view.next_rung
    if main is not view.main or above is None or above.letter is not LetterKind.SP_LETTER:
        return None
    spoken = [
        event
        for event in view.history.of(EventKind.VISIT_RECORDED)
        if event.letter == main.letter.reference and event.facts.get("answer") == Answer.ORAL_REFUSAL.value
    ]
    return main.not_taken or (spoken[-1] if spoken else None)


def _after_answer(view: View, main: LetterHistory, answer: Reply) -> Found:
    """A refusal leads upwards at once; papers or a fee are sent; a hearing, and the order after it, are waited for."""
    office = view.office_name(main)
    if answer.outcome in REFUSALS:
        because = why(say.REFUSED, office=office, on=answer.on)
        return escalate(view, answer.seq, view.clock(main), because, order=answer)
    asked = view.answered_by(answer) or main  # a reminder's memo is met for the reminder
    match answer.outcome:
        case Outcome.DOCUMENTS_WANTED:
            return comply(view, asked, answer)
        case Outcome.FEE_DEMANDED:
            return pay(view, asked, answer)
        case Outcome.HEARING_FIXED:
            return [_hearing(view, main, answer)]
    return [view.waiting(say.GRANTED, main, on=answer.on)]  # though another office has refused since


def _hearing(view: View, main: LetterHistory, answer: Reply) -> Waiting:
    office, hearing, order = view.office_name(main), hearing_until(answer), order_until(answer)
    if view.today <= hearing:
        return view.waiting(say.HEARING, main, until_day=hearing, office=office, until=hearing)
    return view.waiting(say.ORDER, main, until_day=order, office=office, hearing=hearing, until=order)


def _after_silence(view: View, main: LetterHistory, clock: Derivation) -> Found:
    """A first letter gets a reminder while that time lasts, then the next office; a later one goes up at once.

    While her go for the next office is awaited, or where there is none, a reminder goes out in its stead. An office
    that must not learn of the claim, though an earlier paper lies there, is not reminded.
    """
    assert clock.ripe_on is not None
    assert clock.due is not None
    office = view.office(main)
    because = why(say.SILENT, office=office.name, due=clock.due)
    if view.avoids(office):
        return escalate(view, main.trigger, clock, because)
    first = main.letter.kind is LetterKind.APPLICATION
    lasts = first and view.today < clock.ripe_on + REMINDER_TIME
    upwards = [] if lasts else escalate(view, main.trigger, clock, because)
    letters = [step for step in upwards if isinstance(step, Proposal) and view.next_rung is not None]
    if letters and (not first or any(view.has_go(step.kind) for step in letters)):
        return upwards
    reminder = view.proposal(
        LetterKind.REMINDER, office.id, view.rung_of(main), main.trigger, because,
        clock=clock, cites=(main.letter.reference,),
    )  # fmt: skip
    return [*upwards, reminder]


def escalate(view: View, trigger: int, clock: Derivation | None, because: Why, *, order: Reply | None = None) -> Found:
    """To the next rung, reciting every paper that was handed in on the way; ``order``: against which it goes."""
    rung = view.next_rung
    if rung is None:
        return _at_the_end(view, trigger, clock, because, order)
    kind = rung.on_order if order is not None and rung.on_order is not None else rung.letter
    if rung.office.court and kind is not LetterKind.MAGISTRATE_APPLICATION:
        return [view.waiting(say.COURT, office=rung.office.name)]
    return [
        view.proposal(
            kind,
            rung.office.id,
            rung.index,
            trigger,
            because,
            clock=clock,
            cites=cited(view),
            limit=own_limit(view, rung, clock, order),
            copies=_copies(view),
            note=rung.note,
        )
    ]


def own_limit(view: View, rung: Rung, clock: Derivation | None, order: Reply | None) -> Derivation | None:
    """Our own limit for going to a rung; None where there is none, or where it runs from an order alone."""
    if rung.limit is None:
        return None
    start: date | None = None
    if clock is not None and rung.limit.start != "order":
        start = clock.due if rung.limit.start == "due" else clock.start
    return _limit(view, rung.limit.clock, start, order)


def _limit(view: View, rule: str, start: date | None, order: Reply | None) -> Derivation | None:
    if order is None:
        return derive(rule, start, view.catalogue) if start is not None else None
    counts_orders = view.catalogue.clocks[rule].decided_amount is not None
    return derive(rule, order.on, view.catalogue, decided=order.on if counts_orders else None)


def _at_the_end(view: View, trigger: int, clock: Derivation | None, because: Why, order: Reply | None) -> Found:
    """Above the last office: the dossier or a lawyer; and one of the Commissions for rights may be told."""
    service = view.catalogue.services[view.claim.service]
    cut_short = bool(view.ladder) and view.ladder[-1].index < len(service.ladder) - 1
    found: Found = [view.waiting(say.LEFT_OUT if cut_short else say.LADDER_ENDS)]
    bodies = _commissions(view)
    if bodies:
        rule, others = bodies[0][1].limit, tuple([office.name for office, _ in bodies[1:]])
        found.append(
            view.proposal(
                LetterKind.COMMISSION_COMPLAINT,
                bodies[0][0].id,
                len(service.ladder),
                trigger,
                because,
                clock=clock,
                cites=cited(view),
                limit=_limit(view, rule, clock.due if clock is not None else None, order) if rule else None,
                note=_one_beside(others) if others else None,
            )
        )
    return found


@lru_cache(maxsize=1_000)  # the same few for every claim of a place
def _one_beside(others: tuple[Text, ...]) -> Text:
    return say.ONE_COMMISSION.filled(others=joined(others, "; "))


@lru_cache(maxsize=1_000)
def _bodies(offices: Offices, district: str, block: str) -> Sequence[tuple[Office, RightsRow]]:
    """The Commissions that any claim of a block may be told to."""
    return [(offices.at(kind, Place(district, block)), rights) for kind, rights in offices.rights]


def _commissions(view: View) -> list[tuple[Office, RightsRow]]:
    """The Commissions that she may choose from, the one that her go names first; none while the matter lies before one.

    None of them takes up what lies before another (Protection of Human Rights Act s.36(1)); what one has refused may
    go to another.
    """
    child = view.claim.child_at_offence is not YesNoUnknown.NO
    every = _bodies(view.catalogue.offices, view.claim.district, view.claim.block)
    told = {one.letter.office: view.status(one) for one in view.history.letters}
    if any(told.get(office.id, LetterStatus.REFUSED) is not LetterStatus.REFUSED for office, _ in every):
        return []
    fit = [
        (one, rights)
        for one, rights in every
        if one.id not in told
        and (child or not rights.children)
        and not (view.male and rights.women)
        and not view.avoids(one)
    ]
    go = view.last_go(LetterKind.COMMISSION_COMPLAINT)
    return sorted(fit, key=lambda one: go is None or one[0].id != go.facts.get("office"))


def cited(view: View) -> tuple[str, ...]:
    """Every paper of the claim that was handed in."""
    return tuple([found.letter.reference for found in view.own if found.is_filed])


def _copies(view: View) -> tuple[str, ...]:
    """The office that is gone over gets a copy, unless it must not learn of it."""
    if view.main is None:
        return ()
    office = view.office(view.main)
    return () if view.avoids(office) else (office.id,)
