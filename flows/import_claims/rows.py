"""One row of a claims table, read into typed values; what is wrong with it is collected, never raised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import regex

from flows.cases import place_of
from flows.import_claims.table import Row
from rules.catalogue import Catalogue
from rules.errors import Problem
from rules.ladder import ladder
from rules.letters import Language
from rules.people import Capacity, Consent, DossierConsent, Identity, Relation, YesNoUnknown
from rules.references import is_claimant_code
from rules.text import fold

S = TypeVar("S", bound=StrEnum)
_DAY_FIRST = regex.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_UNIT = "health-unit"
_FORMULA = ("=", "@")
_ANY_CONTROL = regex.compile(r"[\p{Cc}\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A row that holds: who, what she claims (the fields of a claim), and where it is already pending."""

    row: int
    claimant_code: str
    identity: Identity
    fields: dict[str, Any]
    applied_on: date | None
    office: str | None
    diary_no: str


class Reader:
    """Reads the rows of one file; ``problems`` holds everything that was wrong with them."""

    def __init__(self, file: str, catalogue: Catalogue, today: date) -> None:
        self._file = file
        self._catalogue = catalogue
        self._today = today
        self._row = Row(0, {})
        self.problems: list[Problem] = []

    def read(self, row: Row) -> NewClaim | None:
        """The claim in a row; None where something is wrong with it."""
        self._row = row
        before = len(self.problems)
        self._text_is_plain()
        for column in self._catalogue.column_rows:
            if column.required and not row[column.name]:
                self._wrong(column.name, "It is empty.", "Fill it in.")
        if row["claimant_code"] and not is_claimant_code(row["claimant_code"]):
            self._wrong("claimant_code", "It is not a claimant code.", "Write it like SN-7K4Q9X, or leave it empty.")
        identity = self._identity()
        district, block = self._place()
        self._unit_is_listed(district, block, identity)
        fields = self._fields(district, block)
        applied_on = self._date("applied_on")
        office = self._office(district, block, identity) if applied_on or row["office"] else None
        if row["office"] and applied_on is None and not row["applied_on"]:
            self._wrong("applied_on", "An office is given without a date.", "Give the date on which she applied there.")
        if row["diary_no"] and applied_on is None:
            self._wrong("diary_no", "A number is given without a date.", "Give the date on which she applied.")
        if len(self.problems) > before:
            return None
        return NewClaim(row.number, row["claimant_code"], identity, fields, applied_on, office, row["diary_no"])

    def _unit_is_listed(self, district: str, block: str, identity: Identity) -> None:
        """A health unit has an address and an officer, so one that no table lists cannot be written to."""
        if not identity.health_unit or not district or not block:
            return
        try:
            self._catalogue.offices.id_at(_UNIT, place_of(district, block, identity))
        except KeyError:
            what = f"'{identity.health_unit[:40]}' is no health unit of the block that is listed."
            self._wrong("health_unit", what, "Take it in with 'dabi offices import', or leave it empty.")

    def _wrong(self, column: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(f"{self._file} row {self._row.number}", what, remedy, column))

    def _text_is_plain(self) -> None:
        for column, value in self._row.values.items():
            if value.startswith(_FORMULA):
                self._wrong(column, "It is a formula.", "Write the value itself.")
            if _ANY_CONTROL.search(value):
                self._wrong(column, "It holds invisible control characters.", "Type it again.")
            if len(value) > 2000:
                self._wrong(column, "It is longer than 2,000 characters.", "Shorten it.")

    def _word(self, column: str, default: str) -> str:
        """One of the words that the catalogue allows in this column, in either language."""
        given = self._row[column]
        if not given:
            return default
        word = self._catalogue.column_value(column, given)
        if word is None:
            allowed = ", ".join(next(c.values for c in self._catalogue.column_rows if c.name == column))
            self._wrong(column, f"'{given[:40]}' is not one of the words for it.", f"Write one of: {allowed}.")
            return default
        return word

    def _choice(self, kind: type[S], column: str, default: S) -> S:
        return kind(self._word(column, default.value))

    def _date(self, column: str) -> date | None:
        text = fold(self._row[column])
        if not text:
            return None
        match = _DAY_FIRST.fullmatch(text)
        try:
            day = date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(text)
        except ValueError:
            self._wrong(column, f"'{text[:20]}' is not a date.", "Write DD.MM.YYYY or YYYY-MM-DD.")
            return None
        if day > self._today and column != "consent_until":
            self._wrong(column, f"{day.isoformat()} has not come yet.", "Check the date.")
        if day.year < 1990:
            self._wrong(column, f"{day.isoformat()} is too long ago.", "Check the year.")
        return day

    def _identity(self) -> Identity:
        row = self._row
        relation = self._word("relation", "")
        if (row["guardian_name"] or row["guardian_name_bn"]) and not relation:
            self._wrong(
                "relation", "A guardian is named without a relation.", "Write father, mother, husband or guardian."
            )
        return Identity(
            name=row["claimant_name"],
            name_bn=row["claimant_name_bn"],
            gender=self._word("gender", ""),
            guardian_name=row["guardian_name"],
            guardian_name_bn=row["guardian_name_bn"],
            relation=Relation(relation) if relation else None,
            birth_year=self._birth_year(),
            village=row["village"],
            post_office=row["post_office"],
            police_station=row["police_station"],
            health_unit=row["health_unit"],
            gram_panchayat=row["gram_panchayat"],
            pin=self._pin(),
            reply_address=row["reply_address"],
            safe_phone=row["safe_phone"],
            papers_kept_by=row["papers_kept_by"],
            avoid_offices=_listed(row["avoid_offices"]),
        )

    def _birth_year(self) -> int | None:
        text = fold(self._row["birth_year"])
        if not text:
            return None
        if not text.isascii() or not text.isdigit() or not self._today.year - 110 <= int(text) <= self._today.year:
            self._wrong("birth_year", f"'{text[:10]}' is not a year of birth.", "Write four digits, such as 1998.")
            return None
        return int(text)

    def _pin(self) -> str:
        text = fold(self._row["pin"]).replace(" ", "")
        if text and not regex.fullmatch(r"[1-9][0-9]{5}", text):
            self._wrong("pin", f"'{text[:10]}' is not a PIN code.", "Write six digits, such as 743312.")
        return text

    def _place(self) -> tuple[str, str]:
        offices = self._catalogue.offices
        if not self._row["district"] or not self._row["block"]:
            return "", ""
        district = offices.areas.find_district(self._row["district"])
        if district is None:
            known = ", ".join(area.name.en for area in offices.areas.districts)
            self._wrong("district", f"'{self._row['district'][:40]}' is not known.", f"Write one of: {known}.")
            return "", ""
        block = offices.areas.find_block(self._row["block"], district.id)
        if block is None:
            known = ", ".join(block.name.en for block in offices.areas.places(district.id))
            self._wrong(
                "block",
                f"'{self._row['block'][:40]}' is no block or municipality of {district.name.en}.",
                f"Write one of: {known}.",
            )
            return district.id, ""
        return district.id, block.id

    def _fields(self, district: str, block: str) -> dict[str, Any]:
        row = self._row
        service = self._catalogue.service_named(row["service"], self._today) if row["service"] else None
        if row["service"] and service is None:
            known = ", ".join(sorted(self._catalogue.services))
            self._wrong("service", f"'{row['service'][:40]}' is not a known service.", f"Write one of: {known}.")
        priority = fold(row["priority"]) or "1"
        if not priority.isascii() or not priority.isdigit() or not 1 <= int(priority) <= 99:
            self._wrong(
                "priority", f"'{priority[:10]}' is not a priority.", "Write 1 for her first claim, 2 for the next."
            )
            priority = "1"
        return {
            "service": service.id if service else "",
            "priority": int(priority),
            "language": self._choice(Language, "language", Language.BENGALI),
            "district": district,
            "block": block,
            "organisation": row["organisation"],
            "collective": row["collective"],
            "social_worker": row["social_worker"],
            "child_at_offence": self._choice(YesNoUnknown, "child_at_offence", YesNoUnknown.UNKNOWN),
            "applicant_capacity": self._choice(Capacity, "applicant_capacity", Capacity.SELF),
            "bpl": self._word("bpl", "no") == "yes",
            "consent": self._consent(),
            "details": row["details"],
            "details_bn": row["details_bn"],
        }

    def _consent(self) -> Consent:
        on = self._date("consent_date")
        until = self._date("consent_until")
        if on and until and until < on:
            self._wrong("consent_until", "Her consent ends before it begins.", "Check both dates.")
        offices = _listed(self._row["consent_name_to_office"])
        everywhere = not offices or offices == ("all",) or [fold(office) for office in offices] == ["সব"]
        return Consent(
            on or self._today,
            until,
            self._word("consent_apply", "no") == "yes",
            None if everywhere else offices,
            self._choice(DossierConsent, "consent_dossier", DossierConsent.NONE),
        )

    def _office(self, district: str, block: str, identity: Identity) -> str | None:
        """The office where the claim is already pending: the one that is named, else the first on the ladder."""
        service = self._catalogue.service_named(self._row["service"], self._today)
        if service is None or not district or not block:
            return None
        place = place_of(district, block, identity)
        rungs = ladder(service, place, identity.avoid_offices, self._catalogue)
        written = self._row["office"]
        if not written:
            return rungs[0].office.id if rungs else None
        names = {fold(name): rung.office for rung in rungs for name in (rung.office.name.en, rung.office.name.bn)}
        office = names.get(fold(written)) or self._catalogue.offices.find(written, district, place)
        if office is None:
            remedy = "Write it like 'BDO Basanti' or 'bdo:south-24-parganas/basanti'."
            self._wrong("office", f"'{written[:60]}' is not a known office.", remedy)
        return office.id if office else None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
