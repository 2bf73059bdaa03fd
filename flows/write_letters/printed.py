"""Letters that were printed, put on record: their papers in the vault, each with the event of its printing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flows.wiring import Dabi
from rules.events import Event, EventKind, Fact
from rules.letters import Letter
from store.letters import NewLetter
from store.record import Record
from templates.print_run import Rendered


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter as it was asked for, still without its papers, and what was made of it.

    ``owner``: whose papers they are, a claimant's code or "house". ``facts``, ``beside``: what its event says.
    ``organisation``: of the citizen whose own letter it is.
    """

    letter: Letter
    key: str
    context: Mapping[str, Any]
    rendered: Rendered
    owner: str
    facts: Mapping[str, Fact]
    beside: Mapping[str, str] = field(default_factory=dict)
    organisation: str | None = None


def put_on_record(dabi: Dabi, record: Record, printed: Sequence[Printed]) -> None:
    """Record letters with their papers; those that are on record already are passed over.

    In the transaction of ``record``: a run that is stopped leaves papers and letters, or neither.
    """
    known = {
        letter.reference for letter in record.letters(references=[one.letter.reference for one in printed], shared=True)
    }
    new = [one for one in printed if one.letter.reference not in known]
    made = [(one, one.rendered) for one in new]
    papers = [(p, one.owner) for one, of in made for p in (of.docx, of.office_copy, of.receipt_copy)]
    kept = iter(dabi.store.vault.put_all(papers))
    letters = [
        replace(
            one.letter, pages=of.pages, own_fields=of.own_fields,
            docx=next(kept), office_copy=next(kept), receipt_copy=next(kept),
        )
        for one, of in made
    ]  # fmt: skip
    record.add_letters(
        [NewLetter(letter, one.key, one.context, one.organisation) for one, letter in zip(new, letters, strict=True)]
    )
    record.append_all(
        [
            Event(EventKind.LETTER_PRINTED, letter.written_on, letter.claim, letter.reference, one.facts, one.beside)
            for one, letter in zip(new, letters, strict=True)
        ]
    )
