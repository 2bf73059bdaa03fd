"""The context of each letter, made of what rules know: who writes, to whom, on what, under which limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.derivation import Derivation
from rules.errors import InputProblems, Problem
from rules.letters import Language, LetterKind
from rules.offices import Office
from rules.people import Claim, Identity
from rules.rows import Basis, Service, Verification
from rules.text import Text
from templates.applicant import Applicant, keeps_from_panchayat, of_citizen, of_claimant
from templates.paragraphs import Paragraphs, words_for
from templates.wording import KIND_NAMES, date_in, mark_in, number_in, period_in, provision_in

AGGREGATE = "aggregate"  # a request about figures, by a social worker as a citizen
OWN_FILE = "own_file"  # a request about her own application, by the claimant
_ANSWER_DAYS = 15  # within which a reminder or escalation requests an answer (law.md 6, fallback)
_ANSWER_DAYS_DM = 30
_FAA = Text("First Appellate Authority", "প্রথম আপীল কর্তৃপক্ষ")
_COPY_OF_LETTERS = Text("Copies of the letters cited", "উল্লিখিত পত্রগুলির নকল")
_COPY_OF_RECEIPTS = Text("Copies of their receipts", "প্রাপ্তি স্বীকারের নকল")
_COPY_OF_REQUEST = Text("Copy of the request for information", "তথ্যের আবেদনের নকল")
_COPY_OF_PROOF = Text("Copy of the proof of its receipt or despatch", "আবেদন জমা বা পাঠানোর প্রমাণের নকল")
_BPL_PROOF = Text("Proof of living below the poverty line", "দারিদ্র্যসীমার নীচে থাকার প্রমাণপত্র")


@dataclass(frozen=True, slots=True)
class Cited:
    """An earlier letter that the new one recites. ``overdue`` is its clock, if its answer is overdue."""

    reference: str
    kind: LetterKind
    office: Office
    written_on: date
    filed_on: date | None = None
    received_on: date | None = None
    diary_no: str = ""
    overdue: Derivation | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """Everything that one letter is made of."""

    kind: LetterKind
    where: str
    claim: Claim
    identity: Identity
    office: Office
    service: Service
    today: date
    cited: Sequence[Cited]
    clock: Derivation | None
    variant: str
    applicant: Applicant | None
    copy_to: Sequence[Office]
    words: Paragraphs

    @property
    def language(self) -> Language:
        return self.claim.language

    @property
    def aggregate(self) -> bool:
        return self.variant == AGGREGATE

    def of(self, text: Text) -> str:
        return text.of(self.language)

    def day(self, day: date | None) -> str:
        return "" if day is None else date_in(self.language, day)


def compose(
    kind: LetterKind,
    *,
    claim: Claim,
    identity: Identity,
    office: Office,
    service: Service,
    today: date,
    paragraphs: Mapping[str, Paragraphs],
    cited: Sequence[Cited] = (),
    clock: Derivation | None = None,
    variant: str = "",
    applicant: Applicant | None = None,
    copy_to: Sequence[Office] = (),
) -> dict[str, object]:
    """The context of one letter in the claim's language, without its reference, which the print run adds.

    ``office`` is where it goes (for a first appeal, the appellate authority's); ``cited`` are earlier letters, oldest
    first. ``clock``: for a reminder or escalation the limit that has passed, unless a cited letter has it; for a first
    appeal the limit for filing it. ``variant`` AGGREGATE takes the ``applicant`` instead of the claimant.
    Raises InputProblems with everything that must be asked first.
    """
    where = f"claim {claim.code}, {kind}"
    if kind not in MADE:
        what, remedy = f"no {KIND_NAMES[kind].en} can be made yet.", "Write it by hand, and keep a scan of its receipt."
        raise InputProblems([Problem(where, what, remedy)])
    words = words_for(service, paragraphs)
    case = _Case(
        kind,
        where,
        claim,
        identity,
        office,
        service,
        today,
        tuple(cited),
        clock,
        variant,
        applicant,
        tuple(copy_to),
        words,
    )
    who, problems = _who(case)
    problems += _missing(case)
    if problems:
        raise InputProblems(problems)
    introduction = who.pop("introduction", "")
    read_over = who.pop("read_over")
    context: dict[str, object] = {
        "date": case.day(today),
        "to": _addressee(case),
        "applicant": who,
        "keep_from_panchayat": not case.aggregate and office.kind != "gp" and keeps_from_panchayat(identity),
    }
    if kind in (LetterKind.RTI_REQUEST, LetterKind.FIRST_APPEAL):
        who["read_over"] = read_over
    else:
        who["introduction"] = introduction
    return context | _MAKERS[kind](case)


def _who(case: _Case) -> tuple[dict[str, object], list[Problem]]:
    if not case.aggregate:
        return of_claimant(case.where, case.language, case.identity, case.claim.applicant_capacity)
    if case.applicant is None:
        what = "a request about figures is made by a citizen in her own name, and none is given."
        return {"read_over": False}, [
            Problem(case.where, what, "Give the social worker's name and address.", "applicant")
        ]
    return of_citizen(case.where, case.language, case.applicant)


def _missing(case: _Case) -> list[Problem]:
    problems = []
    if not case.aggregate and not (case.claim.consent.apply and case.claim.consent.in_force(case.today)):
        problems.append(Problem(case.where, "there is no consent to apply for her.", "Ask her.", "consent_apply"))
    needs = case.kind in (LetterKind.REMINDER, LetterKind.ESCALATION) or case.variant == OWN_FILE
    if needs and not case.cited:
        problems.append(
            Problem(case.where, "there is no earlier letter to recite.", "Record the earlier letter.", "cited")
        )
    if case.kind is LetterKind.FIRST_APPEAL:
        request = _request(case)
        if request is None or _overdue(case) is None:
            what = "the request for information, or the last day for its reply, is not on record."
            problems.append(Problem(case.where, what, "Record the request and its receipt.", "cited"))
    return problems


def _addressee(case: _Case) -> dict[str, object]:
    office = case.office
    designation = case.of(office.designation)
    if case.kind is LetterKind.RTI_REQUEST:
        designation = case.of(office.pio)
    elif case.kind is LetterKind.FIRST_APPEAL:
        designation = f"{designation} ({case.of(_FAA)})"
    lines = [line for line in (case.of(office.name).strip(), case.of(office.address).strip()) if line]
    return {"designation": designation, "lines": lines, "salutation": case.of(office.salutation)}


def _application(case: _Case) -> dict[str, object]:
    service, words = case.service, case.words
    documents = service.documents if words.enclosures is None else words.enclosures
    own_words = case.claim.details_bn if case.language is Language.BENGALI else case.claim.details
    said = own_words or case.claim.details or case.claim.details_bn
    firm = (
        case.clock.firm
        if case.clock
        else service.basis is not Basis.CONVENTION
        and (service.verification is not Verification.GENERAL_KNOWLEDGE or service.verified_by is not None)
    )
    return {
        "subject": case.of(words.subject),
        "need": case.of(words.need),
        "prayer": case.of(words.prayer),
        "words": [line.strip() for line in said.splitlines() if line.strip()],
        "limit": {
            "by_law": firm,
            "provision": provision_in(case.language, service.provision) if firm else "",
            "period": period_in(case.language, service.days, service.count),
        },
        "enclosures": _list(case, documents),
        "copy_to": _copies(case, case.copy_to),
    }


def _reminder(case: _Case) -> dict[str, object]:
    return {
        **_silence(case),
        "prayer": case.of(case.words.prayer),
        "copy_to": _copies(case, case.copy_to),
    }


def _escalation(case: _Case) -> dict[str, object]:
    silent = case.cited[-1].office
    return {
        **_silence(case),
        "silent": {"officer": case.of(_officer(silent))},
        "copy_to": _copies(case, case.copy_to),
    }


def _silence(case: _Case) -> dict[str, object]:
    """What reminder and escalation share: the letters before, and the limit that has passed."""
    overdue = _overdue(case)
    days = 0 if overdue is None or overdue.due is None else max(0, (case.today - overdue.due).days)
    over = period_in(case.language, days) if case.language is Language.ENGLISH else number_in(case.language, days)
    within = _ANSWER_DAYS_DM if case.office.kind == "dm" else _ANSWER_DAYS
    return {
        "service": case.of(case.service.name),
        "need": case.of(case.words.need),
        "cites": _cites(case),
        "limit": {
            "by_law": overdue is not None and overdue.firm,
            "provision": "" if overdue is None else provision_in(case.language, overdue.provision),
            "due": "" if overdue is None else case.day(overdue.due),
            "days_over": over if days else "",
        },
        "answer_within": period_in(case.language, within),
        "enclosures": _list(case, (_COPY_OF_LETTERS, _COPY_OF_RECEIPTS)),
    }


def _rti_request(case: _Case) -> dict[str, object]:
    own = not case.aggregate
    last = case.today.replace(day=1) - timedelta(days=1)
    first = last.replace(year=last.year - 1, day=1) + timedelta(days=31)
    exempt = own and case.claim.bpl
    enclosures = [*((_COPY_OF_LETTERS, _COPY_OF_RECEIPTS) if own else ()), *((_BPL_PROOF,) if exempt else ())]
    return {
        "service": _inside(case.of(case.service.name), case.language),
        "own_file": own,
        "period": {"from": "" if own else case.day(first.replace(day=1)), "to": "" if own else case.day(last)},
        "fee": {"exempt": exempt},
        "cites": _cites(case) if own else [],
        "enclosures": _list(case, enclosures),
    }


def _first_appeal(case: _Case) -> dict[str, object]:
    request, overdue = _request(case), _overdue(case)
    assert request is not None
    assert overdue is not None
    own_limit = case.clock if case.clock is not None and case.clock.rule == "rti.fa.file" else None
    return {
        "request": {
            "pio": case.of(request.office.pio),
            "office": case.of(request.office.name),
            "date": case.day(request.written_on),
            "reference": request.reference,
            "received": case.day(request.received_on),
            "filed": "" if request.received_on else case.day(request.filed_on),
            "diary": request.diary_no,
            "due": case.day(overdue.due),
        },
        "appeal_by": "" if own_limit is None else case.day(own_limit.due),
        "enclosures": _list(case, (_COPY_OF_REQUEST, _COPY_OF_PROOF)),
    }


def _request(case: _Case) -> Cited | None:
    return next((letter for letter in reversed(case.cited) if letter.kind is LetterKind.RTI_REQUEST), None)


def _overdue(case: _Case) -> Derivation | None:
    """The limit that has passed: one laid down by law before one of our own request, the oldest first."""
    if case.kind is LetterKind.FIRST_APPEAL:
        request = _request(case)
        found = [request.overdue] if request else []
    else:
        found = [letter.overdue for letter in case.cited]
    clocks = [clock for clock in (*found, case.clock) if clock is not None and clock.due is not None]
    if case.kind is LetterKind.FIRST_APPEAL:
        clocks = [clock for clock in clocks if clock.rule != "rti.fa.file"]
    return min(clocks, key=lambda clock: not clock.firm, default=None)


def _cites(case: _Case) -> list[dict[str, str]]:
    return [
        {
            "mark": mark_in(case.language, number),
            "kind": case.of(KIND_NAMES[letter.kind]),
            "office": case.of(letter.office.name),
            "date": case.day(letter.written_on),
            "reference": letter.reference,
            "received": case.day(letter.received_on),
            "filed": "" if letter.received_on else case.day(letter.filed_on),
            "diary": letter.diary_no,
        }
        for number, letter in enumerate(case.cited, start=1)
    ]


def _copies(case: _Case, offices: Sequence[Office]) -> list[dict[str, str]]:
    return _list(case, [_officer(office) for office in offices])


def _officer(office: Office) -> Text:
    """Post and place: "Block Development Officer, Basanti", not the office's name with the post in it again."""
    return Text(_post(office.designation.en, office.name.en), _post(office.designation.bn, office.name.bn))


def _post(designation: str, name: str) -> str:
    place = name.rpartition(", ")[2]
    return f"{designation}, {place if designation in name and place != name else name}"


def _list(case: _Case, texts: Sequence[Text]) -> list[dict[str, str]]:
    return [
        {"mark": mark_in(case.language, number), "text": case.of(text)} for number, text in enumerate(texts, start=1)
    ]


def _inside(name: str, language: Language) -> str:
    """A service's name within an English sentence: "ration card", but "FIR"."""
    if language is Language.ENGLISH and name[1:2].islower():
        return name[0].lower() + name[1:]
    return name


_MAKERS: Mapping[LetterKind, Callable[[_Case], dict[str, object]]] = {
    LetterKind.APPLICATION: _application,
    LetterKind.REMINDER: _reminder,
    LetterKind.ESCALATION: _escalation,
    LetterKind.RTI_REQUEST: _rti_request,
    LetterKind.FIRST_APPEAL: _first_appeal,
}
MADE = frozenset(_MAKERS)  # the kinds of letter that can be made from a claim
