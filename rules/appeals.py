"""What follows a first appeal under the RTI Act: second appeals, complaints, and reminders of the Commission."""

from __future__ import annotations

from datetime import timedelta

from rules import step_words as say
from rules.areas import Place
from rules.carriers import comply, pay, to_do
from rules.findings import Outcome
from rules.grounds import Ground
from rules.history import REFUSALS, LetterHistory, Reply
from rules.letter_clock import start_of
from rules.letters import LetterKind
from rules.office import Office, first_appellate_office, offices_meant
from rules.request_appeals import RequestAppeal, obeyed_by, second_appeal_on
from rules.status import LetterStatus, answer_of, hearing_until
from rules.step_view import Proposal, View, Waiting, why

LACKING = REFUSALS | {Outcome.PARTLY_SUPPLIED}
COMMISSION = "information-commission"
REMIND_EVERY = timedelta(days=90)  # law.md 1.2: nothing binds the Commission
MOST_REMINDERS = 3  # then the High Court, through a lawyer

Found = list[Proposal | Waiting]


def to_authority(view: View, request: LetterHistory) -> Office | None:
    """Who hears the first appeal: known, and not an office to avoid, nor another name of one."""
    office, offices = view.office(request), view.catalogue.offices
    appellate = first_appellate_office(office, office.place, offices)
    if appellate is None:
        return None
    where = office.place
    if not where.block:  # the board of a higher office may name one of her own block
        where = Place(where.district or view.claim.district, view.claim.block)
    avoided = any(view.avoids(one) for one in (appellate, *offices_meant(appellate, where, offices)))
    return None if avoided else appellate


def lacking(view: View, history: LetterHistory) -> Reply | None:
    """The reply that governs a letter, where it refuses or gives a part only."""
    answer = answer_of(history, view.today)
    return answer if answer is not None and answer.outcome in LACKING else None


def after_appeal(view: View, request: LetterHistory, appeal: LetterHistory) -> Found:
    """What is waited for once an appeal is written; beside it a complaint where there was no reply at all."""
    if view.status(request) is LetterStatus.ANSWERED:
        return []
    unanswered = lacking(view, request) is None and appeal.is_filed
    beside = complaint(view, request, (Ground.SILENCE, Ground.FREE)) if unanswered else []
    second = next(
        (h for h in view.history.of_kind(LetterKind.SECOND_APPEAL) if appeal.letter.reference in h.letter.cites), None
    )
    if second is not None:
        return [*beside, *_at_commission(view, second)]
    return [*beside, *_appealed(view, request, appeal)]


def _appealed(view: View, request: LetterHistory, appeal: LetterHistory) -> Found:
    open_one = second_appeal_on(request, appeal, view.today, view.catalogue)
    if open_one is not None:
        return _second(view, request, appeal, open_one)
    office, answer = view.office_name(appeal), answer_of(appeal, view.today)
    match view.status(appeal):
        case LetterStatus.PRINTED | LetterStatus.NOT_TAKEN:
            return to_do(view, appeal)
        case LetterStatus.ANSWERED:
            return []
        case LetterStatus.GRANTED if answer is not None:
            clock, asked = obeyed_by(answer, view.catalogue), view.office_name(request)
            return [view.waiting(say.ORDERED, appeal, until_day=clock.ripe_on, office=asked, on=answer.on)]
        case LetterStatus.FEE_WANTED if answer is not None:
            return pay(view, appeal, answer)
        case LetterStatus.DOCUMENTS_WANTED if answer is not None:
            return comply(view, appeal, answer)
        case LetterStatus.HEARING if answer is not None:
            until = hearing_until(answer)
            return [view.waiting(say.HEARING, appeal, until_day=until, office=office, until=until)]
    return [view.not_ripe(appeal)]


def _second(view: View, request: LetterHistory, appeal: LetterHistory, found: RequestAppeal) -> Found:
    """The second appeal, to the Information Commission, in its window."""
    commission = _commission(view)
    if commission is None:
        return [view.waiting(say.AVOIDED, appeal, office=view.office_name(appeal))]
    because = why(say.SECOND_APPEAL, office=view.office_name(appeal))
    return [
        view.proposal(
            LetterKind.SECOND_APPEAL,
            commission.id,
            request.letter.rung,
            found.answer.seq if found.answer is not None else appeal.trigger,
            because,
            clock=found.clock,
            cites=(request.letter.reference, appeal.letter.reference),
            variant=request.letter.variant,
            limit=found.limit,
            grounds=found.grounds,
        )
    ]


def complaint(view: View, request: LetterHistory, grounds: tuple[Ground, ...]) -> Found:
    """A complaint under s.18, one for a request, beside posting or appealing and never instead of it."""
    commission, reference = _commission(view), request.letter.reference
    if commission is None:
        return []
    written = [h for h in view.history.of_kind(LetterKind.RTI_COMPLAINT) if reference in h.letter.cites]
    if written:
        return [step for history in written for step in to_do(view, history)]
    refused = request.not_taken
    trigger = refused.seq if refused is not None else request.trigger
    because = why(say.COMPLAINT, office=view.office_name(request))
    return [
        view.proposal(
            LetterKind.RTI_COMPLAINT,
            commission.id,
            request.letter.rung,
            trigger,
            because,
            clock=view.clock(request),
            cites=(reference,),
            variant=request.letter.variant,
            grounds=grounds,
        )
    ]


def _at_commission(view: View, second: LetterHistory) -> Found:
    """A second appeal that lies with the Commission: reminded every ninety days, then the High Court."""
    match view.status(second):
        case LetterStatus.PRINTED | LetterStatus.NOT_TAKEN:
            return to_do(view, second)
        case LetterStatus.ANSWERED | LetterStatus.GRANTED:
            return []
        case LetterStatus.REFUSED | LetterStatus.PARTLY_SUPPLIED:
            return [view.waiting(say.WRIT, second)]
    answer = answer_of(second, view.today)
    if answer is not None and answer.outcome is Outcome.HEARING_FIXED:
        until, office = hearing_until(answer), view.office_name(second)
        return [view.waiting(say.HEARING, second, until_day=until, office=office, until=until)]
    reference = second.letter.reference
    reminders = [h for h in view.history.of_kind(LetterKind.COMMISSION_REMINDER) if reference in h.letter.cites]
    last = reminders[-1] if reminders else second
    started = start_of(last)
    if started is None:
        return to_do(view, last) or [view.not_ripe(second)]
    remind_on, office = started[0] + REMIND_EVERY, view.office_name(second)
    if view.today < remind_on:
        return [view.waiting(say.AT_COMMISSION, second, until_day=remind_on, office=office, remind=remind_on)]
    if len(reminders) >= MOST_REMINDERS:
        return [view.waiting(say.WRIT, second)]
    because = why(say.REMIND_COMMISSION, office=office, since=started[0])
    return [
        view.proposal(
            LetterKind.COMMISSION_REMINDER,
            second.letter.office,
            second.letter.rung,
            last.trigger,
            because,
            clock=view.clock(second),
            cites=(reference,),
            variant=second.letter.variant,
        )
    ]


def _commission(view: View) -> Office | None:
    """The Information Commission, unless she avoids it."""
    office = view.catalogue.offices.at(COMMISSION, Place(view.claim.district, view.claim.block))
    return None if view.avoids(office) else office
