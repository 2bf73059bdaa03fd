"""A claimant, her claim and her consents, as the rest of Dabi handles them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.letters import Language

# How people write it in a claims table.
FEMALE = frozenset({"female", "f", "woman", "girl", "মহিলা", "স্ত্রী"})
MALE = frozenset({"male", "m", "man", "boy", "পুরুষ"})


class Relation(StrEnum):
    FATHER = "father"
    MOTHER = "mother"
    HUSBAND = "husband"
    GUARDIAN = "guardian"


class Capacity(StrEnum):
    SELF = "self"
    GUARDIAN = "guardian"
    CWC = "cwc"


class DossierConsent(StrEnum):
    NONE = "none"
    CODED = "coded"
    NAMED = "named"


class ConsentTo(StrEnum):
    """What she consents to, each apart from the others."""

    APPLY = "apply"
    OFFICES = "offices"
    DOSSIER = "dossier"


class YesNoUnknown(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identity:
    """Everything that could make her known: sealed under her own data key, read only with an actor on record."""

    name: str
    name_bn: str
    gender: str = ""
    guardian_name: str = ""
    guardian_name_bn: str = ""
    relation: Relation | None = None
    birth_year: int | None = None
    village: str = ""
    post_office: str = ""
    police_station: str = ""
    gram_panchayat: str = ""
    pin: str = ""
    reply_address: str = ""
    safe_phone: str = ""
    papers_kept_by: str = ""
    avoid_offices: tuple[str, ...] = ()
    health_unit: str = ""  # one that our tables list, by any of its names

    @property
    def is_male(self) -> bool:
        """Whether the claimant is known to be a man or a boy."""
        return self.gender.casefold() in MALE


@dataclass(frozen=True, slots=True)
class Consent:
    """Her three consents, with date and expiry."""

    on: date
    until: date | None
    apply: bool
    name_to_offices: tuple[str, ...] | None  # None: all on the ladder
    dossier: DossierConsent

    def in_force(self, today: date) -> bool:
        return self.on <= today and (self.until is None or today <= self.until)


@dataclass(frozen=True, slots=True)
class Claim:
    """One claimant's demand for one service. ``details`` are her own words, sealed at rest."""

    code: str  # claimant code and a number: SN-7K4Q9X-1
    claimant: str
    service: str
    priority: int
    language: Language
    district: str
    block: str
    organisation: str
    collective: str
    social_worker: str
    child_at_offence: YesNoUnknown
    applicant_capacity: Capacity
    bpl: bool
    consent: Consent
    details: str = ""
    details_bn: str = ""
