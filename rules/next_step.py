"""What may be done now for one claim, why and under which clock; what is overdue; what is not yet ripe and when.

A first letter that stays silent is followed by a reminder, a silent reminder or escalation by the next rung, and beside
them a request under the RTI Act, first by someone else and in general. A step is known by its claim, kind, rung and the
event that triggered it, so that nothing is proposed twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from rules import step_words as say
from rules.catalogue import Catalogue
from rules.events import Event, EventKind
from rules.general import NONE, Generals, Matter
from rules.grant_steps import grant_steps, overdue_grant
from rules.history import read, until_of
from rules.interim import interim_steps
from rules.ladder import Rung
from rules.ladder_steps import ladder_steps
from rules.letters import Letter, LetterKind
from rules.people import Claim, YesNoUnknown
from rules.requests import followed, request_steps
from rules.status import ClaimStatus, Resolution, claim_status, resolution
from rules.step_view import Overdue, Proposal, Steps, View, Waiting, why

__all__ = ["Overdue", "Proposal", "Standing", "Steps", "Waiting", "assess", "matter_steps", "next_steps"]


class Standing(NamedTuple):
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
    general: Generals = NONE,
    male: bool = False,
) -> Steps:
    """The next steps of one claim on ``today``, the same for any order of ``events``.

    ``ladder`` is her own, without the offices to ``avoid``; those are needed here only for appellate authorities and
    earlier papers of other hands. ``general``: the general requests under the RTI Act as they stand on that day.
    ``male``: whether the claimant is known to be a man or a boy. What happened after ``today`` does not count.
    """
    return assess(claim, ladder, letters, events, today, catalogue, avoid=avoid, general=general, male=male).steps


def assess(
    claim: Claim,
    ladder: Sequence[Rung],
    letters: Sequence[Letter],
    events: Iterable[Event],
    today: date,
    catalogue: Catalogue,
    *,
    avoid: Collection[str] = (),
    general: Generals = NONE,
    male: bool = False,
) -> Standing:
    """How a claim stands and its next steps, from one reading of its events: codes and dates, words when asked for."""
    history = read(letters, events, today)
    view = View(claim, tuple(ladder), history, today, catalogue, tuple(avoid), general, male)
    closed = resolution(history)
    latest = view.status(view.own[-1]) if view.own else None
    status = claim_status(history, latest, view.holding, view.grant)
    if closed is Resolution.OPEN:
        return Standing(status, closed, _steps(view))
    return Standing(status, closed, Steps())


def matter_steps(matter: Matter, today: date, catalogue: Catalogue) -> Steps:
    """What a general request under the RTI Act leads to on ``today``, whatever became of any claim.

    The yes to its appeals is the citizen's own, told of the request.
    """
    claim = matter.as_claim(catalogue.offices.office(matter.request.office).place)
    view = View(claim, (), read(matter.letters, matter.events, today), today, catalogue, ())
    return _settle(view, _overdue(view), followed(view))


def _steps(view: View) -> Steps:
    grant = view.grant
    overdue = _overdue(view) if grant is None else overdue_grant(view, grant)
    held = _held(view)
    if held is not None:
        return Steps(overdue, (), (held,))
    if grant is not None:
        return _settle(view, overdue, [*grant_steps(view, grant), *request_steps(view)])
    return _settle(view, overdue, [*ladder_steps(view), *interim_steps(view), *request_steps(view)])


def _overdue(view: View) -> tuple[Overdue, ...]:
    """Every letter whose time is over without an answer, longest first."""
    claim, clocks = view.claim.code, [(late, view.clock(late)) for late in view.silent]
    found = [
        Overdue(claim, late.letter.reference, late.seat, clock, clock.overdue_days(view.today))
        for late, clock in clocks
        if clock is not None
    ]
    if len(found) > 1:
        found.sort(key=lambda late: (-late.days, late.letter))
    return tuple(found)


def _held(view: View) -> Waiting | None:
    """What stops every step: a withdrawn consent, a threat or her wait, a lawyer who has to see the claim first."""
    if _consent_withdrawn(view):
        return view.waiting(say.CONSENT_WITHDRAWN)
    holding = view.holding
    if holding is not None:
        said = say.THREAT if holding.kind is EventKind.VISIT_RECORDED else say.HELD
        return view.waiting(said, until_day=until_of(holding), on=holding.on)
    service = view.catalogue.services[view.claim.service]
    if service.lawyer_first and view.claim.child_at_offence is not YesNoUnknown.NO and not _seen_by_lawyer(view):
        return view.waiting(say.LAWYER_FIRST)
    return None


def _consent_withdrawn(view: View) -> bool:
    """Whether her last word on applying for her is that we may not; her word on dossiers is another."""
    history = view.history
    if not history.of(EventKind.CONSENT_WITHDRAWN):
        return False
    words = [*history.of(EventKind.CONSENT_GIVEN), *history.of(EventKind.CONSENT_WITHDRAWN)]
    words = [event for event in words if event.facts.get("scope") in (None, "apply")]
    last = max(words, key=lambda event: (event.on, event.seq), default=None)
    return last is not None and last.kind is EventKind.CONSENT_WITHDRAWN


def _seen_by_lawyer(view: View) -> bool:
    """Whether a lawyer has approved the claim itself, not one paper of it."""
    return any(event.facts.get("step") is None for event in view.history.of(EventKind.LAWYER_APPROVED))


def _settle(view: View, overdue: tuple[Overdue, ...], found: Sequence[Proposal | Waiting]) -> Steps:
    """Without what was written already; with her go and a lawyer's approval, which serve one letter each; her "wait"
    is respected."""
    proposals: list[Proposal] = []
    waiting = [step for step in found if isinstance(step, Waiting)]
    for step in found:
        if isinstance(step, Waiting) or view.written(step.kind, step.trigger):
            continue
        withheld = _withheld(view, step.kind)
        if withheld is not None:
            because = why(say.WITHHELD, kind=say.KINDS[step.kind.value])
            waiting.append(Waiting(view.claim.code, None, step.office, until_of(withheld), because))
            continue
        proposals.append(_once(step, proposals))
    return Steps(overdue, tuple(proposals), tuple(waiting))


def _once(step: Proposal, before: Sequence[Proposal]) -> Proposal:
    """A yes that another step of its kind has taken serves no second."""
    if not step.has_go and not step.has_lawyer:
        return step
    same = [other for other in before if other.kind is step.kind]
    go_taken, lawyer_taken = any(other.has_go for other in same), any(other.has_lawyer for other in same)
    if not go_taken and not lawyer_taken:
        return step
    return step._replace(has_go=step.has_go and not go_taken, has_lawyer=step.has_lawyer and not lawyer_taken)


def _withheld(view: View, kind: LetterKind) -> Event | None:
    """Her last word on a kind of step, if it is "wait" and its day has not come."""
    last = view.last_go(kind) if view.history.of(EventKind.GO_WITHHELD) else None
    if last is None or last.kind is not EventKind.GO_WITHHELD:
        return None
    until = until_of(last)
    return last if until is None or view.today <= until else None
