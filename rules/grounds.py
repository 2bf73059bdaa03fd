"""What a reply to a request for information lacks, and the grounds of appeal that follow (law.md 1.5).

What a reply lacks is told by a person who held it against the checklist, in codes; sentence and section of each ground
stand in grounds.yaml with their source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from rules.derivation import Derivation
from rules.findings import Outcome
from rules.history import REFUSALS, Reply


class Element(StrEnum):
    """What a lawful reply holds, after DoPT's memorandum of 6 October 2015 and RTI Act s.7(3) and (8)."""

    OFFICER = "officer"  # name and designation of the information officer
    REASONS = "reasons"  # of a refusal
    SECTION = "section"  # of the law under which it is refused
    ANSWERS = "answers"  # to every question
    AUTHORITY = "authority"  # to which a request was transferred
    APPEAL_PERIOD = "appeal_period"
    APPELLATE = "appellate"  # particulars of the first appellate authority
    CERTIFIED = "certified"  # "True copy", signature, date, seal
    FEE_CALCULATION = "fee_calculation"
    FEE_REVIEW = "fee_review"  # the right to have the fee reviewed


class Ground(StrEnum):
    """The rows of grounds.yaml."""

    SILENCE = "silence"
    LATE = "late"
    FREE = "free"
    NO_SECTION = "no_section"
    NO_REASONS = "no_reasons"
    NO_APPEAL_PERIOD = "no_appeal_period"
    NO_APPELLATE = "no_appellate"
    PARTLY = "partly"
    UNANSWERED = "unanswered"
    NOT_HELD = "not_held"
    NO_AUTHORITY = "no_authority"
    PERSONAL_OWN = "personal_own"
    PERSONAL_AGGREGATE = "personal_aggregate"
    IMPEDES = "impedes"
    BURDEN = "burden"
    FEE_BPL = "fee_bpl"
    FEE_NO_CALCULATION = "fee_no_calculation"
    FEE_NO_REVIEW = "fee_no_review"
    NOT_CERTIFIED = "not_certified"
    NO_OFFICER = "no_officer"
    NOT_RECEIVED = "not_received"
    APPEAL_SILENCE = "appeal_silence"
    APPEAL_REFUSED = "appeal_refused"
    APPEAL_NOT_OBEYED = "appeal_not_obeyed"


_ALWAYS = (Element.OFFICER, Element.APPEAL_PERIOD, Element.APPELLATE)
_REFUSAL = (Element.REASONS, Element.SECTION, *_ALWAYS)
# What can be missing from a reply of each outcome.
CHECKLIST: dict[Outcome, tuple[Element, ...]] = {
    Outcome.REFUSED: _REFUSAL,
    Outcome.NOT_HELD: (Element.REASONS, *_ALWAYS),
    Outcome.PARTLY_SUPPLIED: (Element.ANSWERS, Element.CERTIFIED, *_REFUSAL),
    Outcome.INFORMATION_SUPPLIED: (Element.ANSWERS, Element.CERTIFIED, *_ALWAYS),
    Outcome.TRANSFERRED: (Element.AUTHORITY, Element.OFFICER),
    Outcome.FEE_DEMANDED: (Element.FEE_CALCULATION, Element.FEE_REVIEW, *_ALWAYS),
}
_LACKING = {
    Element.SECTION: Ground.NO_SECTION,
    Element.REASONS: Ground.NO_REASONS,
    Element.ANSWERS: Ground.UNANSWERED,
    Element.AUTHORITY: Ground.NO_AUTHORITY,
    Element.FEE_CALCULATION: Ground.FEE_NO_CALCULATION,
    Element.FEE_REVIEW: Ground.FEE_NO_REVIEW,
    Element.APPEAL_PERIOD: Ground.NO_APPEAL_PERIOD,
    Element.APPELLATE: Ground.NO_APPELLATE,
    Element.CERTIFIED: Ground.NOT_CERTIFIED,
    Element.OFFICER: Ground.NO_OFFICER,
}
_PERSONAL, _INVESTIGATION = "8(1)(j)", "8(1)(h)"


def of_silence() -> tuple[Ground, ...]:
    """No reply in time."""
    return Ground.SILENCE, Ground.FREE


def of_reply(reply: Reply, clock: Derivation | None, *, own_file: bool, bpl: bool) -> tuple[Ground, ...]:
    """The grounds that one reply gives, the weightier first. ``own_file``: it was about her own application."""
    found: list[Ground] = []
    if clock is not None and clock.due is not None and reply.on > clock.due:
        found += [Ground.LATE, Ground.FREE]
    if reply.outcome is Outcome.PARTLY_SUPPLIED:
        found.append(Ground.PARTLY)
    if reply.outcome is Outcome.NOT_HELD:
        found.append(Ground.NOT_HELD)
    if reply.outcome is Outcome.FEE_DEMANDED and own_file and bpl:
        found.append(Ground.FEE_BPL)
    found += _against_section(reply.section, own_file)
    found += [_LACKING[element] for element in _lacking(reply)]
    if reply.outcome in REFUSALS:
        found.append(Ground.BURDEN)
    return tuple(found)


def _against_section(section: str, own_file: bool) -> Sequence[Ground]:
    if section == _PERSONAL:
        return [Ground.PERSONAL_OWN if own_file else Ground.PERSONAL_AGGREGATE]
    return [Ground.IMPEDES] if section == _INVESTIGATION else []


def _lacking(reply: Reply) -> Iterable[Element]:
    """What it lacks, in the order of the checklist; a code that does not belong to its outcome counts for nothing."""
    lacks = reply.lacks or ()
    return [element for element in _LACKING if element.value in lacks and element in CHECKLIST.get(reply.outcome, ())]
