"""First appeals on a campaign's requests, by the same citizens: on silence, a refusal, or what was left unanswered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flows.campaigns.letters import Draft, draft, print_all
from flows.campaigns.plan import Plan, Target
from flows.campaigns.steps import Matter, matters_of, plan_of
from flows.wiring import Dabi
from flows.write_letters.contexts import ground_texts, proof_of
from rules.errors import InputProblems, Problem
from rules.events import EventKind
from rules.letters import LetterKind
from rules.office import Office, first_appellate_office
from rules.request_appeals import RequestAppeal, appeal_on
from rules.roles import Right
from rules.stated_limits import facts_of, own_facts
from store.record import Record
from templates.campaign_letter import compose_campaign_appeal
from templates.letter_case import Answered, Cited


def appeal(dabi: Dabi, campaign: str, on: date, out: Path, *, confirmed: bool) -> tuple[list[str], list[Problem]]:
    """Write the first appeal on every request that has one open; references, and what could not be made.

    A reply that nobody has held against the checklist is a problem: what it lacks is a ground. So is an appellate
    authority that nobody has verified, unless ``confirmed``: then a coordinator has looked it up, and the record says
    so. NotAllowed for anybody else.
    """
    made = plan_of(dabi, campaign)
    drafts: list[Draft] = []
    problems: list[Problem] = []
    with dabi.store.begin(dabi.actor) as record:
        matters = matters_of(record, campaign, on)
        for target in made.targets:
            matter = matters.get(target.office.id)
            if matter is None or matter.appeal is not None:
                continue
            open_one = appeal_on(matter.request, on, dabi.catalogue)
            if open_one is None:
                continue
            try:
                drafts.append(_draft(dabi, record, campaign, made, target, matter, open_one, on, confirmed=confirmed))
            except InputProblems as error:
                problems += error.problems
        record.commit()
    references, failed = print_all(dabi, campaign, drafts, on, out)
    return references, [*problems, *failed]


def _draft(
    dabi: Dabi,
    record: Record,
    campaign: str,
    made: Plan,
    target: Target,
    matter: Matter,
    found: RequestAppeal,
    on: date,
    *,
    confirmed: bool,
) -> Draft:
    reference = matter.request.letter.reference
    if found.unread:
        remedy = f"Hold it against the checklist: 'dabi letters checklist {reference} --lacks CODES', or 'nothing'."
        raise InputProblems([Problem(reference, "nobody has told what the reply lacks.", remedy)])
    appellate = first_appellate_office(target.office, target.office.place, dabi.catalogue.offices)
    if appellate is None:
        remedy = "Look for it on the office's board or in its reply, and write it into offices.yaml."
        raise InputProblems([Problem(target.office.id, "its first appellate authority is not known.", remedy, "faa")])
    if not appellate.verified:
        if not confirmed:
            remedy = "Ask there; then a coordinator writes with --confirm."
            what = "its first appellate authority's post and address are not verified."
            raise InputProblems([Problem(target.office.id, what, remedy)])
        record.need(Right.CONFIRM)
    context = compose_campaign_appeal(
        reference,
        target.language,
        applicant=made.applicants[target.applicant],
        appellate=appellate,
        request=_cited(target.office, matter, found),
        grounds=ground_texts(dabi.catalogue, found.grounds),
        clock=found.clock,
        limit=found.limit,
        today=on,
    )
    return draft(
        record, campaign, target, appellate.id, LetterKind.FIRST_APPEAL, context,
        cites=(reference,), confirmed=not appellate.verified,
        limits={**facts_of(found.clock), **own_facts(found.limit, found.clock)},
    )  # fmt: skip


def _cited(office: Office, matter: Matter, found: RequestAppeal) -> Cited:
    """The request as its appeal recites it, with the reply where there is one."""
    history, reply = matter.request, found.answer
    numbers = [event.beside for event in matter.events if event.kind is EventKind.RECEIPT_RECORDED]
    memo = next((event.beside.get("memo_no", "") for event in matter.events if reply and event.seq == reply.seq), "")
    return Cited(
        history.letter.reference,
        history.letter.kind,
        office,
        history.letter.written_on,
        history.filed_on,
        history.received_on,
        next((beside["diary_no"] for beside in reversed(numbers) if "diary_no" in beside), ""),
        proof=proof_of(history),
        answer=Answered(reply.outcome, reply.on, memo) if reply is not None else None,
    )
