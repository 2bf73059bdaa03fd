"""What people tell the record of a claim: her yes or wait, a lawyer's approval, that she has it, what was wrong."""

from __future__ import annotations

from datetime import date

from flows.wiring import Dabi
from rules.errors import UsageError
from rules.events import Correction, Event, EventKind, Fact
from rules.history import effective
from rules.letters import NEEDS_GO, Letter, LetterKind
from rules.people import Claim
from rules.references import find_references, is_claim_code
from store.record import Record

# What no correction takes back: that there is a claim, her consents (which have their own commands), and dossiers.
_STANDS = (
    EventKind.CLAIM_OPENED,
    EventKind.CONSENT_GIVEN,
    EventKind.CONSENT_WITHDRAWN,
    EventKind.DOSSIER_COMPILED,
)
# What may be told of a citizen's general request, in the place of a claim.
_OF_REQUESTS = (EventKind.GO_GIVEN, EventKind.GO_WITHHELD, EventKind.LAWYER_APPROVED)


def find_claim(record: Record, code: str) -> Claim:
    """The claim of a code as people type it. UsageError where there is none."""
    code = code.strip().upper()
    if not is_claim_code(code):
        raise UsageError("That is no claim's code. Write it like SN-7K4Q9X-1; see 'dabi claims list'.")
    found = record.claims(codes=[code])
    if not found:
        raise UsageError(f"There is no claim {code} on record. See 'dabi claims list'.")
    return found[0]


def find_office(dabi: Dabi, district: str, text: str) -> str:
    """The id of an office of a district as people write it. UsageError where it is not known."""
    named = dabi.catalogue.offices.find(text, district)
    if named is None:
        raise UsageError(f"'{text[:60]}' is not a known office. Write it like 'BDO Basanti' or by its id.")
    return named.id


def district_of(dabi: Dabi, record: Record, letter: Letter) -> str:
    """Where a letter's matter lies: its claim's district, else that of its office."""
    if letter.claim is not None:
        return find_claim(record, letter.claim).district
    return dabi.catalogue.offices.office(letter.office).place.district


def give_go(
    dabi: Dabi,
    claim: str,
    step: LetterKind,
    on: date,
    actor: str,
    *,
    withheld: bool = False,
    until: date | None = None,
    office: str = "",
) -> Event:
    """Her recorded yes to one escalation, RTI request, appeal or complaint; or her "wait", until a day or for good.

    Of a general request, named by its reference in the place of a claim, it is the yes of the citizen who asks.
    ``office``, as people write it, where she chose to which one the letter goes.
    """
    if step not in NEEDS_GO:
        known = ", ".join(sorted(NEEDS_GO))
        raise UsageError(f"'{step.value}' needs no go. Steps that do: {known}.")
    if until is not None and not withheld:
        raise UsageError("--until goes with --wait: a yes has no end.")
    if office and withheld:
        raise UsageError("--office goes with a yes: a wait is for every office.")
    facts: dict[str, Fact] = {"step": step.value}
    if withheld:
        facts["until"] = _until(on, until)
    if office:
        with dabi.store.begin(actor, read_only=True) as record:
            facts["office"] = find_office(dabi, find_claim(record, claim).district, office)
    return _tell(dabi, claim, EventKind.GO_WITHHELD if withheld else EventKind.GO_GIVEN, on, facts, {}, actor)


def hold(dabi: Dabi, claim: str, on: date, until: date | None, actor: str) -> Event:
    """She wants everything about the claim to wait, until a day or until she says so."""
    return _tell(dabi, claim, EventKind.HELD, on, {"until": _until(on, until)}, {}, actor)


def resume(dabi: Dabi, claim: str, on: date, actor: str) -> Event:
    """She wants the claim to go on, after a threat or a wait."""
    return _tell(dabi, claim, EventKind.RESUMED, on, {}, {}, actor)


def approve(dabi: Dabi, claim: str, step: LetterKind | None, on: date, lawyer: str, actor: str) -> Event:
    """A lawyer approves one paper of a kind, or the claim itself; her or his name is sealed with the claim."""
    facts: dict[str, Fact] = {"step": step.value if step is not None else None}
    return _tell(dabi, claim, EventKind.LAWYER_APPROVED, on, facts, {"lawyer": _said(lawyer, "lawyer")}, actor)


