"""A table of offices becomes rows of the home's catalogue, whole or not at all."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from flows.import_offices import COLUMNS, FILE, Offices, import_offices
from flows.wiring import catalogue_rows
from rules.areas import Place
from rules.catalogue import Catalogue, load
from rules.errors import InputProblems
from rules.ladder import ladder
from rules.office import first_appellate_office

FEES = ("court-fee", "postal-order")
SAMPLE = Path(__file__).parents[2] / "samples" / "offices.csv"
GP = {
    "office": "gp", "district": "South 24 Parganas", "block": "Basanti", "name": "Kalpanagar", "name_bn": "কল্পনাগর",
}  # fmt: skip


def table(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=sorted({column for row in rows for column in row}))
        writer.writeheader()
        writer.writerows(rows)
    return path


def taken(home: Path, path: Path) -> Offices:
    return import_offices(path, home, catalogue_rows(home), FEES)


def known(home: Path) -> Catalogue:
    return load(catalogue_rows(home))


def faults(home: Path, *rows: dict[str, str]) -> list[str]:
    with pytest.raises(InputProblems) as caught:
        taken(home, table(home / "o.csv", list(rows)))
    assert not (home / "catalogue" / FILE).exists()
    return [str(problem) for problem in caught.value.problems]


def test_the_sample_shows_every_column_and_is_taken_in(tmp_path: Path) -> None:
    """samples/offices.csv holds each column once, and a panchayat, a police station, a health unit, a BDO."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == list(COLUMNS)
    found = taken(tmp_path, SAMPLE)
    assert sorted(found.added) == [
        "bdo:south-24-parganas/basanti",
        "gp:south-24-parganas/basanti/kalpanagar",
        "health-unit:south-24-parganas/basanti/namunapur-primary-health-centre",
        "police-station:south-24-parganas/basanti/udaharpur",
    ]
    offices = known(tmp_path).offices
    bdo = offices.office("bdo:south-24-parganas/basanti")
    assert (bdo.fee_mode, bdo.address.bn) == ("postal-order", "সোনাখালি, বাসন্তী, জেলা দক্ষিণ ২৪ পরগনা ৭৪৩৩১২")
    assert not bdo.verified


def test_a_named_appellate_authority_is_kept_with_the_office(tmp_path: Path) -> None:
    """Post, office and address in both languages; without them the kind's own are used; half a name is told."""
    taken(tmp_path, SAMPLE)
    offices = known(tmp_path).offices
    station = offices.office("police-station:south-24-parganas/basanti/udaharpur")
    appellate = first_appellate_office(station, station.place, offices)
    assert appellate is not None
    assert (appellate.id, appellate.designation.bn) == ("sp:baruipur-police-district", "উপ-পুলিশ সুপার (সদর)")
    assert appellate.address.en == "Baruipur, District South 24 Parganas"
    other = offices.office("police-station:south-24-parganas/gosaba/udaharpur")
    plain = first_appellate_office(other, other.place, offices)
    assert plain is not None
    assert plain.designation.en == "Superintendent of Police"
    (apart := tmp_path / "apart").mkdir()
    assert faults(apart, {**GP, "appellate_post": "Joint Block Development Officer"}) == [
        "o.csv row 2, appellate_post_bn: is empty. Letters are written in both languages: give it in both."
    ]


@pytest.mark.parametrize("written", ["Kalponagar", "কল্পনাগর", "কল্পনগর গ্রাম পঞ্চায়েত", "Kalpanagar GP"])
def test_a_claim_finds_the_panchayat_under_any_of_its_names(tmp_path: Path, written: str) -> None:
    """However the claim writes it, its ladder has the one office with its Bengali name, address and officer."""
    taken(tmp_path, SAMPLE)
    catalogue = known(tmp_path)
    place = Place("south-24-parganas", "basanti", gram_panchayat=written)
    office = ladder(catalogue.services["housing"], place, (), catalogue)[0].office
    assert office.id == "gp:south-24-parganas/basanti/kalpanagar"
    assert (office.name.en, office.name.bn[:7]) == ("Kalpanagar Gram Panchayat", "কল্পনাগ")
    assert office.address.en == "Kalpanagar Bazar, Basanti, District South 24 Parganas"
    assert office.pio.en == "State Public Information Officer (Executive Assistant)"
    assert catalogue.offices.canonical(f"gp:south-24-parganas/basanti/{written.split()[0].lower()}") == office.id


@pytest.mark.parametrize("wish", ["কল্পনাগর পঞ্চায়েত", "GP Kalponagar", "gp:south-24-parganas/basanti/kalponagar"])
def test_a_panchayat_to_avoid_drops_out_under_any_of_its_names(tmp_path: Path, wish: str) -> None:
    """A wish in one spelling holds for a claim in another."""
    taken(tmp_path, SAMPLE)
    catalogue = known(tmp_path)
    place = Place("south-24-parganas", "basanti", gram_panchayat="Kalpanagar")
    assert ladder(catalogue.services["housing"], place, (wish,), catalogue)[0].office.kind == "bdo"


