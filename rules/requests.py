"""The RTI side of a claim: requests about a silence, and the first appeals that follow them.

A request about her own file exposes her: it is offered once someone else's general request to the same office has been
filed, never before, and the general one cites nothing of hers.
"""

from __future__ import annotations

from rules import step_words as say
from rules.clocks import derive
from rules.derivation import ClockState
from rules.findings import Outcome
from rules.history import REFUSALS, LetterHistory, Reply
from rules.letters import LetterKind
from rules.offices import Office, first_appellate_office
from rules.status import MAIN_KINDS, LetterStatus, answer_of
from rules.step_view import Proposal, View, Waiting, why

AGGREGATE = "aggregate"
OWN_FILE = "own_file"
_LACKING = REFUSALS | {Outcome.PARTLY_SUPPLIED}


def request_steps(view: View) -> list[Proposal | Waiting]:
    """New requests about a silence, and what each earlier request leads to."""
    found: list[Proposal | Waiting] = list(_requests(view))
    for request in view.history.of_kind(LetterKind.RTI_REQUEST):
        found += _follow(view, request)
    return found


def _requests(view: View) -> list[Proposal]:
    """A request to the office of the latest letter that stays silent."""
    mains = view.history.of_kind(*MAIN_KINDS)
    silent = [h for h in mains if view.status(h) is LetterStatus.SILENT and view.answer(h) is None]
    if not silent:
        return []
    main = silent[-1]
    office = view.office(main)
    clock = view.clock(main)
    if not office.rti or clock is None or view.avoids(office):
        return []
    rung = view.rung_of(main)
    general = [
        h
        for h in view.history.of_kind(LetterKind.RTI_REQUEST)
        if h.letter.variant == AGGREGATE and h.letter.office == office.id
    ]
    if not general:
        because = why(say.AGGREGATE, office=office.name)
        return [view.proposal(LetterKind.RTI_REQUEST, office.id, rung, main.trigger, clock, (), because, AGGREGATE)]
    filed = [h for h in general if h.is_filed]
    if not filed:
        return []
    because = why(say.OWN_FILE, office=office.name)
    cites = (main.letter.reference,)
    return [view.proposal(LetterKind.RTI_REQUEST, office.id, rung, filed[0].trigger, clock, cites, because, OWN_FILE)]


def _follow(view: View, request: LetterHistory) -> list[Proposal | Waiting]:
    """A first appeal where the reply is missing, refuses or lacks something; else what is waited for."""
    office = view.office(request)
    appeal = _appeal_of(view, request)
    if appeal is not None:
        return _after_appeal(view, request, appeal)
    match view.status(request):
        case LetterStatus.PRINTED:
            return [view.waiting(say.HAND_IN, request, office=office.name)]
        case LetterStatus.NOT_TAKEN if request.not_taken_on is not None:
            return [view.waiting(say.NOT_TAKEN, request, office=office.name, on=request.not_taken_on)]
        case LetterStatus.FEE_WANTED:
            return [view.waiting(say.FEE, request, office=office.name)]
        case LetterStatus.DOCUMENTS_WANTED:
            return [view.waiting(say.DOCUMENTS, request, office=office.name)]
        case LetterStatus.ANSWERED | LetterStatus.GRANTED:
            return []
        case LetterStatus.SILENT | LetterStatus.REFUSED | LetterStatus.PARTLY_SUPPLIED:
            return [_appeal(view, request, office)]
    return [view.not_ripe(request)]


def _appeal(view: View, request: LetterHistory, office: Office) -> Proposal | Waiting:
    """The first appeal, to the authority above the information officer's office."""
    appellate = first_appellate_office(office, office.place, view.catalogue.offices)
    if appellate is None or view.avoids(appellate):
        return view.waiting(say.NO_APPELLATE, request)
    clock = view.clock(request)
    answer = _lacking(view, request)
    decided = answer.on if answer is not None else None
    expiry = clock.due if clock is not None and clock.due is not None else view.today
    closes = derive("rti.fa.file", expiry, view.catalogue, decided=decided).closes
    assert closes is not None
    if view.today > closes:
        because = why(say.APPEAL_LATE, closes=closes)
    elif answer is not None:
        because = why(say.APPEAL_REFUSED, on=answer.on, closes=closes)
    else:
        because = why(say.APPEAL_SILENCE, due=expiry, closes=closes)
    return view.proposal(
        LetterKind.FIRST_APPEAL,
        appellate.id,
        request.letter.rung,
        answer.seq if answer is not None else request.trigger,
        clock,
        (request.letter.reference,),
        because,
        request.letter.variant,
    )


def _lacking(view: View, request: LetterHistory) -> Reply | None:
    answer = answer_of(request, view.today)
    return answer if answer is not None and answer.outcome in _LACKING else None


def _appeal_of(view: View, request: LetterHistory) -> LetterHistory | None:
    """The appeal against one request, whatever triggered it: there is never a second."""
    return next(
        (h for h in view.history.of_kind(LetterKind.FIRST_APPEAL) if request.letter.reference in h.letter.cites), None
    )


def _after_appeal(view: View, request: LetterHistory, appeal: LetterHistory) -> list[Proposal | Waiting]:
    """What is waited for once an appeal is written; after it, the window of a second appeal."""
    if view.status(request) is LetterStatus.ANSWERED:
        return []
    office = view.office(appeal)
    match view.status(appeal):
        case LetterStatus.PRINTED:
            return [view.waiting(say.HAND_IN, appeal, office=office.name)]
        case LetterStatus.NOT_TAKEN if appeal.not_taken_on is not None:
            return [view.waiting(say.NOT_TAKEN, appeal, office=office.name, on=appeal.not_taken_on)]
        case LetterStatus.ANSWERED | LetterStatus.GRANTED:
            return []
        case LetterStatus.SILENT | LetterStatus.REFUSED | LetterStatus.PARTLY_SUPPLIED:
            return _second_appeal(view, appeal)
    return [view.not_ripe(appeal)]


def _second_appeal(view: View, appeal: LetterHistory) -> list[Proposal | Waiting]:
    clock, answer = view.clock(appeal), _lacking(view, appeal)
    if clock is None or clock.state is not ClockState.RUNNING:
        return []
    filed = min(day for day in (appeal.filed_on, clock.start) if day is not None)
    decided = answer.on if answer is not None else None
    window = derive("rti.sa.file", clock.start, view.catalogue, filed=filed, decided=decided)
    assert window.opens is not None
    assert window.closes is not None
    values = {"opens": window.opens, "closes": window.closes}
    return [view.waiting(say.SECOND_APPEAL, appeal, until_day=window.closes, **values)]
