"""The kinds of paper that go out, and what is known of one that did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.findings import FractionBox

AGGREGATE = "aggregate"  # an RTI matter of someone else, in general: no claimant stands in it
OWN_FILE = "own_file"  # one about her own file, which names her


class LetterKind(StrEnum):
    APPLICATION = "application"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    RTI_REQUEST = "rti_request"
    FIRST_APPEAL = "first_appeal"  # RTI Act s.19(1), with grounds from what the reply lacks
    MEMORANDUM = "memorandum"  # of a dossier, not of a claim
    # What a letter on its way leads to.
    POSTED_LETTER = "posted_letter"  # carries a letter that the office would not take, by registered Speed Post
    TRANSFER_FOLLOW_UP = "transfer_follow_up"  # to the office to which a letter or request was sent on
    FEE_FORWARDING = "fee_forwarding"  # the further fee of a request, with the demand's memo number
    COMPLIANCE = "compliance"  # the documents that a defect memo asks for
    DELIVERY_REMINDER = "delivery_reminder"  # granted, and not in her hands
    # RTI matters past the first appeal, all to the Information Commission.
    SECOND_APPEAL = "second_appeal"  # s.19(3)
    RTI_COMPLAINT = "rti_complaint"  # s.18, beside an appeal and never instead of it
    COMMISSION_REMINDER = "commission_reminder"  # of a second appeal that lies there; no limit binds the Commission
    # Steps of the ladder that are more than an escalation.
    SP_LETTER = "sp_letter"  # the substance in writing, by post to the Superintendent of Police, BNSS s.173(4)
    MAGISTRATE_APPLICATION = "magistrate_application"  # a draft for her lawyer, BNSS s.175(3)
    COMMISSION_COMPLAINT = "commission_complaint"  # to a statutory Commission, as the State Food Commission
    BANK_COMPLAINT = "bank_complaint"  # to the bank's nodal officer
    OMBUDSMAN_COMPLAINT = "ombudsman_complaint"  # Reserve Bank - Integrated Ombudsman Scheme
    COMPENSATION_APPEAL = "compensation_appeal"  # to the District Judge, then the SLSA: 30 days, and 90
    UNPAID_AWARD = "unpaid_award"  # to the DLSA after 30 days, to the SLSA after 60


# Steps that need the claimant's recorded yes before anything is drafted: each escalation, request, appeal, complaint.
NEEDS_GO = frozenset(
    {
        LetterKind.ESCALATION,
        LetterKind.RTI_REQUEST,
        LetterKind.FIRST_APPEAL,
        LetterKind.SECOND_APPEAL,
        LetterKind.RTI_COMPLAINT,
        LetterKind.SP_LETTER,
        LetterKind.MAGISTRATE_APPLICATION,
        LetterKind.COMMISSION_COMPLAINT,
        LetterKind.BANK_COMPLAINT,
        LetterKind.OMBUDSMAN_COMPLAINT,
        LetterKind.COMPENSATION_APPEAL,
        LetterKind.UNPAID_AWARD,
    }
)

# Papers that a lawyer approves whatever office they go to; of others the office decides (office_kinds.yaml).
NEEDS_LAWYER = frozenset({LetterKind.COMPENSATION_APPEAL})
# Letters that carry another on its way: what the office does with them, it does with the letter that they carry.
CARRIERS = frozenset(
    {LetterKind.POSTED_LETTER, LetterKind.TRANSFER_FOLLOW_UP, LetterKind.FEE_FORWARDING, LetterKind.COMPLIANCE}
)
# Matters under the RTI Act, apart from the claim itself.
RTI_KINDS = frozenset(
    {
        LetterKind.RTI_REQUEST,
        LetterKind.FIRST_APPEAL,
        LetterKind.SECOND_APPEAL,
        LetterKind.RTI_COMPLAINT,
        LetterKind.COMMISSION_REMINDER,
    }
)


class FormKind(StrEnum):
    """Papers that are no step of a claim: between her and those who help her, or an authority's own form."""

    CONSENT_NOTICE = "consent_notice"  # what she is told before she consents, and her consent; DPDP Act s.5
    WITHDRAWAL = "withdrawal"  # of her consent
    AUTHORISATION = "authorisation"  # to disclose her identity, BNS s.72(2)(b)
    WITNESS_PROTECTION = "witness_protection"  # application under the Witness Protection Scheme 2018


class RequestForm(StrEnum):
    """An authority's own form for a request for information, printed filled in behind the request."""

    COURT_FORM_A = "court_form_a"  # Form A of the High Court's Rules


class Language(StrEnum):
    BENGALI = "bn"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class OwnField:
    """A place on the printed page where our own pen goes (signature, thumb): no ink there is a fact of the office."""

    page: int
    box: FractionBox


@dataclass(frozen=True, slots=True)
class Letter:
    """One paper sent. The three papers are vault addresses (SHA-256 of the plain bytes); an earlier paper that was
    adopted has no ``docx`` and no ``office_copy``, and its ``receipt_copy`` is its proof, None where none is left."""

    reference: str
    kind: LetterKind
    claim: str | None
    office: str  # office id
    rung: int  # 0 = first office
    language: Language
    written_on: date
    pages: int
    docx: str | None
    office_copy: str | None
    receipt_copy: str | None
    own_fields: tuple[OwnField, ...] = ()
    cites: tuple[str, ...] = ()  # references of earlier letters it recites
    variant: str = ""  # AGGREGATE or OWN_FILE for an RTI matter
