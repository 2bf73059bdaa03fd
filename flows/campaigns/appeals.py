"""Appeals on a campaign's requests, by the same citizens: to the appellate authority, then to the Commission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.campaigns.letters import Draft, draft, print_all
from flows.campaigns.plan import Plan, Target
from flows.campaigns.steps import Told, matters_of, plan_of
from flows.wiring import Dabi
from flows.write_letters.contexts import ground_texts, proof_of
from rules.appeals import COMMISSION
from rules.derivation import Derivation
from rules.errors import InputProblems, Problem
from rules.events import EventKind
from rules.history import Reply
from rules.letter_clock import clock_of_matter
from rules.letters import LetterKind
from rules.office import Office, first_appellate_office
from rules.request_appeals import RequestAppeal
from rules.roles import Right
from rules.stated_limits import facts_of, own_facts
from rules.status import answer_of
from store.record import Record
from templates.campaign_letter import compose_campaign_appeal, compose_campaign_second_appeal
from templates.letter_case import Answered, Cited


def appeal(dabi: Dabi, campaign: str, on: date, out: Path, *, confirmed: bool) -> tuple[list[str], list[Problem]]:
    """Write the appeal that is open on each request, the first or the second; references, and what could not be made.

    A reply that nobody has held against the checklist is a problem: what it lacks is a ground. So is an authority that
    nobody has verified, unless ``confirmed``: then a coordinator has looked it up, and the record says so (NotAllowed
    for anybody else). A second appeal waits for a lawyer's approval, told of the request.
    """
    made = plan_of(dabi, campaign)
    drafts: list[Draft] = []
    problems: list[Problem] = []
    with dabi.store.begin(dabi.actor) as record:
        matters = matters_of(record, campaign, on)
        for target in made.targets:
            matter = matters.get(target.office.id)
            open_one = matter.open_appeal(on, dabi.catalogue) if matter is not None else None
            if matter is None or open_one is None:
                continue
            writer, (_, found) = _Writer(dabi, record, campaign, made, target, on, confirmed), open_one
            try:
                if matter.appeal is None:
                    drafts.append(writer.first(matter.request, found))
                else:
                    drafts.append(writer.second(matter.request, matter.appeal, found))
            except InputProblems as error:
                problems += error.problems
        record.commit()
    references, failed = print_all(dabi, campaign, drafts, on, out)
    return references, [*problems, *failed]


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the appeals on one authority's request. InputProblems where one must wait."""

    dabi: Dabi
    record: Record
    campaign: str
    plan: Plan
    target: Target
    on: date
    confirmed: bool

    def first(self, request: Told, found: RequestAppeal) -> Draft:
        """To the authority that hears appeals against the office: on silence, a refusal, or what was left out."""
        reference = request.history.letter.reference
        if found.unread:
            remedy = f"Hold it against the checklist: 'dabi letters checklist {reference} --lacks CODES', or 'nothing'."
            raise InputProblems([Problem(reference, "nobody has told what the reply lacks.", remedy)])
        appellate = self._checked(self._appellate(), "its first appellate authority's post and address")
        context = compose_campaign_appeal(
            reference,
            self.target.language,
            applicant=self.plan.applicants[self.target.applicant],
            appellate=appellate,
            request=_cited(self.target.office, request, found.answer),
            grounds=ground_texts(self.dabi.catalogue, found.grounds),
            clock=found.clock,
            limit=found.limit,
            today=self.on,
        )
        return self._draft(LetterKind.FIRST_APPEAL, appellate, context, found, (reference,))

    def second(self, request: Told, first: Told, found: RequestAppeal) -> Draft:
        """To the Information Commission: on silence, a refusal, or an order that was not obeyed."""
        law, kind = self.dabi.catalogue, LetterKind.SECOND_APPEAL
        references = (request.history.letter.reference, first.history.letter.reference)
        commission = self._checked(
            law.offices.at(COMMISSION, self.target.office.place), "the Commission's post and address"
        )
        lawyer = law.offices.kind(COMMISSION).lawyer
        if lawyer and not request.approved(kind):
            remedy = f"Show one the papers: 'dabi claims approve {references[0]} --step {kind} --lawyer NAME'."
            raise InputProblems([Problem(references[0], "no lawyer has approved the second appeal.", remedy)])
        context = compose_campaign_second_appeal(
            references[0],
            self.target.language,
            applicant=self.plan.applicants[self.target.applicant],
            commission=commission,
            request=_cited(
                self.target.office,
                request,
                answer_of(request.history, self.on),
                clock_of_matter(request.history, law),
            ),
            first=_cited(self._appellate(), first, found.answer, found.clock if found.answer is None else None),
            grounds=ground_texts(law, found.grounds),
            limit=found.limit,
            lawyer_first=lawyer,
            today=self.on,
        )
        return self._draft(kind, commission, context, found, references)

    def _appellate(self) -> Office:
        office = self.target.office
        found = first_appellate_office(office, office.place, self.dabi.catalogue.offices)
        if found is None:
            remedy = "Look for it on the office's board or in its reply, and write it into offices.yaml."
            raise InputProblems([Problem(office.id, "its first appellate authority is not known.", remedy, "faa")])
        return found

    def _checked(self, authority: Office, what: str) -> Office:
        """The authority, if it is verified or a coordinator has looked it up."""
        if not authority.verified and not self.confirmed:
            remedy = "Ask there; then a coordinator writes with --confirm."
            raise InputProblems([Problem(self.target.office.id, f"{what} are not verified.", remedy)])
        if not authority.verified:
            self.record.need(Right.CONFIRM)
        return authority

    def _draft(
        self, kind: LetterKind, to: Office, context: dict[str, object], found: RequestAppeal, cites: tuple[str, ...]
    ) -> Draft:
        return draft(
            self.record, self.campaign, self.target, to.id, kind, context, cites=cites, confirmed=not to.verified,
            limits={**facts_of(found.clock), **own_facts(found.limit, found.clock)},
        )  # fmt: skip


def _cited(office: Office, told: Told, reply: Reply | None, overdue: Derivation | None = None) -> Cited:
    """A letter as an appeal recites it, with the answer to it where there is one, else its limit that has passed."""
    history = told.history
    numbers = [event.beside for event in told.events if event.kind is EventKind.RECEIPT_RECORDED]
    memo = next((event.beside.get("memo_no", "") for event in told.events if reply and event.seq == reply.seq), "")
    return Cited(
        history.letter.reference,
        history.letter.kind,
        office,
        history.letter.written_on,
        history.filed_on,
        history.received_on,
        next((beside["diary_no"] for beside in reversed(numbers) if "diary_no" in beside), ""),
        overdue=overdue,
        proof=proof_of(history),
        answer=Answered(reply.outcome, reply.on, memo) if reply is not None else None,
    )
