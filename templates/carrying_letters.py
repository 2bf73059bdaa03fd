"""Letters that carry another on its way: by post, after a transfer, with a fee, with documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rules.letters import RTI_KINDS, LetterKind
from rules.text import Text
from templates import papers
from templates.letter_case import LetterCase

_ROWS = 4  # to be filled in by hand, where nobody has told which documents the office's letter asks for


def posted_letter(case: LetterCase) -> dict[str, object]:
    return {
        "letter": case.letter("kind", "date", "reference"),
        "tried_on": case.day(case.last.refused_on),
        "enclosures": case.listed([papers.CARRIED]),
    }


def transfer_follow_up(case: LetterCase) -> dict[str, object]:
    sent = case.dated(case.answer)
    return {
        "letter": case.letter("kind", "date", "reference", "received"),
        "sent_on": {"office": case.of(case.last.office.name), **sent},
        "rti": case.last.kind in RTI_KINDS,
        "answer_within": case.answer_within,
        "enclosures": case.listed([papers.LETTER, papers.OFFICE_LETTER]),
    }


def fee_forwarding(case: LetterCase) -> dict[str, object]:
    answer = case.answer
    assert answer is not None, "compose asks for it"
    return {
        "letter": case.letter("date", "reference", "diary"),
        "demand": {**case.dated(answer), "amount": case.number(answer.amount)},
        "enclosures": case.listed([papers.OFFICE_LETTER, papers.PAYMENT]),
    }


def compliance(case: LetterCase) -> dict[str, object]:
    wanted = case.answer.documents if case.answer is not None else ()
    return {
        "service": case.of(case.service.name),
        "letter": case.letter("kind", "date", "reference", "diary"),
        "demand": case.dated(case.answer),
        "documents": case.listed([Text(paper, paper) for paper in wanted] or [Text("", "")] * _ROWS),
        "answer_within": case.answer_within,
        "enclosures": case.listed([papers.OFFICE_LETTER]),
    }


MAKERS: Mapping[LetterKind, Callable[[LetterCase], dict[str, object]]] = {
    LetterKind.POSTED_LETTER: posted_letter,
    LetterKind.TRANSFER_FOLLOW_UP: transfer_follow_up,
    LetterKind.FEE_FORWARDING: fee_forwarding,
    LetterKind.COMPLIANCE: compliance,
}
