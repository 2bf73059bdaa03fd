"""What happened, in past tense: an event is appended once and never edited; a mistake is a later ``Corrected``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

Fact = str | int | bool | None


class EventKind(StrEnum):
    CLAIM_OPENED = "claim_opened"
    CONSENT_GIVEN = "consent_given"  # facts: scope (a ConsentTo, or None: to apply)
    CONSENT_WITHDRAWN = "consent_withdrawn"  # facts: scope (a ConsentTo, or None: to apply)
    CONSENT_OVERRIDDEN = "consent_overridden"  # on that day alone; facts: scope (a ConsentTo); beside: reason
    GO_GIVEN = "go_given"  # her yes to one step; facts: step (a LetterKind), office where she chose one
    GO_WITHHELD = "go_withheld"  # her "wait" or "stop"; facts: step, until (date or None)
    LETTER_PRINTED = "letter_printed"  # facts: kind, office, rung, trigger (seq or None); rule, since, due of a limit
    LETTER_ADOPTED = "letter_adopted"  # an earlier paper, not of our making; facts: kind, office, rung
    LETTER_FILED = "letter_filed"  # handed in or sent; facts: by (hand, speed-post, ...)
    RECEIPT_RECORDED = "receipt_recorded"  # facts: received_on, number_kind (NumberKind); beside: diary_no
    RECEIPT_REFUSED = "receipt_refused"  # the office would not take it
    VISIT_RECORDED = "visit_recorded"  # facts: answer; beside: words
    # facts: outcome, letter_date; lacks and section where a person told them, seems_lacking where a machine read it;
    # beside: memo_no
    REPLY_RECORDED = "reply_recorded"
    FEE_DEMANDED = "fee_demanded"  # facts: sent_on, amount
    FEE_PAID = "fee_paid"  # facts: paid_on
    TRANSFERRED = "transferred"  # facts: office to which it went (id), where known
    HEARING_FIXED = "hearing_fixed"  # facts: hearing_on
    GRANTED = "granted"
    DELIVERED = "delivered"  # the claimant's own word
    INTERIM_RECEIVED = "interim_received"  # the claimant's own word: interim relief, the claim goes on
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    HELD = "held"  # she wants everything to wait or to stop; facts: until (date or None: until she says so)
    RESUMED = "resumed"  # she wants it to go on, after a threat or a wait
    LAWYER_APPROVED = "lawyer_approved"  # facts: step (a LetterKind: one such paper), or None: the claim itself
    REPLY_CHECKED = "reply_checked"  # a reply was held against the checklist; facts: reply (seq), lacks, section
    REPLY_NUMBERED = "reply_numbered"  # its number, told after it was recorded; facts: reply (seq); beside: memo_no
    LETTER_WORDED = "letter_worded"  # her letters of a kind say it otherwise; facts: step, field; beside: text, if any
    DOSSIER_COMPILED = "dossier_compiled"  # facts: paper, district, edition, claims; of no one claim
    CORRECTED = "corrected"  # facts: corrects (seq), reason (Correction); the corrected event counts no more


class FiledBy(StrEnum):
    HAND = "hand"
    SPEED_POST = "speed-post"
    SPEED_POST_REGISTERED = "speed-post-registered"
    EMAIL = "email"
    PORTAL = "portal"
    CAMP = "camp"


class NumberKind(StrEnum):
    """What an office calls the number by which it finds a paper again."""

    DIARY = "diary"
    INWARD = "inward"
    GDE = "gde"  # general diary entry of a police station
    APPLICATION = "application"  # of a portal or a camp
    CASE = "case"  # compensation case of a Legal Services Authority


class Answer(StrEnum):
    """What was said at a visit."""

    ABSENT = "absent"
    COME_BACK = "come-back"
    ORAL_PROMISE = "oral-promise"
    ORAL_REFUSAL = "oral-refusal"
    MONEY_ASKED = "money-asked"
    THREAT = "threat"


class Correction(StrEnum):
    """Why an event counts no more."""

    MISREAD = "misread"  # the paper says something else
    WRONG_LETTER = "wrong-letter"  # it belongs to another letter or claim
    WRONG_DATE = "wrong-date"
    TWICE = "twice"  # it was told before
    NOT_SO = "not-so"  # it did not happen


@dataclass(frozen=True, slots=True)
class Event:
    """One happening. ``facts`` hold codes and dates (ISO 8601) in the clear; ``beside`` holds what is sealed
    (numbers as written, spoken words) and is empty when not opened or when its person was erased."""

    kind: EventKind
    on: date
    claim: str | None = None
    letter: str | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    seq: int = 0  # position in the chain, from 1; 0 before it is appended
    recorded_at: datetime | None = None
    actor: str = ""
