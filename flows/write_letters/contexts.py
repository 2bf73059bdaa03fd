"""What a proposed letter is filled with: the case behind it, the earlier letters that it recites, who signs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flows.cases import Case
from flows.wiring import Dabi
from flows.write_letters.edits import edited
from rules.catalogue import Catalogue
from rules.derivation import Derivation
from rules.errors import InputProblems, Problem
from rules.events import Answer as VisitAnswer
from rules.events import EventKind, FiledBy
from rules.findings import Outcome
from rules.history import ClaimHistory, LetterHistory, Reply
from rules.letters import Language, Letter
from rules.next_step import Proposal
from rules.stated_limits import OLDEST_FIRST
from rules.status import granted, interim_order
from rules.text import Text
from templates.applicant import Applicant
from templates.compose import Answered, Cited, compose
from templates.wording import date_in

_RECEIPT = Text("receipt on my copy", "নকলে প্রাপ্তি স্বীকার")
_WAYS = {
    FiledBy.SPEED_POST: Text("by Speed Post", "স্পিড পোস্টে"),
    FiledBy.SPEED_POST_REGISTERED: Text("by registered Speed Post", "রেজিস্টার্ড স্পিড পোস্টে"),
    FiledBy.EMAIL: Text("by e-mail", "ই-মেলে"),
    FiledBy.PORTAL: Text("on the portal", "পোর্টালে"),
    FiledBy.CAMP: Text("at the camp", "শিবিরে"),
}
_WITH_SLIP = Text("{way}, slip enclosed", "{way}, রসিদ সংযুক্ত")
_NOT_TAKEN = Text("not accepted there on {on}", "{on} তারিখে সেখানে নেওয়া হয়নি")


def context_of(dabi: Dabi, case: Case, proposal: Proposal, on: date) -> tuple[dict[str, object], list[Problem]]:
    """The context of a proposed letter, or what must be asked before it can be written."""
    offices = dabi.catalogue.offices
    history = case.history(on)
    overdue = {found.letter: found.clock for found in reversed(case.steps(on, dabi.catalogue).overdue)}
    try:
        context = compose(
            proposal.kind,
            claim=case.claim,
            identity=case.identity,
            office=case.addressee(dabi.catalogue, proposal.kind, proposal.office, proposal.cites, history),
            service=case.service,
            today=on,
            paragraphs=dabi.letters.paragraphs,
            requests=dabi.letters.requests,
            cited=[_cited(dabi, case, history, one, proposal, overdue) for one in _recited(case, proposal)],
            clock=proposal.clock,
            limit=proposal.limit,
            grounds=ground_texts(dabi.catalogue, proposal.grounds),
            grant=_grant(dabi, case, history, proposal),
            variant=proposal.variant,
            applicant=_citizen(case) if case.of_citizen else None,
            copy_to=[offices.office(office, case.place) for office in proposal.copies],
            needs_lawyer=proposal.needs_lawyer,
        )
    except InputProblems as error:
        return {}, list(error.problems)
    fields = dabi.letters.template(proposal.kind, case.claim.language).fields
    return edited(case, proposal.kind, fields, context), []


def _recited(case: Case, proposal: Proposal) -> list[Letter]:
    letters = [letter for letter in case.letters if letter.reference in proposal.cites]
    return sorted(letters, key=OLDEST_FIRST)


def _cited(
    dabi: Dabi,
    case: Case,
    history: ClaimHistory,
    letter: Letter,
    proposal: Proposal,
    overdue: Mapping[str, Derivation],
) -> Cited:
    became = next((one for one in history.letters if one.letter.reference == letter.reference), None)
    receipts = case.letter_events(letter.reference, EventKind.RECEIPT_RECORDED)
    return Cited(
        reference=letter.reference if letter.pages else "",  # an adopted paper does not carry ours
        kind=letter.kind,
        office=case.addressee(dabi.catalogue, letter.kind, letter.office, letter.cites, history),
        written_on=letter.written_on,
        filed_on=became.filed_on if became else None,
        received_on=became.received_on if became else None,
        diary_no=next((event.beside["diary_no"] for event in reversed(receipts) if "diary_no" in event.beside), ""),
        overdue=overdue.get(letter.reference),
        proof=proof_of(became) if became else None,
        refused_on=became.not_taken.on if became and became.not_taken else None,
        told_no=_told_no(case, letter),
        answer=_last_answer(dabi, case, became.replies if became else (), proposal.trigger),
    )


def _told_no(case: Case, letter: Letter) -> bool:
    """Whether the office refused it by word of mouth."""
    visits = case.letter_events(letter.reference, EventKind.VISIT_RECORDED)
    return any(visit.facts.get("answer") == VisitAnswer.ORAL_REFUSAL.value for visit in visits)


def proof_of(became: LetterHistory) -> Text | None:
    """What shows that a letter was handed in or sent, or that it was tried; None where nothing does."""
    if became.received_on is not None:
        return _RECEIPT
    if became.filed is not None:
        way = _WAYS.get(became.filed_by) if became.filed_by is not None else None
        return _WITH_SLIP.filled(way=way) if way is not None and became.filed.facts.get("proof") else way
    if became.not_taken is not None:
        day = became.not_taken.on
        return _NOT_TAKEN.filled(on=Text(date_in(Language.ENGLISH, day), date_in(Language.BENGALI, day)))
    return None


def _last_answer(dabi: Dabi, case: Case, replies: Sequence[Reply], trigger: int) -> Answered | None:
    """The answer that led to this step, else the last one that is more than a word of delay."""
    telling = [reply for reply in replies if reply.outcome not in (Outcome.UNDER_PROCESS, Outcome.UNKNOWN)]
    reply = next((reply for reply in replies if reply.seq == trigger), telling[-1] if telling else None)
    return None if reply is None else _answered(dabi, case, reply)


def _answered(dabi: Dabi, case: Case, reply: Reply) -> Answered:
    """An answer with what was recorded beside it on the same day: its number, the sum demanded."""
    event = next(event for event in case.events if event.seq == reply.seq)
    beside = [other for other in case.events if (other.letter, other.on) == (event.letter, event.on)]
    amount = next((other.facts.get("amount") for other in beside if other.kind is EventKind.FEE_DEMANDED), None)
    sent_to = dabi.catalogue.offices.office(reply.sent_to, case.place) if reply.sent_to else None
    documents = tuple(paper.strip() for paper in event.beside.get("documents", "").split(";") if paper.strip())
    return Answered(reply.outcome, reply.on, event.beside.get("memo_no", ""), str(amount or ""), sent_to, documents)


def _grant(dabi: Dabi, case: Case, history: ClaimHistory, proposal: Proposal) -> Answered | None:
    """The grant that the letter is about: interim relief where that led to it, else what was granted of the claim."""
    interim = interim_order(history)
    reply = interim if interim is not None and interim.seq == proposal.trigger else granted(history)
    return None if reply is None else _answered(dabi, case, reply)


def ground_texts(catalogue: Catalogue, grounds: Iterable[str]) -> list[Text]:
    """The grounds in words, each with the provision that it rests on where that is firm."""
    rows = [catalogue.grounds[ground] for ground in grounds]
    return [
        Text(f"{row.words.en.rstrip('.')} ({row.provision.en}).", f"{row.words.bn.rstrip('।')} ({row.provision.bn})।")
        if row.firm
        else row.words
        for row in rows
    ]


def _citizen(case: Case) -> Applicant:
    """The social worker as a citizen. InputProblems where no address of her own is on record."""
    who = case.identity
    if not who.reply_address:
        what = "no address of the social worker is on record at which she asks as a citizen."
        remedy = "Give it: 'dabi citizens add', with her name and organisation as the claims have them."
        raise InputProblems([Problem(case.claim.code, what, remedy, "citizen")])
    return Applicant(who.name, who.name_bn, who.reply_address)