def delivered(dabi: Dabi, claim: str, on: date, actor: str) -> Event:
    """The claimant says that she has received what was granted: only that closes a claim."""
    return _tell(dabi, claim, EventKind.DELIVERED, on, {}, {}, actor)


def interim_received(dabi: Dabi, claim: str, on: date, actor: str) -> Event:
    """The claimant says that interim relief has reached her; the claim goes on."""
    return _tell(dabi, claim, EventKind.INTERIM_RECEIVED, on, {}, {}, actor)


def withdraw(dabi: Dabi, claim: str, on: date, words: str, actor: str) -> Event:
    """She gives the claim up; nothing more is proposed or written for it."""
    return _tell(dabi, claim, EventKind.WITHDRAWN, on, {}, {"words": words} if words.strip() else {}, actor)


def history(dabi: Dabi, claim: str, actor: str) -> list[tuple[Event, bool]]:
    """Every event of a claim, or of a letter of none, in order of its record, each with whether it counts."""
    with dabi.store.begin(actor, read_only=True) as record:
        code, letter = _subject(record, claim)
        found = record.events(letter=letter) if code is None else record.events(claims=[code])
    counting = {event.seq for event in effective(found)}
    return [(event, event.seq in counting) for event in found]


def correct(dabi: Dabi, claim: str, number: int, reason: Correction, note: str, on: date, actor: str) -> Event:
    """An event counts no more, for a reason; nothing is edited. What is right is then told anew."""
    said = _said(note, "note")
    with dabi.store.begin(actor) as record:
        code, letter = _subject(record, claim)
        told = record.events(letter=letter) if code is None else record.events(claims=[code])
        events, named = {event.seq: event for event in told}, code or letter
        event = events.get(number)
        if event is None:
            raise UsageError(f"{named} has no event {number}. See 'dabi claims events {named}'.")
        if event.kind in _STANDS:
            raise UsageError(f"Event {number} ({event.kind.value}) stands: it is not taken back this way.")
        voided = event.seq not in {one.seq for one in effective(events.values())}
        if voided and event.kind is not EventKind.CORRECTED:
            raise UsageError(f"Event {number} was corrected already. See 'dabi claims events {named}'.")
        if on < event.on:
            raise UsageError(f"{on} is before event {number} itself, {event.on}. Check the date.")
        facts: dict[str, Fact] = {"corrects": number, "reason": reason.value}
        made = record.append(Event(EventKind.CORRECTED, on, code, event.letter, facts, {"note": said}))
        record.commit()
    return made


def _tell(
    dabi: Dabi, claim: str, kind: EventKind, on: date, facts: dict[str, Fact], beside: dict[str, str], actor: str
) -> Event:
    with dabi.store.begin(actor) as record:
        code, letter = _subject(record, claim)
        if code is None and kind not in _OF_REQUESTS:
            raise UsageError(f"{letter} is no claim: this is told of claims alone. See 'dabi claims list'.")
        event = record.append(Event(kind, on, code, letter, facts, beside))
        record.commit()
    return event


def _subject(record: Record, text: str) -> tuple[str | None, str | None]:
    """The claim of a code, or the letter of a reference that belongs to no claim. UsageError where there is neither."""
    references = find_references(text)
    letter = record.letter(references[0]) if len(references) == 1 else None
    if letter is None:
        return find_claim(record, text).code, None
    if letter.claim is not None:
        raise UsageError(f"{letter.reference} is a letter of {letter.claim}. Name the claim.")
    return None, letter.reference


def _until(on: date, until: date | None) -> str | None:
    if until is not None and until < on:
        raise UsageError(f"--until {until} is before the day on which she said so, {on}. Check the date.")
    return until.isoformat() if until is not None else None


def _said(text: str, option: str) -> str:
    if not text.strip():
        raise UsageError(f"Say it with --{option}.")
    return text.strip()
