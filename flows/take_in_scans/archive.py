"""What the reader of scans may ask of the record: archived prints by reference, and letters that a reply may answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict

from extractors.match import Candidate
from extractors.receipt import ArchivedPrint
from flows.campaigns.letters import contexts
from flows.cases import Case, citizens_cases, load_cases, load_matters
from flows.wiring import Dabi
from rules.events import Event, EventKind, FiledBy
from rules.history import effective, numbered
from rules.letters import CARRIERS, RTI_KINDS, Letter
from rules.office import Office
from store.record import Record

ACTOR = "system:take_in_scans"
_FROM_HAND = (FiledBy.HAND, FiledBy.CAMP)


class Archive:
    """Archived receipt copies by reference; None for a reference that is no letter of this store."""

    def __init__(self, dabi: Dabi) -> None:
        self._dabi = dabi
        self._known: dict[str, ArchivedPrint | None] = {}

    def __call__(self, reference: str) -> ArchivedPrint | None:
        if reference not in self._known:
            self._known[reference] = self._fetch(reference)
        return self._known[reference]

    def _fetch(self, reference: str) -> ArchivedPrint | None:
        with self._dabi.store.begin(ACTOR, read_only=True) as record:
            letter = record.letter(reference)
        if letter is None or letter.pages == 0 or letter.receipt_copy is None:
            return None
        pdf = self._dabi.store.vault.get(letter.receipt_copy, ACTOR)
        return ArchivedPrint(reference, pdf, letter.written_on, letter.own_fields)


def candidates(dabi: Dabi) -> list[Candidate]:
    """Every letter that a reply may answer, with what it might be known by; reading the names is one audited query."""
    with dabi.store.begin(ACTOR) as record:
        cases = load_cases(dabi.catalogue, record, record.claims(), purpose="match_replies")
        cases += citizens_cases(dabi.catalogue, record, load_matters(dabi.catalogue, record))
        record.commit()
        asked = [_of_citizen(dabi, record, letter, context) for letter, context in contexts(record)]
    return [*asked, *(_candidate(dabi, case, letter) for case in cases for letter in case.letters)]


def _of_citizen(dabi: Dabi, record: Record, letter: Letter, context: Mapping[str, Any]) -> Candidate:
    """A citizen's own request about figures, or her appeal on it: it has no claim, and the office alone may answer."""
    happened = effective(numbered(record.events(letter=letter.reference)))
    office = dabi.catalogue.offices.office(letter.office)
    return Candidate(
        reference=letter.reference,
        printed_on=letter.written_on,
        **_told_of(happened),
        office_names=_names(office),
        applicant_names=(str(context["applicant"]["name"]),),
        service_names=(str(context["service"]),) if "service" in context else (),
        is_request=True,
    )


def _candidate(dabi: Dabi, case: Case, letter: Letter) -> Candidate:
    office = case.addressee(dabi.catalogue, letter.kind, letter.office, letter.cites, case.history(date.max))
    return Candidate(
        reference=letter.reference,
        printed_on=letter.written_on,
        **_told_of([event for event in case.counting if event.letter == letter.reference]),
        office_names=_names(office),
        ladder_names=tuple(name for rung in case.ladder for name in _names(rung.office)),
        applicant_names=tuple(name for name in (case.identity.name, case.identity.name_bn) if name),
        service_names=(case.service.name.en, case.service.name.bn),
        is_request=None if letter.kind in CARRIERS else letter.kind in RTI_KINDS,
    )


class _Told(TypedDict):
    filed_on: date | None
    handed_on: date | None
    received_on: date | None
    diary_no: str | None
    memo_numbers: tuple[str, ...]


def _told_of(events: Sequence[Event]) -> _Told:
    """What a reply may quote of a letter's course."""
    filed = [event for event in events if event.kind is EventKind.LETTER_FILED]
    receipts = [event for event in events if event.kind is EventKind.RECEIPT_RECORDED]
    replies = [event for event in events if event.kind is EventKind.REPLY_RECORDED]
    # When an earlier paper was handed in, somebody remembered; when one of ours was, who handed it in has said.
    ours = all(event.kind is not EventKind.LETTER_ADOPTED for event in events)
    from_hand = ours and bool(filed) and filed[-1].facts.get("by") in _FROM_HAND
    return _Told(
        filed_on=filed[-1].on if filed else None,
        handed_on=filed[-1].on if from_hand else None,
        received_on=receipts[-1].on if receipts else None,
        diary_no=receipts[-1].beside.get("diary_no") if receipts else None,
        memo_numbers=tuple(event.beside["memo_no"] for event in replies if event.beside.get("memo_no")),
    )


def _names(office: Office) -> tuple[str, ...]:
    """What a letterhead may call an office: its name with its place, or with its address instead."""
    names = (office.name.en, office.name.bn)
    addresses = (office.address.en, office.address.bn)
    return (*names, *(f"{name.split(',')[0]}, {address}" for name, address in zip(names, addresses, strict=True)))
