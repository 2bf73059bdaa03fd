"""Scans read: papers identified, facts checked, and each paper recorded or queued for a person with its crop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from extractors.match import Candidate as Known
from extractors.match import match
from extractors.numbers import kind_of
from extractors.receipt import NO_MARK, PAGES
from flows.recording import NOTHING, Settled, for_each, is_repeated, problems, record_settled, recorded_of
from flows.take_in_scans.archive import Archive, candidates
from flows.take_in_scans.papers import Paper, open_and_read
from flows.take_in_scans.twins import Twin, contradicts, twins
from flows.wiring import Dabi
from rules.errors import Problem
from rules.events import EventKind
from rules.findings import DocumentKind, Finding, Method, Outcome, ReadDocument, ReviewReason
from rules.grounds import CHECKLIST, Element
from rules.letters import RTI_KINDS, Letter, LetterKind
from rules.roles import Right
from store.keys import intake
from store.record import Record
from store.reviews import Candidate, ReviewEntry
from store.scans import Scan
from store.states import ItemState, ReviewState, ScanState

ACTOR = "system:take_in_scans"
NUMBER = {DocumentKind.RECEIPT: "diary_no", DocumentKind.REPLY: "memo_no"}  # that the office gave
_VALUES = {
    DocumentKind.RECEIPT: ("received_date", "diary_no"),
    DocumentKind.REPLY: ("letter_date", "memo_no", "fee_amount", "hearing_date"),
}
_KNOWN_BY = {True: "its code stands on the paper", False: "the paper is its page, by print or likeness"}
_BEST_CANDIDATES = 5
_PERHAPS = 0.15  # confidence of a doubtful date from which the day on record bears it out
_EXEMPTIONS = ("8(", "9", "24(")  # sections under which information is refused


@dataclass(frozen=True, slots=True)
class Decision:
    """What to record of a paper, and what a person must settle: ``reasons`` empty means that all of it is certain.

    ``also``: the letters that a reply answers besides the one in ``settled``.
    """

    settled: Settled
    reasons: tuple[ReviewReason, ...]
    candidates: tuple[Candidate, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def number_waits(self) -> bool:
        """Whether only the office's number is unsure: the rest stands and starts the clock, the number is asked for."""
        number = NUMBER.get(self.settled.kind)
        return bool(self.reasons) and all(reason.field == number for reason in self.reasons)

    def doubts(self, fact: str) -> bool:
        """Whether one fact of the paper, or its ``letter``, is asked about: as is each where its pages are."""
        asked = {fact, PAGES} | ({"reference"} if fact == "letter" else set())
        return any(reason.field in asked for reason in self.reasons)

    def without_doubtful_number(self) -> Decision:
        """The same without a number that is unsure, so that it is not recorded with the rest."""
        if not self.number_waits:
            return self
        number = NUMBER[self.settled.kind]
        values = {name: value for name, value in self.settled.values.items() if name not in (number, "number_kind")}
        return replace(self, settled=replace(self.settled, values=values))


def read_scans(dabi: Dabi, job: str, scan_ids: Sequence[int], on: date) -> list[dict[str, int]]:
    """Read scans and record or queue every paper on them; one that cannot be read stops no other."""
    with dabi.store.begin(ACTOR, read_only=True) as record:
        scans = [scan for scan in map(record.scan, scan_ids) if scan is not None and scan.state is ScanState.RECEIVED]
    archive, known = Archive(dabi), candidates(dabi)
    opened = open_and_read(dabi, scans, archive, on)
    counts = []
    for scan in scans:
        found = opened[scan.id]
        if found.papers:
            counts.append(_keep(dabi, job, scan, found.papers, known, on, found.problems))
        elif found.failed:
            counts.append(_unreadable(dabi, job, scan, found.failed))
        else:
            counts.append(_empty(dabi, job, scan))
    return counts


def _ask_for_pages(record: Record, scan: Scan, problems: Sequence[Problem]) -> None:
    """Queue what could not be opened of a file whose other pages were read."""
    reasons = tuple(ReviewReason("file", f"{problem.where} {problem.what} {problem.remedy}") for problem in problems)
    record.add_review(ReviewEntry(kind="file", reasons=reasons, scan=scan.id, key=f"pages:{scan.id}"))


def decide(read: ReadDocument, known: Sequence[Known], on: date) -> Decision:
    """What a paper means, and what is not certain about it."""
    made = _decide_receipt(read, known) if read.kind is DocumentKind.RECEIPT else _decide_reply(read, known, on)
    return made.without_doubtful_number()


def _values(read: ReadDocument) -> dict[str, str]:
    names = _VALUES.get(read.kind, ())
    return {name: read.facts[name][0].value for name in names if read.facts.get(name)}


