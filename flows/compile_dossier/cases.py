"""One claim as a dossier tells it: its sheet, its proofs, and what it adds to the demands and the legal note."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import regex

from flows.cases import Case
from flows.wiring import Dabi
from rules.derivation import Derivation
from rules.events import Event, EventKind
from rules.letter_clock import clock_of
from rules.letters import CARRIERS, Language, Letter, LetterKind
from rules.next_step import Steps
from rules.rows import Basis
from rules.statistics import Waiting
from rules.status import CLAIM_KINDS
from rules.text import Text, joined, number_words
from templates.dossier_data import Annexure, CaseSheet, ChronologyRow, Demand, DueDate, LegalNote
from templates.dossier_words import OUTCOMES, happened, proof

Chosen = Sequence[tuple[Case, Steps]]
ANSWER_DAYS = 15  # within which each officer is asked to decide (law.md 9: a reminder after 15 days)
_ASKED = Text("{days} days asked for in the letter", "চিঠিতে {days} দিন চাওয়া হয়েছিল")
_RELIEF = Text(
    "A decision on the application for {service}, in writing, and its delivery.",
    "{service} বিষয়ক দরখাস্তের লিখিত সিদ্ধান্ত এবং প্রাপ্য হাতে পৌঁছে দেওয়া।",
)
_DEMAND = Text(
    "{where}: decide the {number} pending applications ({services}) and tell each applicant in writing.",
    "{where}: পড়ে থাকা {number}টি দরখাস্তের ({services}) সিদ্ধান্ত নিয়ে প্রত্যেক আবেদনকারীকে লিখিতভাবে জানানো।",
)
_PANCHAYATS = Text("Gram Panchayats of {block} block", "{block} ব্লকের গ্রাম পঞ্চায়েত")
_TAG = regex.compile(r"\bS\d+[a-z]?\b")  # of a page in sources.yaml: [S77], [S36][S37b]
_SITE = regex.compile(r"(?<![\w./])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w.])")
_ANSWERED = Text("answered", "উত্তর পাওয়া গেছে")
_SILENT = Text("no answer, time over", "উত্তর নেই, সময় পেরিয়েছে")
_RUNNING = Text("time still running", "সময় এখনও চলছে")
_VERIFIED = {
    "sourced": Text("read at the source", "মূল সূত্রে পড়া"),
    "secondary": Text("from a secondary source", "গৌণ সূত্র থেকে"),
    "general-knowledge": Text("general knowledge, to be verified", "সাধারণ জ্ঞান, যাচাই বাকি"),
    "derived": Text("computed from sourced facts", "সূত্র থেকে নির্ণীত"),
}


class Annexures:
    """The proofs of one dossier, numbered in the order in which the sheets speak of them."""

    def __init__(self, dabi: Dabi, language: Language) -> None:
        self._dabi = dabi
        self._language = language
        self._listed: list[Annexure] = []
        self._codes: dict[str, str] = {}  # by the picture's address: one annexure for a mark, however often it is told

    @property
    def listed(self) -> tuple[Annexure, ...]:
        return tuple(self._listed)

    def add(self, case: Case, event: Event, caption: str) -> str:
        """The annexure's code for an event whose proof is a picture of the office's mark; empty where there is none."""
        picture = event.facts.get("proof")
        if (
            event.kind is not EventKind.RECEIPT_RECORDED
            or not isinstance(picture, str)
            or not event.facts.get("cropped")
        ):
            return ""
        if picture in self._codes:
            return self._codes[picture]
        code = self._codes[picture] = f"A-{len(self._listed) + 1:02d}"
        data = self._dabi.store.vault.get(picture, "system:compile_dossier")
        self._listed.append(Annexure(code, case.claim.code, event.letter or "", caption, data))
        return code


def first_filed(case: Case) -> date:
    """The day on which the claim first went to an office; the day of its first letter where none was filed."""
    days = [event.on for event in case.counting if event.kind in (EventKind.LETTER_FILED, EventKind.RECEIPT_RECORDED)]
    return min(days or [letter.written_on for letter in case.letters])


def _claim_letters(case: Case) -> list[Letter]:
    """Letters of the claim itself, oldest first; requests under the RTI Act run beside it."""
    return [letter for letter in case.letters if letter.kind in CLAIM_KINDS and _filed(case, letter)]


def _filed(case: Case, letter: Letter) -> bool:
    """Whether it was handed in or sent, also by another letter that carries it."""
    papers = {one.reference for one in case.letters if one.kind in CARRIERS and letter.reference in one.cites}
    papers.add(letter.reference)
    return any(event.letter in papers and event.kind is EventKind.LETTER_FILED for event in case.counting)


def waiting(dabi: Dabi, case: Case, on: date, language: Language) -> Waiting:
    """The claim as the tables count it."""
    letter = _claim_letters(case)[-1]
    offices = dabi.catalogue.offices
    block = offices.areas.find_block(case.claim.block, case.claim.district)
    return Waiting(
        service=case.service.name.of(language),
        block=block.name.of(language) if block else case.claim.block,
        level=offices.office(letter.office, case.place).designation.of(language),
        rung=letter.rung,
        days=(on - first_filed(case)).days,
    )


def case_sheet(dabi: Dabi, case: Case, steps: Steps, annexures: Annexures, on: date, language: Language) -> CaseSheet:
    letters = _claim_letters(case)
    letter = letters[-1]
    office = dabi.catalogue.offices.office(letter.office, case.place)
    block = dabi.catalogue.offices.areas.find_block(case.claim.block, case.claim.district)
    receipts = [event for event in case.counting if event.kind is EventKind.RECEIPT_RECORDED]
    replies = [event for event in case.counting if event.kind is EventKind.REPLY_RECORDED]
    ours = {one.reference for one in letters}
    over = max((o for o in steps.overdue if o.letter in ours), key=lambda o: o.days, default=None)
    return CaseSheet(
        code=case.claim.code,
        service=case.service.name.of(language),
        block=block.name.of(language) if block else case.claim.block,
        office=office.name.of(language),
        level=office.designation.of(language),
        filed_on=first_filed(case),
        proof=proof(receipts[-1]).of(language) if receipts else "",
        due=_due(over.clock if over else _running(dabi, case, letter, on), language),
        days_overdue=over.days if over else 0,
        reminders=sum(one.kind is LetterKind.REMINDER for one in letters),
        reply=_reply(replies[-1], language) if replies else "",
        relief=_RELIEF.filled(service=case.service.name).of(language),
        chronology=tuple(_chronology(dabi, case, annexures, on, language)),
    )


def _running(dabi: Dabi, case: Case, letter: Letter, on: date) -> Derivation | None:
    """The time limit that runs for a letter which is not overdue."""
    history = next(one for one in case.history(on).letters if one.letter == letter)
    return clock_of(history, case.claim, case.ladder, dabi.catalogue)


def _due(clock: Derivation | None, language: Language) -> DueDate:
    if clock is None:
        return DueDate(None, Basis.CONVENTION, "")
    basis = clock.basis if clock.firm else Basis.CONVENTION
    if basis is Basis.CONVENTION and clock.due is not None:
        days = number_words((clock.due - clock.start).days)
        return DueDate(clock.due, basis, _ASKED.filled(days=days).of(language))
    return DueDate(clock.due, basis, clock.provision.of(language))


def _reply(event: Event, language: Language) -> str:
    said = OUTCOMES[str(event.facts["outcome"])].of(language)
    number = event.beside.get("memo_no", "")
    return f"{number}: {said}" if number else said


def _chronology(dabi: Dabi, case: Case, annexures: Annexures, on: date, language: Language) -> Iterable[ChronologyRow]:
    letters = {letter.reference: letter for letter in case.letters}
    last = {(event.letter, event.on): event for event in case.counting if event.kind is EventKind.RECEIPT_RECORDED}
    for event in case.counting:
        if event.kind is EventKind.RECEIPT_RECORDED and last[event.letter, event.on] is not event:
            continue  # told once more, with its number
        letter = letters.get(event.letter or "")
        said = happened(event, letter.kind if letter else None)
        if said is None or event.on > on:
            continue
        office = dabi.catalogue.offices.office(letter.office, case.place).name.of(language) if letter else ""
        code = annexures.add(case, event, said.of(language))
        yield ChronologyRow(event.on, said.of(language), office, proof(event).of(language), code)


def demands(dabi: Dabi, chosen: Chosen, on: date, language: Language) -> tuple[Demand, ...]:
    """One point for each office that claims wait for, the largest first; panchayats together by block, because a
    single claim at a small one would point to a person."""
    offices = dabi.catalogue.offices
    waiting_at: dict[tuple[Text, Text], Counter[str]] = defaultdict(Counter)
    for case, _ in chosen:
        office = offices.office(_claim_letters(case)[-1].office, case.place)
        where = office.name
        if office.kind == "gp":
            block = offices.areas.find_block(case.claim.block, case.claim.district)
            where = _PANCHAYATS.filled(block=block.name) if block else office.name
        waiting_at[where, office.designation][case.service.id] += 1
    by = on + timedelta(days=ANSWER_DAYS)
    listed = []
    for (where, officer), counts in sorted(waiting_at.items(), key=lambda item: (-item[1].total(), item[0][0].en)):
        services = joined(
            _counted(dabi.catalogue.services[service].name, number) for service, number in sorted(counts.items())
        )
        words = _DEMAND.filled(where=where, number=number_words(counts.total()), services=services)
        listed.append(Demand(words.of(language), officer.of(language), by))
    return tuple(listed)


def _counted(service: Text, number: int) -> Text:
    return Text("{service} {number}", "{service} {number}").filled(service=service, number=number_words(number))


def rti_states(chosen: Chosen, language: Language) -> tuple[tuple[str, int], ...]:
    """How many requests under the RTI Act were answered, are overdue, or still run."""
    counts: Counter[str] = Counter()
    for case, steps in chosen:
        over = {o.letter for o in steps.overdue}
        for letter in case.letters:
            if letter.kind is not LetterKind.RTI_REQUEST or not _filed(case, letter):
                continue
            replied = bool(case.letter_events(letter.reference, EventKind.REPLY_RECORDED))
            state = _ANSWERED if replied else _SILENT if letter.reference in over else _RUNNING
            counts[state.of(language)] += 1
    return tuple(counts.most_common())


def legal_notes(dabi: Dabi, chosen: Chosen, language: Language) -> tuple[LegalNote, ...]:
    """Each provision under which something is overdue, with its source and how sure we are of it."""
    rules = sorted({o.clock.rule for _, steps in chosen for o in steps.overdue})
    rows = [dabi.catalogue.clocks[rule] for rule in rules]
    pages = {source.id: source.at for source in dabi.catalogue.sources}
    return tuple(
        LegalNote(
            provision=row.provision.of(language),
            says=row.name.of(language),
            source=_source(row.source, pages),
            verification=_VERIFIED[row.verification.value].of(language),
        )
        for row in rows
    )


def _source(text: str, pages: Mapping[str, str]) -> str:
    """The sites on which a row of the law was read, by its tags; what else is known of it stands in docs/law.md."""
    tags = _TAG.findall(text)
    sites = [site for tag in tags for part in pages.get(tag, "").split(";") for site in _SITE.findall(part)[:1]]
    return ", ".join(dict.fromkeys(sites)) or "–"
