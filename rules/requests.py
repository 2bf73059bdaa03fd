"""The RTI side of a claim: requests about a silence, and the first appeals that follow them.

A request about her own file exposes her: it is offered once someone else's general request to the same office about the
same service has been filed, never before, whatever claim that was written for; the general one cites nothing of hers,
and a yes that was said to it is none to hers.
"""

from __future__ import annotations

from collections.abc import Sequence

from rules import step_words as say
from rules.appeals import LACKING, after_appeal, complaint, to_authority
from rules.carriers import comply, follow_transfer, pay, to_do
from rules.clocks import derive
from rules.findings import Outcome
from rules.general import GeneralRequest, key_of
from rules.grounds import Ground, of_reply, of_silence
from rules.history import LetterHistory, Reply
from rules.letters import AGGREGATE, OWN_FILE, LetterKind
from rules.status import MAIN_KINDS, LetterStatus, answer_of, hearing_until
from rules.step_view import Proposal, View, Waiting, why
from rules.text import joined

AFTER_GRANT = frozenset({LetterKind.DELIVERY_REMINDER, LetterKind.UNPAID_AWARD})

Found = list[Proposal | Waiting]


def request_steps(view: View) -> Found:
    """New requests about a silence, and what each earlier request leads to."""
    return [*_requests(view), *followed(view)]


def followed(view: View) -> Found:
    """What each request that was written leads to."""
    return [step for request in view.history.of_kind(LetterKind.RTI_REQUEST) for step in _follow(view, request)]


def _requests(view: View) -> list[Proposal]:
    """A request to the office of the latest letter that stays silent: on the claim, or on what was granted."""
    if view.grant is None:
        silent = [h for h in view.silent if h.letter.kind in MAIN_KINDS]
    else:
        silent = [h for h in view.history.among(AFTER_GRANT) if view.status(h) is LetterStatus.SILENT]
    if not silent:
        return []
    main = silent[-1]
    office = view.office(main)
    clock = view.clock(main)
    if not office.rti or clock is None or clock.ripe_on is None or view.avoids(office):
        return []
    rung, kind, earlier = view.rung_of(main), LetterKind.RTI_REQUEST, view.general_to(office.id)
    serving = [one for one in earlier if one.serves(view.today, clock.ripe_on)]
    if not serving:
        because, last = why(say.AGGREGATE, office=office.name), _last_standing(earlier)
        key = key_of(office.id, view.claim.service, len(earlier))
        return [
            view.proposal(
                kind, office.id, rung, main.trigger, because, clock=clock, variant=AGGREGATE, after=last, key=key
            )
        ]
    filed = [(one.filed_on, one.trigger, one.taken) for one in serving if one.filed_on is not None]
    own = [h for h in view.history.of_kind(kind) if h.letter.variant == OWN_FILE and h.letter.office == office.id]
    if not filed or own:
        return []
    because, cites = why(say.OWN_FILE, office=office.name), (main.letter.reference,)
    offered, trigger, taken = filed[0]
    return [
        view.proposal(
            kind,
            office.id,
            rung,
            trigger,
            because,
            clock=clock,
            cites=cites,
            variant=OWN_FILE,
            offered=offered,
            after=taken,
        )
    ]


def _last_standing(requests: Sequence[GeneralRequest]) -> int:
    """The position of the last one that was not taken back, which has used up what was agreed to before; else 0."""
    return next((one.trigger for one in reversed(requests) if not one.taken_back), 0)


def _follow(view: View, request: LetterHistory) -> Found:
    """A first appeal where the reply is missing, refuses or lacks something; else what is waited for."""
    appeal = _appeal_of(view, request)
    if appeal is not None:
        return after_appeal(view, request, appeal)
    status = view.status(request)
    match status:
        case LetterStatus.NOT_TAKEN:
            return [*to_do(view, request), *complaint(view, request, (Ground.NOT_RECEIVED,))]
        case LetterStatus.PRINTED:
            return to_do(view, request)
        case LetterStatus.ANSWERED | LetterStatus.GRANTED:
            return []
        case LetterStatus.SILENT | LetterStatus.REFUSED | LetterStatus.PARTLY_SUPPLIED:
            return _appeal(view, request)
    answer = answer_of(request, view.today)
    match answer.outcome if answer is not None else None:
        case Outcome.FEE_DEMANDED if answer is not None:
            free = view.claim.bpl and request.letter.variant == OWN_FILE
            return _appeal(view, request) if free else pay(view, request, answer)
        case Outcome.DOCUMENTS_WANTED if answer is not None:
            return comply(view, request, answer)
        case Outcome.HEARING_FIXED if answer is not None:
            until, office = hearing_until(answer), view.office_name(request)
            return [view.waiting(say.HEARING, request, until_day=until, office=office, until=until)]
    return [*follow_transfer(view, request), view.not_ripe(request)]


def _appeal(view: View, request: LetterHistory) -> Found:
    """The first appeal, to the authority above the information officer's office."""
    appellate = to_authority(view, request)
    if appellate is None:
        return [view.waiting(say.NO_APPELLATE, request)]
    clock, answer = view.clock(request), answer_of(request, view.today)
    if answer is not None and answer.outcome not in LACKING | {Outcome.FEE_DEMANDED}:
        answer = None
    if answer is not None and answer.outcome is Outcome.FEE_DEMANDED and view.status(request) is LetterStatus.SILENT:
        answer = None  # the demand came too late to be one
    expiry = clock.due if clock is not None and clock.due is not None else view.today
    limit = derive("rti.fa.file", expiry, view.catalogue, decided=answer.on if answer is not None else None)
    if answer is None:
        because, grounds = why(say.APPEAL_SILENCE, due=expiry), of_silence()
    else:
        own_file = request.letter.variant == OWN_FILE
        free = answer.outcome is Outcome.FEE_DEMANDED
        because = why(say.APPEAL_FEE if free else say.APPEAL_REFUSED, on=answer.on)
        grounds = of_reply(answer, clock, own_file=own_file, bpl=view.claim.bpl)
    found: Found = [_to_check(view, request, answer)] if answer is not None and answer.lacks is None else []
    appeal = view.proposal(
        LetterKind.FIRST_APPEAL, appellate.id, request.letter.rung,
        answer.seq if answer is not None else request.trigger, because,
        clock=clock, cites=(request.letter.reference,), variant=request.letter.variant, limit=limit, grounds=grounds,
    )  # fmt: skip
    return [*found, appeal]


def _to_check(view: View, request: LetterHistory, answer: Reply) -> Waiting:
    """A reply that nobody has held against the checklist yet, with what a machine did not see in it."""
    if not answer.seems:
        return view.waiting(say.CHECK_REPLY, request, on=answer.on)
    seems = joined(say.ELEMENTS[code] for code in answer.seems if code in say.ELEMENTS)
    return view.waiting(say.CHECK_REPLY_SEEMS, request, on=answer.on, seems=seems)


def _appeal_of(view: View, request: LetterHistory) -> LetterHistory | None:
    """The appeal against one request, whatever triggered it: there is never a second."""
    reference = request.letter.reference
    return next((h for h in view.history.of_kind(LetterKind.FIRST_APPEAL) if reference in h.letter.cites), None)