def _decide_receipt(read: ReadDocument, known: Sequence[Known]) -> Decision:
    reference = read.references[0].value if read.references else ""
    reasons = list(read.needs_review)
    if not reference:
        reasons.append(ReviewReason("reference", "no reference could be read"))
    values = _values(read)
    handed = next((one.handed_on for one in known if one.reference == reference), None)
    if handed is not None:
        values, reasons = _as_handed_in(read, values, reasons, handed)
    if "diary_no" in values and (kind := kind_of(read.text)) is not None:
        values["number_kind"] = kind.value
    shown = tuple(Candidate(one.value, one.confidence, _KNOWN_BY[one.method is Method.QR]) for one in read.references)
    return Decision(Settled(read.kind, reference, values), tuple(reasons), shown)


def _as_handed_in(
    read: ReadDocument, values: dict[str, str], reasons: list[ReviewReason], handed: date
) -> tuple[dict[str, str], list[ReviewReason]]:
    """Values and reasons in the light of the day on which, by the record, the letter was given into the office's hand.

    What a mark says of that very day is borne out, however unsure its reading; any other day is asked about. Where no
    day can be read on the mark, that of the record is offered to whoever looks.
    """
    day, found = handed.isoformat(), read.facts.get("received_date", ())
    sound = {one.value for one in found if one.doubt is None}
    if _is_borne_out(found, day):
        return {**values, "received_date": day}, [why for why in reasons if why.field != "received_date"]
    if sound and not any(why.field == "received_date" for why in reasons):
        why = f"by the record it was handed in on {day}, and the mark says {', '.join(sorted(sound))}"
        return values, [*reasons, ReviewReason("received_date", why)]
    if not found and not any(why.reason == NO_MARK for why in reasons):
        return {**values, "received_date": day}, reasons
    return values, reasons


def _is_borne_out(found: Sequence[Finding], day: str) -> bool:
    """Whether what was read, best first, says the day on record: soundly, or in doubt where an office writes its dates.

    Of several sound days it must be the first, and a stamp's or the strip's: a later one is that on which a clerk
    passed the paper on, and an earlier one, or a pen of ours, leaves open which is the office's. In doubt it must read
    better than any other day that an office wrote.
    """
    said, others = ([one for one in found if (one.value == day) is same] for same in (True, False))
    sound = [one for one in found if one.doubt is None]
    if not sound:
        best = max((one.confidence for one in said if one.stamped), default=0.0)
        return best >= _PERHAPS and all(one.confidence < best for one in others if one.stamped)
    rivals = [one.value for one in sound if one.value != day]
    return any(one.stamped or not rivals for one in said if one.doubt is None) and all(day < one for one in rivals)


def _decide_reply(read: ReadDocument, known: Sequence[Known], on: date) -> Decision:
    ranked = match(read, known)
    reasons = list(read.needs_review)
    if ranked.doubt:
        reasons.append(ReviewReason("letter", ranked.doubt))
    values = _values(read)
    if read.outcome is None or read.outcome.value == Outcome.UNKNOWN:
        if not any(reason.field == "outcome" for reason in reasons):
            reasons.append(ReviewReason("outcome", "what the office decided could not be read"))
    else:
        values["outcome"] = read.outcome.value
        requests = {one.reference for one in known if one.is_request}
        if read.outcome.value == Outcome.GRANTED and requests.intersection(ranked.sure):
            reasons.append(ReviewReason("outcome", "it grants something, and the letter asks for information"))
    if read.kind is DocumentKind.OTHER and not any(reason.field == "kind" for reason in reasons):
        reasons.append(ReviewReason("kind", "it is neither our receipt copy nor clearly a reply"))
    best = ranked.candidates[:_BEST_CANDIDATES]
    letter = ranked.sure[0] if ranked.sure else best[0].reference if best else ""
    shown = tuple(Candidate(c.reference, min(c.score / 100, 1.0), "; ".join((*c.reasons, *c.objections))) for c in best)
    return Decision(Settled(DocumentKind.REPLY, letter, values), tuple(reasons), shown, ranked.sure[1:])


def _keep(
    dabi: Dabi,
    job: str,
    scan: Scan,
    papers: Sequence[Paper],
    known: Sequence[Known],
    on: date,
    lost: Sequence[Problem] = (),
) -> dict[str, int]:
    """Record or queue every paper of one scan, and ask for the pages that are ``lost``, in one transaction."""
    decisions = [decide(paper.read, known, on) for paper in papers]

    counts = {"documents": len(papers), "recorded": 0, "queued": 0, "repeated": 0}
    with dabi.store.begin(ACTOR) as record:
        if _is_settled(record, scan):
            return {}
        for paper, decision in zip(papers, decisions, strict=True):
            counts[keep_paper(dabi, record, scan, paper, decision, on)] += 1
        if lost:
            _ask_for_pages(record, scan, lost)
            counts["queued"] += 1
        record.settle_scan(scan.id, ScanState.READ)
        record.mark_item(job, str(scan.id), ItemState.REVIEW if counts["queued"] else ItemState.DONE)
        record.commit()
    return counts


