"""What may be done now for one claim, why and under which clock; what is overdue; what is not yet ripe and when.

A first letter that stays silent is followed by a reminder, a silent reminder or escalation by the next rung, and beside
them a request under the RTI Act, first by someone else and in general. A step is known by its claim, kind, rung and the
event that triggered it, so that nothing is proposed twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rules import step_words as say
from rules.catalogue import Catalogue
from rules.derivation import Derivation
from rules.events import Event, EventKind
from rules.history import REFUSALS, LetterHistory, Reply, read, threatened
from rules.ladder import Rung
from rules.letters import NEEDS_GO, Letter, LetterKind
from rules.people import Claim, YesNoUnknown
from rules.requests import request_steps
from rules.status import (
    CLAIM_KINDS,
    ClaimStatus,
    LetterStatus,
    Resolution,
    claim_status,
    granted,
    hearing_until,
    resolution,
)
from rules.step_view import Overdue, Proposal, Steps, View, Waiting, Why, why

__all__ = ["Overdue", "Proposal", "Standing", "Steps", "Waiting", "assess", "next_steps"]

REMINDER_TIME = timedelta(days=15)  # after so long in silence the reminder's time is over too (law.md 6)


@dataclass(frozen=True, slots=True)
class Standing:
    """One claim on one day."""

    status: ClaimStatus
    resolution: Resolution
    steps: Steps


def next_steps(
    claim: Claim,
    ladder: Sequence[Rung],
    letters: Sequence[Letter],
    events: Iterable[Event],
    today: date,
    catalogue: Catalogue,
    *,
    avoid: Collection[str] = (),
) -> Steps:
    """The next steps of one claim on ``today``, the same for any order of ``events``.

    ``ladder`` is her own, without the offices to ``avoid``; those are needed here only for appellate authorities and
    earlier papers of other hands. What happened after ``today`` does not count.
    """
    return assess(claim, ladder, letters, events, today, catalogue, avoid=avoid).steps


def assess(
    claim: Claim,
    ladder: Sequence[Rung],
    letters: Sequence[Letter],
    events: Iterable[Event],
    today: date,
    catalogue: Catalogue,
    *,
    avoid: Collection[str] = (),
) -> Standing:
    """How a claim stands and its next steps, from one reading of its events: codes and dates, words when asked for."""
    history = read(letters, events, today)
    view = View(claim, tuple(ladder), history, today, catalogue, tuple(avoid))
    closed = resolution(history)
    status = claim_status(history, [(one, view.status(one)) for one in history.of_kind(*CLAIM_KINDS)])
    return Standing(status, closed, Steps() if closed is not Resolution.OPEN else _steps(view))


def _steps(view: View) -> Steps:
    grant = granted(view.history)
    if grant is not None:
        return Steps(waiting=(view.waiting(say.GRANTED, on=grant.on),))
    overdue = _overdue(view)
    held = _held(view)
    if held is not None:
        return Steps(overdue, (), (held,))
    found = [*_ladder_steps(view), *request_steps(view)]
    return _settle(view, overdue, found)


def _overdue(view: View) -> tuple[Overdue, ...]:
    """Every letter whose time is over without an answer, longest first; a reminder counts with its letter."""
    found = []
    for history in view.history.letters:
        clock, letter = view.clock(history), history.letter
        if letter.kind is LetterKind.REMINDER or view.status(history) is not LetterStatus.SILENT or clock is None:
            continue
        if letter.kind in CLAIM_KINDS and view.answer(history) is not None:
            continue
        found.append(Overdue(view.claim.code, letter.reference, letter.office, clock, clock.overdue_days(view.today)))
    return tuple(sorted(found, key=lambda late: (-late.days, late.letter)))


def _held(view: View) -> Waiting | None:
    """What stops every step: a withdrawn consent, a threat, a lawyer who has to see the claim first."""
    consent = [
        event
        for event in view.history.events
        if event.kind in (EventKind.CONSENT_GIVEN, EventKind.CONSENT_WITHDRAWN)
        and event.facts.get("scope") in (None, "apply")
    ]
    if consent and consent[-1].kind is EventKind.CONSENT_WITHDRAWN:
        return view.waiting(say.CONSENT_WITHDRAWN)
    threat = threatened(view.history)
    if threat is not None:
        return view.waiting(say.THREAT, on=threat.on)
    service = view.catalogue.services[view.claim.service]
    seen = view.history.last(EventKind.LAWYER_APPROVED)
    if service.lawyer_first and view.claim.child_at_offence is not YesNoUnknown.NO and seen is None:
        return view.waiting(say.LAWYER_FIRST)
    return None


def _settle(view: View, overdue: tuple[Overdue, ...], found: Sequence[Proposal | Waiting]) -> Steps:
    """Without what was written already; with her go, which serves one letter each; her "wait" is respected."""
    proposals: list[Proposal] = []
    waiting = [step for step in found if isinstance(step, Waiting)]
    for step in found:
        if isinstance(step, Waiting) or view.written(step.kind, step.trigger):
            continue
        withheld = _withheld(view, step.kind)
        if withheld is not None:
            until = _until(withheld)
            because = why(say.WITHHELD, kind=say.KINDS[step.kind.value])
            waiting.append(Waiting(view.claim.code, None, step.office, until, because))
            continue
        needs_go = step.kind in NEEDS_GO
        used = any(other.kind is step.kind and other.has_go for other in proposals)
        has_go = needs_go and not used and view.has_go(step.kind)
        proposals.append(replace(step, needs_go=True, has_go=has_go) if needs_go else step)
    return Steps(overdue, tuple(proposals), tuple(waiting))


def _withheld(view: View, kind: LetterKind) -> Event | None:
    """Her last word on a kind of step, if it is "wait" and its day has not come."""
    last = view.last_go(kind)
    if last is None or last.kind is not EventKind.GO_WITHHELD:
        return None
    until = _until(last)
    return last if until is None or view.today <= until else None


def _until(event: Event) -> date | None:
    value = event.facts.get("until")
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _ladder_steps(view: View) -> list[Proposal | Waiting]:
    """The next step on the ladder of offices."""
    main = view.main
    if main is None:
        return [_first(view)]
    stop = _to_do(view, main)
    if stop is not None:
        return [stop]
    answer = view.answer(main)
    if answer is not None:
        return [_after_answer(view, main, answer)]
    clock = view.clock(main)
    if clock is None or clock.ripe_on is None or view.today < clock.ripe_on:
        return [view.not_ripe(main)]
    reminders = view.reminders(main)
    if reminders:
        last = reminders[-1]
        if view.status(last) is not LetterStatus.SILENT:
            return [_to_do(view, last) or view.not_ripe(last)]
        return [
            _escalate(view, last.trigger, view.clock(last), why(say.REMINDER_SILENT, office=view.office_name(main)))
        ]
    return _after_silence(view, main, clock)


def _first(view: View) -> Proposal | Waiting:
    """The application itself, to the first office; not for a scheme that has ended."""
    service = view.catalogue.services[view.claim.service]
    if service.valid_to is not None and service.valid_to < view.today:
        after = view.catalogue.services[service.successor].name if service.successor else say.NOTHING_SINCE
        return view.waiting(say.ENDED, service=service.name, successor=after)
    if not view.ladder:
        return view.waiting(say.NO_OFFICE)
    rung = view.ladder[0]
    if rung.office.court:
        return view.waiting(say.COURT, office=rung.office.name)
    opened = view.history.last(EventKind.CLAIM_OPENED)
    trigger = opened.seq if opened is not None else 0
    return view.proposal(LetterKind.APPLICATION, rung.office.id, rung.index, trigger, None, (), why(say.FIRST))


def _to_do(view: View, history: LetterHistory) -> Waiting | None:
    """What we have to do ourselves with a letter before any clock runs."""
    match view.status(history):
        case LetterStatus.PRINTED:
            return view.waiting(say.HAND_IN, history, office=view.office_name(history))
        case LetterStatus.NOT_TAKEN if history.not_taken_on is not None:
            return view.waiting(say.NOT_TAKEN, history, office=view.office_name(history), on=history.not_taken_on)
    return None


def _after_answer(view: View, main: LetterHistory, answer: Reply) -> Proposal | Waiting:
    """A refusal leads upwards at once; a demand for papers or a fee is for us; a hearing is waited for."""
    office = view.office_name(main)
    if answer.outcome in REFUSALS:
        return _escalate(view, answer.seq, view.clock(main), why(say.REFUSED, office=office, on=answer.on))
    match answer.outcome.value:
        case "documents_wanted":
            return view.waiting(say.DOCUMENTS, main, office=office)
        case "fee_demanded":
            return view.waiting(say.FEE, main, office=office)
        case _:
            until = hearing_until(answer)
            return view.waiting(say.HEARING, main, until_day=until, office=office, until=until)


def _after_silence(view: View, main: LetterHistory, clock: Derivation) -> list[Proposal | Waiting]:
    """A first letter gets a reminder while that time lasts, then the next office; a later one goes up at once.

    While her go for the next office is awaited, or where there is none, a reminder goes out in its stead. An office
    that must not learn of the claim, though an earlier paper lies there, is not reminded.
    """
    assert clock.ripe_on is not None
    assert clock.due is not None
    because = why(say.SILENT, office=view.office_name(main), due=clock.due)
    if view.avoids(view.office(main)):
        return [_escalate(view, main.trigger, clock, because)]
    rung = view.rung_of(main)
    reminder = view.proposal(
        LetterKind.REMINDER, main.letter.office, rung, main.trigger, clock, (main.letter.reference,), because
    )
    first = main.letter.kind is LetterKind.APPLICATION
    if first and view.today < clock.ripe_on + REMINDER_TIME:
        return [reminder]
    upwards = _escalate(view, main.trigger, clock, because)
    stands = isinstance(upwards, Waiting) or (first and not view.has_go(upwards.kind))
    return [upwards, reminder] if stands else [upwards]


def _escalate(view: View, trigger: int, clock: Derivation | None, because: Why) -> Proposal | Waiting:
    """To the next rung, reciting every paper that was handed in on the way."""
    rung = view.next_rung
    if rung is None:
        return view.waiting(say.LADDER_ENDS)
    if rung.office.court:
        return view.waiting(say.COURT, office=rung.office.name)
    cited = tuple(found.letter.reference for found in view.history.of_kind(*CLAIM_KINDS) if found.is_filed)
    return view.proposal(LetterKind.ESCALATION, rung.office.id, rung.index, trigger, clock, cited, because)
