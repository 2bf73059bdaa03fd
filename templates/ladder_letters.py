"""Letters of a claim up its ladder of offices: what each of them says besides who writes to whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rules.findings import Outcome
from rules.history import REFUSALS
from rules.letters import Language, LetterKind
from rules.rows import Basis, Verification
from rules.text import Text
from templates import papers
from templates.letter_case import Cited, LetterCase, officer
from templates.wording import period_in, provision_in

_COMMISSION_LAW = {
    "food-commission": Text("section 16 of the National Food Security Act, 2013", "জাতীয় খাদ্য সুরক্ষা আইন, ২০১৩-এর ১৬ ধারা"),
}  # fmt: skip
_INTERIM = Text("Interim relief", "অন্তর্বর্তী সাহায্য")
_REFUSED = Text(
    "My application was refused, although I have suffered loss and injury and need rehabilitation.",
    "আমি আঘাত পেয়েছি, আমার ক্ষতি হয়েছে এবং পুনর্বাসন দরকার; তবু আমার আবেদন নাকচ করা হয়েছে।",
)
_TOO_LOW = Text(
    "The sum awarded is not adequate to my loss and injury and to what my rehabilitation will cost.",
    "মঞ্জুর করা টাকা আমার ক্ষতি ও আঘাতের তুলনায় এবং পুনর্বাসনের খরচের তুলনায় পর্যাপ্ত নয়।",
)
_UNDECIDED = Text(
    "The time for the enquiry ended on {due} ({provision}), and no decision has been given to me.",
    "অনুসন্ধানের সময় {due} তারিখে শেষ হয়েছে ({provision}); কোনো সিদ্ধান্ত আমাকে জানানো হয়নি।",
)
_MORE = Text(
    "Further grounds, to be written by the lawyer: " + ". " * 40,
    "আরও কারণ, যা আইনজীবী লিখবেন: " + ". " * 40,
)


def application(case: LetterCase) -> dict[str, object]:
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
        "right": "" if words.right is None else case.of(words.right),
        "words": [line.strip() for line in said.splitlines() if line.strip()],
        "limit": {
            "by_law": firm,
            "provision": provision_in(case.language, service.provision) if firm else "",
            "period": period_in(case.language, service.days, service.count),
        },
        "enclosures": case.listed(documents),
        "copy_to": _copies(case),
    }


def reminder(case: LetterCase) -> dict[str, object]:
    return {
        **_silence(case),
        "prayer": case.of(case.words.prayer),
        "answer_within": case.answer_within,
        "copy_to": _copies(case),
    }


def escalation(case: LetterCase) -> dict[str, object]:
    return {
        **_silence(case),
        "answer_within": case.answer_within,
        "silent": {"officer": case.of(officer(case.last.office))},
        **_refusal(case),
        "copy_to": _copies(case),
        "lawyer_first": case.needs_lawyer,
    }


def delivery_reminder(case: LetterCase) -> dict[str, object]:
    interim = case.grant is not None and case.grant.outcome is Outcome.INTERIM_GRANTED
    return {
        "service": case.of(_INTERIM if interim else case.service.name),
        "cites": case.cites(),
        "grant": case.dated(case.grant),
        "answer_within": case.answer_within,
        "enclosures": case.listed([papers.LETTERS, papers.RECEIPTS, papers.GRANT]),
    }


def unpaid_award(case: LetterCase) -> dict[str, object]:
    return {
        "cites": case.cites(),
        "grant": case.dated(case.grant),
        "days_over": case.days_since(case.grant.on if case.grant else None),
        "answer_within": case.answer_within,
        "enclosures": case.listed([papers.LETTERS, papers.RECEIPTS, papers.GRANT]),
        "lawyer_first": case.needs_lawyer,
    }


def sp_letter(case: LetterCase) -> dict[str, object]:
    station = _station(case)
    return {
        "cites": case.cites(),
        "station": case.of(station.office.name),
        "refused": _refused(station),
        "answer_within": case.answer_within,
        "enclosures": case.listed([papers.STATEMENT, papers.LETTERS, papers.RECEIPTS]),
        "lawyer_first": case.needs_lawyer,
    }


def magistrate_application(case: LetterCase) -> dict[str, object]:
    station = _station(case)
    return {
        "cites": case.cites(),
        "station": case.of(station.office.name),
        "refused": _refused(station),
        "enclosures": case.listed([papers.AFFIDAVIT, papers.STATEMENT, papers.LETTERS, papers.RECEIPTS]),
    }


def _station(case: LetterCase) -> Cited:
    """The letter to the police station; where none is on record, the first that is."""
    return next((letter for letter in case.cited if letter.office.kind == "police-station"), case.cited[0])


def _refused(station: Cited) -> bool:
    """Whether the station said no: at the counter, by word of mouth or in writing."""
    written = station.answer is not None and station.answer.outcome in REFUSALS
    return written or station.told_no or station.refused_on is not None


def commission_complaint(case: LetterCase) -> dict[str, object]:
    law = _COMMISSION_LAW.get(case.office.kind)
    return {
        "service": case.of(case.service.name),
        "law": "" if law is None else case.of(law),
        "need": case.of(case.words.need),
        "prayer": case.of(case.words.prayer),
        "cites": case.cites(),
        "limit": case.passed("by_law", "provision", "due"),
        "enclosures": case.listed([papers.LETTERS, papers.RECEIPTS]),
        "lawyer_first": case.needs_lawyer,
    }


def bank_complaint(case: LetterCase) -> dict[str, object]:
    return {
        "service": case.of(case.service.name),
        "branch": case.of(_branch(case).office.name),
        "need": case.of(case.words.need),
        "prayer": case.of(case.words.prayer),
        "cites": case.cites(),
        "limit": case.passed("due"),
        "answer_within": case.answer_within,
        **_refusal(case),
    }


def ombudsman_complaint(case: LetterCase) -> dict[str, object]:
    answer = case.answer
    return {
        "service": case.of(case.service.name),
        "branch": case.of(_branch(case).office.name),
        "need": case.of(case.words.need),
        "prayer": case.of(case.words.prayer),
        "cites": case.cites(),
        "letter": case.letter("date", "reference", "received", "filed"),
        "reply": case.dated(answer),
        "limit": case.passed("due"),
        "enclosures": case.listed([papers.LETTERS, papers.RECEIPTS, *([papers.REPLY] if answer else [])]),
    }


def _branch(case: LetterCase) -> Cited:
    return next((letter for letter in case.cited if letter.office.kind == "bank-branch"), case.cited[0])


def compensation_appeal(case: LetterCase) -> dict[str, object]:
    decision = case.refusal or case.grant
    order = [papers.ORDER] if decision else []
    return {
        "cites": case.cites(),
        "decision": case.dated(decision),
        "grounds": case.lettered(_compensation_grounds(case)),
        "appeal_by": "" if case.limit is None else case.day(case.limit.closes),
        "enclosures": case.listed([papers.LETTERS, papers.RECEIPTS, *order]),
        "lawyer_first": case.needs_lawyer,
    }


def _compensation_grounds(case: LetterCase) -> list[Text]:
    """What is known to be wrong with the decision, her own words, and room for the lawyer."""
    if case.refusal is not None:
        found = [_REFUSED]
    elif case.grant is not None and case.grant.outcome is Outcome.GRANTED:
        found = [_TOO_LOW]
    else:
        overdue = case.overdue
        assert overdue is not None, "compose asks for it"
        firm = overdue.firm and overdue.due is not None
        provision = overdue.provision if firm else Text("as I had requested", "আমার অনুরোধ অনুযায়ী")
        due = Text(case.day(overdue.due), case.day(overdue.due))
        found = [_UNDECIDED.filled(due=due, provision=provision)]
    said = case.claim.details_bn if case.language is Language.BENGALI else case.claim.details
    return [*found, *(Text(line, line) for line in said.splitlines() if line.strip()), _MORE]


def _silence(case: LetterCase) -> dict[str, object]:
    """What reminder and escalation share: the letters before, and the limit that has passed."""
    return {
        "service": case.of(case.service.name),
        "need": case.of(case.words.need),
        "cites": case.cites(),
        "limit": case.passed("by_law", "provision", "due", "days_over"),
        "enclosures": case.listed([papers.LETTERS, papers.RECEIPTS]),
    }


def _refusal(case: LetterCase) -> dict[str, object]:
    """The refusal that the letter goes against, if it does, with what it encloses."""
    refusal = case.refusal_there
    enclosed = [papers.LETTERS, papers.RECEIPTS, *([papers.REPLY] if refusal is not None and refusal.memo_no else [])]
    return {"refusal": case.dated(refusal), "enclosures": case.listed(enclosed)}


def _copies(case: LetterCase) -> list[dict[str, str]]:
    return case.listed([officer(office) for office in case.copy_to])


MAKERS: Mapping[LetterKind, Callable[[LetterCase], dict[str, object]]] = {
    LetterKind.APPLICATION: application,
    LetterKind.REMINDER: reminder,
    LetterKind.ESCALATION: escalation,
    LetterKind.DELIVERY_REMINDER: delivery_reminder,
    LetterKind.UNPAID_AWARD: unpaid_award,
    LetterKind.SP_LETTER: sp_letter,
    LetterKind.MAGISTRATE_APPLICATION: magistrate_application,
    LetterKind.COMMISSION_COMPLAINT: commission_complaint,
    LetterKind.BANK_COMPLAINT: bank_complaint,
    LetterKind.OMBUDSMAN_COMPLAINT: ombudsman_complaint,
    LetterKind.COMPENSATION_APPEAL: compensation_appeal,
}