def keep_paper(
    dabi: Dabi,
    record: Record,
    scan: Scan,
    paper: Paper,
    decision: Decision,
    on: date,
    document: int | None = None,
) -> str:
    """Record one paper of a scan, or queue it; "recorded", "queued" or "repeated".

    ``document``: where its pages stand on record already, as a person grouped them; else they are put there.
    """
    settled, read = decision.settled, paper.read

    def keep(picture: bytes) -> str:
        return dabi.store.vault.put(picture, intake(scan.sha256))

    known = record.letter(settled.letter) if settled.letter else None
    answered = for_each(record, settled, decision.also)
    wrong = [ReviewReason(p.field or p.where, p.what) for one in answered for p in problems(record, one, on)]
    if not _is_one_matter(record, answered):
        wrong.append(ReviewReason("letter", "it answers letters of several claims: does it say the same to each?"))
    regrouped = document is not None
    if document is None:
        document = record.add_document(scan.id, read)
    if _is_bare(decision) and recorded_of(record, settled.letter, EventKind.RECEIPT_RECORDED):
        record.bind_document(document, settled.letter)
        return "repeated"
    # By which a job that is run again finds what it asked; what a person regroups may have been one question before.
    key = None if regrouped else f"document:{document}:{'-'.join(map(str, read.pages))}"
    certain = not wrong and (not decision.reasons or decision.number_waits)
    same = twins(dabi, record, settled.letter, paper, document) if known is not None and not regrouped else []
    doubted = {reason.field for reason in decision.reasons}
    sound = {name: value for name, value in settled.values.items() if name not in doubted}
    if not certain and same and not any(contradicts(sound, twin) for twin in same):
        _join_to(record, document, same[0])
        return "repeated"
    for one in answered if certain else ():
        record.bind_document(document, one.letter)
    reasons = (*decision.reasons, *(w for w in wrong if w.field not in {r.field for r in decision.reasons}))
    if decision.also:
        settled = replace(settled, values={**settled.values, "also_answers": ", ".join(decision.also)})
    if not certain:
        shown = [keep(picture) for picture in paper.pictures]
        lacks = to_check(read, settled, known, _asked(record, settled, known))
        settled = replace(settled, values={**settled.values, **lacks})
        _ask(record, scan, document, settled, reasons, decision.candidates, shown, known is not None, key)
        return "queued"
    proof = keep(paper.pictures[0]) if read.proof_page and not is_repeated(record, settled) else None
    seen = [_as_seen(record, read, one) for one in answered]
    told = [record_settled(record, one, on, document=document, proof=proof) for one in seen]
    join_bare(record, settled)
    for twin in same:
        if twin.entry is not None:
            record.bind_document(twin.document, settled.letter)
            record.settle_review(twin.entry.id, ReviewState.JOINED)
    if (new := any(told)) and decision.number_waits:
        pictures = [keep(picture) for picture in paper.pictures]
        _ask(record, scan, document, settled, reasons, (), pictures, True, key)
    return "recorded" if new else "repeated"


def _join_to(record: Record, document: int, twin: Twin) -> None:
    """The same paper again: it answers what the earlier scan of it answers, now or when that is settled."""
    record.give_pages(document, twin.document)
    for one in record.documents(ids=[twin.document]):
        for letter in one.letters:
            record.bind_document(document, letter)


def _is_bare(decision: Decision) -> bool:
    """Whether this is a side of our own letter on which the office put nothing: it asks nothing where another did."""
    reasons = {reason.reason for reason in decision.reasons}
    return decision.settled.kind is DocumentKind.RECEIPT and not decision.settled.values and reasons == {NO_MARK}


def join_bare(record: Record, settled: Settled) -> None:
    """Ask no more about the bare sides of a letter whose receipt is on record now: they are part of its copy."""
    if settled.kind is not DocumentKind.RECEIPT:
        return
    for entry in record.reviews(letter=settled.letter):
        if is_bare(entry) and entry.document is not None:
            record.bind_document(entry.document, settled.letter)
            record.settle_review(entry.id, ReviewState.JOINED)