def test_a_wish_that_may_mean_two_offices_keeps_both_from_it(tmp_path: Path) -> None:
    """With a listed hospital of that name the words mean it or the block's medical officer: neither is written to."""
    hospital = {**GP, "office": "health-unit", "name": "Basanti Rural Hospital", "name_bn": "বাসন্তী গ্রামীণ হাসপাতাল"}
    taken(tmp_path, table(tmp_path / "o.csv", [hospital]))
    catalogue = known(tmp_path)
    rungs = ladder(
        catalogue.services["general_health"],
        Place("south-24-parganas", "basanti"),
        ("Basanti rural hospital",),
        catalogue,
    )
    assert [rung.office.kind for rung in rungs] == ["acmoh", "cmoh", "director-health"]
    assert catalogue.offices.find("Basanti rural hospital", "S24P") is None


def test_a_listed_office_is_found_by_words_without_a_claim(tmp_path: Path) -> None:
    """A panchayat and a health unit by name and district alone; one that two blocks share is not guessed."""
    taken(tmp_path, SAMPLE)
    offices = known(tmp_path).offices
    for words, kind in (("Pradhan, Kalpanagar", "gp"), ("নমুনাপুর প্রাথমিক স্বাস্থ্যকেন্দ্র", "health-unit")):
        found = offices.find(words, "S24P")
        assert found is not None
        assert found.kind == kind
    taken(tmp_path, table(tmp_path / "o.csv", [{**GP, "block": "Gosaba"}]))
    assert known(tmp_path).offices.find("Pradhan, Kalpanagar", "S24P") is None


def test_a_second_table_replaces_the_rows_that_it_tells_of_and_keeps_the_others(tmp_path: Path) -> None:
    """What is corrected later wins, under whichever of its names; the other rows stay."""
    taken(tmp_path, SAMPLE)
    signed = {
        **GP, "name": "Kalponagar", "aliases": "Kalpanagar", "verified_by": "a person", "verified_on": "2026-07-01",
        "source": "office board",
    }  # fmt: skip
    found = taken(tmp_path, table(tmp_path / "o.csv", [signed]))
    assert (found.added, found.replaced) == ((), ("gp:south-24-parganas/basanti/kalpanagar",))
    offices = known(tmp_path).offices
    office = offices.office("gp:south-24-parganas/basanti/kalpanagar")
    assert (office.name.en, office.verified, office.verification) == ("Kalponagar Gram Panchayat", True, "secondary")
    assert offices.office("bdo:south-24-parganas/basanti").fee_mode == "postal-order"
    assert date(2026, 7, 1).isoformat() in found.path.read_text("utf-8")


def test_a_workbook_with_bengali_headings_is_read_too(tmp_path: Path) -> None:
    """xlsx, headings and kinds in Bengali."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["দপ্তর", "জেলা", "ব্লক", "নাম", "নাম (ইংরেজি)"])
    sheet.append(["থানা", "দক্ষিণ ২৪ পরগনা", "বাসন্তী", "উদাহরপুর", "Udaharpur"])
    book.save(tmp_path / "o.xlsx")
    assert taken(tmp_path, tmp_path / "o.xlsx").added == ("police-station:south-24-parganas/basanti/udaharpur",)


def test_every_fault_of_every_row_is_told_and_nothing_is_taken(tmp_path: Path) -> None:
    """Kind, place, script, names that clash, fee, authority, signature: each with its row and a remedy."""
    told = faults(
        tmp_path,
        {**GP, "office": "teapot"},
        {**GP, "district": "Goa"},
        {**GP, "block": "Atlantis"},
        {**GP, "name_bn": ""},
        {**GP, "aliases": "Kolponagor"},
        {**GP, "name": "Kolponagor", "name_bn": "কোলপোনাগর"},
        {**GP, "office": "bdo", "name": "", "name_bn": ""},
        {**GP, "name": "Udaharpur", "name_bn": "উদাহরপুর", "fee_mode": "barter", "appellate": "teapot"},
        {**GP, "name": "Namunapur", "name_bn": "নমুনাপুর", "address": "Namunapur", "verified_on": "soon"},
        GP,
    )
    for expected in (
        "o.csv row 2, office: 'teapot' names no one kind of office.",
        "o.csv row 3, district: 'Goa' is not known.",
        "o.csv row 4, block: 'Atlantis' is no block of the district.",
        "o.csv row 5, name: is not given in both scripts.",
        "o.csv row 7, name: bears a name of row 6.",
        "o.csv row 8, name: tells nothing of the office.",
        "o.csv row 9, fee_mode: 'barter' is no way of paying. Write one of: court-fee, postal-order.",
        "o.csv row 9, appellate: 'teapot' names no one kind of office.",
        "o.csv row 10, address_bn: is empty.",
        "o.csv row 10, verified_by: is empty.",
        "o.csv row 10, verified_on: 'soon' is not a date.",
        "o.csv row 11, name: is of an office that an earlier row tells of.",
    ):
        assert any(line.startswith(expected) for line in told), (expected, told)
    assert all(line.rstrip().endswith(".") for line in told)


def test_a_missing_column_is_told_with_the_sample(tmp_path: Path) -> None:
    """The sample to start from is that of offices."""
    (told,) = faults(tmp_path, {"office": "gp", "name": "x"})
    assert told == "o.csv: The column 'district' is missing. Add it; 'samples/offices.csv' shows all columns."
