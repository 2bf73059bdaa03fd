"""Takes a table of offices into the home's catalogue: panchayats, police stations, health units, and what is known of
any other office. Every bad row is listed, none is half taken."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from confined.data_files import values
from flows.import_claims.table import Row, read_table
from rules.areas import Place
from rules.catalogue import Catalogue, Extra, load
from rules.errors import InputProblems, Problem
from rules.limits import STANDARD, Limits
from rules.office_rows import KindRow, Scope
from rules.text import fold, slug

FILE = "offices.imported.yaml"
SAMPLE = "samples/offices.csv"
# Each column: how its heading may be written, English first.
COLUMNS = {
    "office": ("office", "kind", "দপ্তর", "দপ্তরের ধরন"),
    "district": ("district", "জেলা"),
    "block": ("block", "ব্লক"),
    "name": ("name", "নাম (ইংরেজি)"),
    "name_bn": ("name_bn", "নাম"),
    "aliases": ("aliases", "অন্য বানান"),
    "designation": ("designation", "পদ (ইংরেজি)"),
    "designation_bn": ("designation_bn", "পদ"),
    "address": ("address", "ঠিকানা (ইংরেজি)"),
    "address_bn": ("address_bn", "ঠিকানা"),
    "pio": ("pio", "তথ্য আধিকারিক (ইংরেজি)"),
    "pio_bn": ("pio_bn", "তথ্য আধিকারিক"),
    "appellate": ("appellate", "আপীল কর্তৃপক্ষ"),
    "appellate_post": ("appellate_post", "আপীল কর্তৃপক্ষের পদ (ইংরেজি)"),
    "appellate_post_bn": ("appellate_post_bn", "আপীল কর্তৃপক্ষের পদ"),
    "appellate_office": ("appellate_office", "আপীল কর্তৃপক্ষের দপ্তর (ইংরেজি)"),
    "appellate_office_bn": ("appellate_office_bn", "আপীল কর্তৃপক্ষের দপ্তর"),
    "appellate_address": ("appellate_address", "আপীল কর্তৃপক্ষের ঠিকানা (ইংরেজি)"),
    "appellate_address_bn": ("appellate_address_bn", "আপীল কর্তৃপক্ষের ঠিকানা"),
    "fee_mode": ("fee_mode", "ফি"),
    "source": ("source", "সূত্র"),
    "verified_by": ("verified_by", "যাচাই করেছেন"),
    "verified_on": ("verified_on", "যাচাইয়ের তারিখ"),
}
_REQUIRED = frozenset({"office", "district"})
_PAIRS = ("name", "designation", "address", "pio", "appellate_post", "appellate_office", "appellate_address")
_SEVERAL = (Scope.GRAM_PANCHAYAT, Scope.POLICE_STATION, Scope.HEALTH_UNIT)  # to a block: told apart by their names
_TELLING = (*_PAIRS, "aliases", "appellate", "fee_mode", "verified_by")


@dataclass(frozen=True, slots=True)
class Offices:
    """What a table brought: the ids that are new to the home, and those whose earlier row it replaced."""

    path: Path
    added: tuple[str, ...]
    replaced: tuple[str, ...]


def import_offices(
    path: Path, home: Path, rows: list[Extra], fees: Collection[str], limits: Limits = STANDARD
) -> Offices:
    """Every row of a csv or xlsx, or none: InputProblems lists all that is wrong with it.

    ``rows`` are the law's further rows under the home; ``fees`` the ways of paying that letters know.
    """
    headings = {fold(said): column for column, names in COLUMNS.items() for said in names}
    reader = _Reader(path.name, load(rows), fees)
    made = reader.read(read_table(path, headings, _REQUIRED, SAMPLE, limits))
    kept = home / "catalogue" / FILE
    known = {row["id"]: row for row in _kept(kept, limits)}
    text = "".join(f"- {json.dumps(row, ensure_ascii=False)}\n" for row in (known | made).values())
    load([*(extra for extra in rows if extra.file != f"catalogue/{FILE}"), Extra("offices", f"catalogue/{FILE}", text)])
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    new = kept.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(kept)
    return Offices(kept, tuple(made.keys() - known.keys()), tuple(made.keys() & known.keys()))


def _kept(path: Path, limits: Limits) -> list[dict[str, Any]]:
    """The rows of earlier tables; they have been loaded already, so they hold."""
    if not path.is_file():
        return []
    rows: list[dict[str, Any]] = values(path, limits) or []
    return rows


class _Reader:
    """Reads the rows of one table; ``problems`` holds everything that is wrong with them."""

    def __init__(self, file: str, catalogue: Catalogue, fees: Collection[str]) -> None:
        self._file = file
        self._offices = catalogue.offices
        self._fees = fees
        self._where = file
        self.problems: list[Problem] = []

    def read(self, rows: list[Row]) -> dict[str, dict[str, Any]]:
        """Rows for offices.yaml by their id. Raises InputProblems with all that is wrong."""
        made: dict[str, dict[str, Any]] = {}
        names: dict[tuple[str, str], int] = {}
        for row in rows:
            self._where = f"{self._file} row {row.number}"
            kind = self._kind(row["office"], "office")
            office_id = self._id(kind, row) if kind is not None else None
            fields = self._fields(row, kind)
            if office_id is None or kind is None:
                continue
            if office_id in made:
                self._wrong("name", "is of an office that an earlier row tells of.", "Keep one of the two rows.")
            made[office_id] = {"id": office_id, **fields}
            for name in {slug(name) for name in (row["name"], row["name_bn"], *_listed(row["aliases"])) if name}:
                key = (office_id.rpartition("/")[0], name)
                first = names.setdefault(key, row.number)
                if kind.scope in _SEVERAL and first != row.number:
                    self._wrong("name", f"bears a name of row {first}.", "Take the name out of one of them.")
        if self.problems:
            raise InputProblems(self.problems)
        return made

    def _wrong(self, column: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(self._where, what, remedy, column))

    def _kind(self, said: str, column: str) -> KindRow | None:
        """The one kind of office that words name."""
        found = sorted(self._offices.named_kinds(said)) if said else []
        if said in self._offices.kinds:
            found = [said]
        if len(found) == 1:
            return self._offices.kind(found[0])
        if not said:
            self._wrong(column, "is empty.", "Write the kind of office, such as gp or police-station.")
        else:
            known = ", ".join(self._offices.kinds)
            self._wrong(column, f"'{said[:40]}' names no one kind of office.", f"Write one of: {known}.")
        return None

    def _id(self, kind: KindRow, row: Row) -> str | None:
        """The id of the office that a row tells of."""
        district = self._offices.areas.find_district(row["district"])
        if district is None and kind.scope is not Scope.STATE:
            known = ", ".join(area.name.en for area in self._offices.areas.districts)
            self._wrong("district", f"'{row['district'][:40]}' is not known.", f"Write one of: {known}.")
            return None
        block = self._block(row["block"], district.id, kind) if district is not None else ""
        if kind.scope in _SEVERAL and not (row["name"] and row["name_bn"]):
            self._wrong("name", "is not given in both scripts.", "Write name and name_bn.")
            return None
        if block is None:
            return None
        if district is not None and not self._offices.serves(kind.id, Place(district.id, block)):
            self._wrong("block", f"has no office of the kind {kind.id}.", "Write the area that it serves.")
            return None
        if kind.scope is Scope.HEALTH_UNIT:
            assert district is not None
            within = f"{kind.id}:{district.id}/{block}"
            return self._offices.canonical(f"{within}/{slug(row['name'])}")
        written = f"{row['name']} / {row['name_bn']}"
        place = Place(district.id if district is not None else "", block, written, written)
        return self._offices.id_at(kind.id, place)

    def _block(self, said: str, district: str, kind: KindRow) -> str | None:
        """The block of a row; for the office of a sub-division any of its blocks, or its own name."""
        if kind.scope in (Scope.STATE, Scope.DIVISION, Scope.DISTRICT):
            return ""
        block = self._offices.areas.find_block(said, district)
        blocks = self._offices.areas.places(district)
        if block is None and kind.scope is Scope.SUBDIVISION:
            within = [b for b in blocks if fold(said) in map(fold, (b.subdivision.name.en, b.subdivision.name.bn))]
            block = within[0] if within else None
        if block is None:
            known = ", ".join(block.name.en for block in blocks)
            self._wrong("block", f"'{said[:40]}' is no block of the district.", f"Write one of: {known}.")
            return None
        return block.id

    def _fields(self, row: Row, kind: KindRow | None) -> dict[str, Any]:
        """What a row tells of its office, as offices.yaml has it."""
        if not any(row[column] or row[f"{column}_bn"] for column in _TELLING):
            self._wrong("name", "tells nothing of the office.", "Fill in a name, an address or a post.")
        fields: dict[str, Any] = {}
        for column in _PAIRS:
            english, bengali = row[column], row[f"{column}_bn"]
            if bool(english) != bool(bengali):
                lacking = f"{column}_bn" if english else column
                self._wrong(lacking, "is empty.", "Letters are written in both languages: give it in both.")
            elif english:
                fields[column] = {"en": english, "bn": bengali}
        if kind is not None and kind.scope in (Scope.GRAM_PANCHAYAT, Scope.POLICE_STATION) and "name" in fields:
            fields["name"] = self._offices.full_name(kind.id, fields["name"]["en"], fields["name"]["bn"])
        if row["aliases"]:
            fields["aliases"] = _listed(row["aliases"])
        above = self._kind(row["appellate"], "appellate") if row["appellate"] else None
        if above is not None:
            fields["faa"] = above.id
        fields |= self._fee(row["fee_mode"]) | self._check(row)
        return fields

    def _fee(self, said: str) -> dict[str, str]:
        mode = slug(said)
        if mode and mode not in self._fees:
            self._wrong("fee_mode", f"'{said[:30]}' is no way of paying.", f"Write one of: {', '.join(self._fees)}.")
        return {"fee_mode": mode} if mode else {}

    def _check(self, row: Row) -> dict[str, Any]:
        """Where it is known from, and who has checked it when: without both it is not verified."""
        by, on = row["verified_by"], row["verified_on"]
        if bool(by) != bool(on):
            self._wrong("verified_on" if by else "verified_by", "is empty.", "Give who checked it and when.")
        if on:
            try:
                date.fromisoformat(fold(on))
            except ValueError:
                self._wrong("verified_on", f"'{on[:20]}' is not a date.", "Write YYYY-MM-DD.")
        signed = {"verified_by": by, "verified_on": fold(on)} if by and on else {}
        source = row["source"] or f"imported from {self._file}"
        return {"source": source, "verification": "secondary" if row["source"] else "general-knowledge", **signed}


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