def is_bare(entry: ReviewEntry) -> bool:
    """Whether an entry asks about a side of our own letter on which the office put nothing."""
    reasons = {reason.reason for reason in entry.reasons}
    return entry.kind == DocumentKind.RECEIPT and not entry.facts and reasons == {NO_MARK}


def _is_one_matter(record: Record, answered: Sequence[Settled]) -> bool:
    """Whether a reply answers one letter, or several of one claim: to another claim it may say another thing."""
    letters = [record.letter(one.letter) for one in answered]
    claims = {letter.claim if letter else None for letter in letters}
    return len(letters) == 1 or (len(claims) == 1 and None not in claims)


def _as_seen(record: Record, read: ReadDocument, settled: Settled) -> Settled:
    """A reply to a request that is recorded without a hand, with what it seems to lack for whoever looks at it next."""
    letter = record.letter(settled.letter)
    if letter is None or letter.kind not in RTI_KINDS or settled.kind is not DocumentKind.REPLY:
        return settled
    lacks = to_check(read, settled, letter, _asked(record, settled, letter)).get("lacks", NOTHING)
    return replace(settled, values={**settled.values, "seems_lacking": lacks})


def _asked(record: Record, settled: Settled, letter: Letter | None) -> int:
    """How many questions the request asks that a reply answers; 0 where that is not known, or not for the actor."""
    if letter is None or letter.kind is not LetterKind.RTI_REQUEST or settled.kind is not DocumentKind.REPLY:
        return 0
    if not record.may(Right.NAMES):
        return 0
    filled = record.letter_contexts([letter.reference], purpose="take_in_scans")
    return len(filled.get(letter.reference, {}).get("questions", ()))


def to_check(read: ReadDocument, settled: Settled, letter: Letter | None, asked: int) -> dict[str, str]:
    """What a reply to a request of so many questions seems to lack, for a person to say: the machine may have failed to
    see it. A reply that numbers no answers is not counted."""
    if letter is None or letter.kind not in RTI_KINDS or settled.kind is not DocumentKind.REPLY:
        return {}
    sections = [finding.value for finding in read.facts.get("section", ()) if finding.value.startswith(_EXEMPTIONS)]
    checklist = CHECKLIST.get(Outcome(settled.values.get("outcome", Outcome.UNKNOWN)), ())
    seen: dict[Element, object] = {Element.SECTION: sections, Element.OFFICER: read.facts.get("officer")}
    seen |= dict.fromkeys((Element.APPEAL_PERIOD, Element.APPELLATE), read.facts.get("appeal_line"))
    if answers := read.facts.get("answers"):
        seen[Element.ANSWERS] = answers if len(answers) >= asked else ()
    lacks = [element.value for element in checklist if element in seen and not seen[element]]
    found = {"section": sections[0]} if sections else {}
    return found | ({"lacks": ",".join(lacks)} if lacks else {})


def _ask(
    record: Record,
    scan: Scan,
    document: int,
    settled: Settled,
    reasons: Sequence[ReviewReason],
    shown: tuple[Candidate, ...],
    pictures: Sequence[str],
    is_known: bool,
    key: str | None,
) -> None:
    entry = ReviewEntry(
        kind=settled.kind.value,
        reasons=tuple(reasons),
        candidates=shown,
        crops=tuple(pictures),
        scan=scan.id,
        document=document,
        letter=settled.letter if is_known else None,
        facts=dict(settled.values),
        key=key,
    )
    record.add_review(entry)


def _is_settled(record: Record, scan: Scan) -> bool:
    """Whether another job has read this scan meanwhile."""
    now = record.scan(scan.id)
    return now is None or now.state is not ScanState.RECEIVED


def _unreadable(dabi: Dabi, job: str, scan: Scan, said: str) -> dict[str, int]:
    """Queue a file of which nothing could be made; the original stays in the vault."""
    with dabi.store.begin(ACTOR) as record:
        if _is_settled(record, scan):
            return {}
        reason = ReviewReason("file", said)
        record.add_review(ReviewEntry(kind="file", reasons=(reason,), scan=scan.id, key=f"scan:{scan.id}"))
        record.settle_scan(scan.id, ScanState.UNREADABLE)
        record.mark_item(job, str(scan.id), ItemState.REVIEW)
        record.commit()
    return {"documents": 0, "recorded": 0, "queued": 1, "repeated": 0}


def _empty(dabi: Dabi, job: str, scan: Scan) -> dict[str, int]:
    """Nothing is asked of a file of blank sides and separator sheets; the original stays in the vault."""
    with dabi.store.begin(ACTOR) as record:
        if _is_settled(record, scan):
            return {}
        record.settle_scan(scan.id, ScanState.READ)
        record.mark_item(job, str(scan.id), ItemState.DONE)
        record.commit()
    return {"empty": 1}
