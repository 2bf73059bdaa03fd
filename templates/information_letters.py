"""Letters under the Right to Information Act: what each of them says besides who writes to whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from rules.derivation import Derivation
from rules.letters import AGGREGATE, OWN_FILE, Language, LetterKind
from rules.office import Office
from rules.text import Text
from templates import papers
from templates.letter_case import Cited, LetterCase, Phrases, officer
from templates.requests import Requests
from templates.wording import number_in

_FEE = 10  # rupees, rule 3(1) (law.md 1.4 [S5]), unless an authority has rules of its own
_RULES = Text("the West Bengal Right to Information Rules, 2006", "পশ্চিমবঙ্গ তথ্যের অধিকার নিয়মাবলি, ২০০৬ অনুযায়ী")
_FORM_LINES, _FORM_LINE = 14, 65  # lines of questions for which a form has room on its page, and their characters
FAA = Text("First Appellate Authority", "প্রথম আপীল কর্তৃপক্ষ")


def rti_request(case: LetterCase) -> dict[str, object]:
    own = not case.aggregate
    last = case.today.replace(day=1) - timedelta(days=1)
    first = last.replace(year=last.year - 1, day=1) + timedelta(days=31)
    exempt = own and case.claim.bpl
    questions = case.requests.questions[OWN_FILE if own else AGGREGATE]
    service = Text(case.service_inside(), case.service_inside())
    enclosed = [*((papers.LETTERS, papers.RECEIPTS) if own else ()), *((papers.BPL,) if exempt else ())]
    filled = [question.filled(service=service) for question in questions]
    return {
        "service": case.service_inside(),
        "own_file": own,
        "period": {"from": "" if own else case.day(first.replace(day=1)), "to": "" if own else case.day(last)},
        "cites": case.cites() if own else [],
        **asking_fields(case, case.office, case.requests, filled, enclosed, exempt=exempt),
    }


def asking_fields(
    say: Phrases, office: Office, requests: Requests, questions: Sequence[Text], enclosed: Sequence[Text] = (), *,
    exempt: bool = False,
) -> dict[str, object]:  # fmt: skip
    """What a request asks, for what fee and with which papers; where the office has a form of its own that we print,
    what stands in that besides. The office's fee_mode must be known."""
    own = office.requests
    marked = say.lettered(questions)
    fields: dict[str, object] = {
        "questions": marked,
        "fee": _fee_of(office, requests, say.language, exempt=exempt),
        "enclosures": say.listed([*([own.form] if own is not None and own.form is not None else []), *enclosed]),
    }
    if office.request_form is not None:
        lines = sum(-(-len(question["text"]) // _FORM_LINE) for question in marked)
        fields[office.request_form.value] = {"as_in_letter": _from_to(say, marked) if lines > _FORM_LINES else ""}
    return fields


def _from_to(say: Phrases, marked: Sequence[Mapping[str, str]]) -> str:
    """The first and the last of several questions by their letters."""
    first, last = marked[0]["mark"], marked[-1]["mark"]
    return first if first == last else say.of(Text(f"{first} to {last}", f"{first} থেকে {last}"))


def _fee_of(office: Office, requests: Requests, language: Language, *, exempt: bool) -> dict[str, object]:
    """The fields of the application fee, under the office's own rules where it has some."""
    fee, own = requests.fees[office.fee_mode], office.requests
    amount = number_in(language, own.fee if own is not None else _FEE)
    return {
        "exempt": exempt,
        "amount": amount,
        "rule": (own.name if own is not None else _RULES).of(language),
        "mode": fee.mode.of(language),
        "box": fee.box.of(language).replace("{amount}", amount),
    }


def first_appeal(case: LetterCase) -> dict[str, object]:
    return appeal_fields(case, _request(case), case.clock, case.grounds, case.limit)


def appeal_fields(
    say: Phrases, request: Cited, clock: Derivation | None, grounds: Sequence[Text], limit: Derivation | None
) -> dict[str, object]:
    """What a first appeal says besides who writes to whom; ``clock`` is the request's, unless ``request`` has it."""
    reply = request.answer
    return {
        "request": {**_asked(say, request), "due": say.day(_due(request, clock))},
        "reply": say.dated(reply),
        "grounds": say.lettered(grounds),
        "free_of_charge": _too_late(request, clock),
        "appeal_by": "" if limit is None else say.day(limit.closes),
        "enclosures": say.listed([papers.REQUEST, papers.PROOF, *([papers.REPLY] if reply else [])]),
    }


def second_appeal(case: LetterCase) -> dict[str, object]:
    fields = second_appeal_fields(case, _request(case), case.last, case.clock, case.grounds, case.limit)
    return {**fields, "lawyer_first": case.needs_lawyer}


def second_appeal_fields(
    say: Phrases,
    request: Cited,
    first: Cited,
    clock: Derivation | None,
    grounds: Sequence[Text],
    limit: Derivation | None,
) -> dict[str, object]:
    """What a second appeal says besides who writes to whom; ``clock`` is the request's, unless ``request`` has it."""
    reply, order = request.answer, first.answer
    due = first.overdue.due if first.overdue is not None else None
    post, appeal = officer(first.office), papers.FIRST_APPEAL
    annexed = [papers.REQUEST, papers.PROOF, *([papers.REPLY] if reply else []), appeal, papers.APPEAL_PROOF]
    return {
        "request": {**_asked(say, request), "address": say.of(request.office.address).strip()},
        "reply": say.dated(reply),
        "first": {
            "officer": say.of(Text(f"{post.en} ({FAA.en})", f"{post.bn} ({FAA.bn})")),
            **say.dates(first),
            "due": say.day(due),
        },
        "order": say.dated(order),
        "grounds": say.lettered(grounds),
        "free_of_charge": _too_late(request, clock),
        "appeal_by": "" if limit is None else say.day(limit.closes),
        "index": say.listed([*annexed, *([papers.ORDER] if order else [])]),
    }


def rti_complaint(case: LetterCase) -> dict[str, object]:
    request = _request(case)
    reply = request.answer
    return {
        "request": _asked(case, request),
        "reply": case.dated(reply),
        "grounds": case.lettered(case.grounds),
        "enclosures": case.listed([papers.REQUEST, papers.PROOF, *([papers.REPLY] if reply else [])]),
        "lawyer_first": case.needs_lawyer,
    }


def commission_reminder(case: LetterCase) -> dict[str, object]:
    appeal = case.last
    return {
        "letter": case.letter("kind", "date", "reference", "received", "filed", "diary"),
        "days_over": case.days_since(appeal.received_on or appeal.filed_on or appeal.written_on),
        "enclosures": case.listed([papers.LETTERS, papers.RECEIPTS]),
    }


def _asked(say: Phrases, request: Cited) -> dict[str, str]:
    """The request by officer, office, dates and numbers."""
    return {"pio": say.of(request.office.pio), "office": say.of(request.office.name), **say.dates(request)}


def _request(case: LetterCase) -> Cited:
    request = case.request
    assert request is not None, "compose asks for it"
    return request


def _due(request: Cited, clock: Derivation | None) -> date | None:
    """The last day for the reply to the request."""
    known = request.overdue or clock
    return None if known is None else known.due


def _too_late(request: Cited, clock: Derivation | None) -> bool:
    """Whether no reply came in time, so that the information is free of charge (s.7(6))."""
    reply, due = request.answer, _due(request, clock)
    return reply is None or (due is not None and reply.on > due)


MAKERS: Mapping[LetterKind, Callable[[LetterCase], dict[str, object]]] = {
    LetterKind.RTI_REQUEST: rti_request,
    LetterKind.FIRST_APPEAL: first_appeal,
    LetterKind.SECOND_APPEAL: second_appeal,
    LetterKind.RTI_COMPLAINT: rti_complaint,
    LetterKind.COMMISSION_REMINDER: commission_reminder,
}
