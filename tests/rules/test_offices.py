"""Offices are found by id, by place and by words."""

from __future__ import annotations

import pytest

from rules.areas import Place
from rules.catalogue import Extra, load
from rules.office import first_appellate_office
from rules.text import Text, nfc

BASANTI = Place("South 24 Parganas", "বাসন্তী", gram_panchayat="Bharatgarh Gram Panchayat", police_station="Basanti PS")


@pytest.mark.parametrize(
    ("kind", "office_id"),
    [
        ("gp", "gp:south-24-parganas/basanti/bharatgarh"),
        ("police-station", "police-station:south-24-parganas/basanti/basanti"),
        ("bdo", "bdo:south-24-parganas/basanti"),
        ("sdo", "sdo:south-24-parganas/canning"),
        ("dm", "dm:south-24-parganas"),
        ("sp", "sp:baruipur-police-district"),
        ("divisional-commissioner", "divisional-commissioner:presidency"),
        ("slsa", "slsa:west-bengal"),
    ],
)
def test_an_office_has_one_id_by_place(kind: str, office_id: str) -> None:
    """The same office comes back from its place and from its id."""
    offices = load().offices
    assert offices.at(kind, BASANTI).id == office_id
    assert offices.office(office_id).id == office_id


def test_a_panchayat_keeps_the_name_it_was_written_with() -> None:
    """The words "Gram Panchayat" are not doubled, and a Bengali name stays Bengali."""
    offices = load().offices
    assert offices.at("gp", BASANTI).name.en == "Bharatgarh Gram Panchayat"
    bengali = Place("south-24-parganas", "gosaba", gram_panchayat="রাধানগর গ্রাম পঞ্চায়েত")
    assert offices.at("gp", bengali).name.bn == "রাধানগর গ্রাম পঞ্চায়েত"
    again = offices.office(offices.at("gp", bengali).id)
    assert again.name.bn == "রাধানগর গ্রাম পঞ্চায়েত"


BOTH = Place("south-24-parganas", "basanti", "Kalpanagar GP / কল্পনাগর গ্রাম পঞ্চায়েত", "উদাহরপুর থানা / Udaharpur")


def test_a_name_in_both_scripts_is_printed_in_each_language_in_its_own() -> None:
    """The id follows the English part; without one it follows the Bengali, which then stands in both languages."""
    offices = load().offices
    panchayat, police = offices.at("gp", BOTH), offices.at("police-station", BOTH)
    assert panchayat.id == "gp:south-24-parganas/basanti/kalpanagar"
    assert panchayat.name == Text("Kalpanagar Gram Panchayat", nfc("কল্পনাগর গ্রাম পঞ্চায়েত"))
    assert police.name == Text("Udaharpur Police Station", nfc("উদাহরপুর থানা"))
    bengali = offices.at("gp", Place("south-24-parganas", "basanti", gram_panchayat="কল্পনাগর"))
    assert bengali.id == nfc("gp:south-24-parganas/basanti/কল্পনাগর")
    assert bengali.name.en == nfc("কল্পনাগর Gram Panchayat")


def test_an_id_is_named_as_its_place_writes_it() -> None:
    """The id of a panchayat holds one script; with the place of the claim both come back, and other ids stay."""
    offices = load().offices
    known = offices.at("gp", BOTH)
    assert offices.office(known.id).name.bn == nfc("Kalpanagar গ্রাম পঞ্চায়েত")
    assert offices.office(known.id, BOTH) == known
    other = "gp:south-24-parganas/gosaba/kalpanagar"
    assert offices.office(other, BOTH) == offices.office(other)


@pytest.mark.parametrize(
    "words", ["Kalpanagar Gram Panchayat", "GP Kalpanagar", "কল্পনাগর পঞ্চায়েত", "Pradhan, Kalpanagar"]
)
def test_a_panchayat_is_found_by_either_script_where_its_place_is_known(words: str) -> None:
    """Without the place nothing is found: the name alone does not say which block."""
    offices = load().offices
    found = offices.find(words, "S24P", BOTH)
    assert found is not None
    assert found.id == "gp:south-24-parganas/basanti/kalpanagar"
    assert offices.find(words, "S24P") is None


@pytest.mark.parametrize("office_id", ["bdo:south-24-parganas/atlantis", "teapot:west-bengal", "bdo:", "dm:goa", "bdo"])
def test_an_office_that_is_not_there_is_a_key_error(office_id: str) -> None:
    """No office is made of a place that does not exist."""
    with pytest.raises(KeyError):
        load().offices.office(office_id)


@pytest.mark.parametrize(
    ("words", "office_id"),
    [
        ("BDO, Basanti", "bdo:south-24-parganas/basanti"),
        ("বাসন্তী ব্লকের বিডিও", "bdo:south-24-parganas/basanti"),
        ("Office of the Block Development Officer, Joynagar-II", "bdo:south-24-parganas/jaynagar-2"),
        ("SDO Canning", "sdo:south-24-parganas/canning"),
        ("জেলা শাসক", "dm:south-24-parganas"),
        ("জেলা আইনি পরিষেবা কর্তৃপক্ষ, দক্ষিণ ২৪ পরগনা", "dlsa:south-24-parganas"),
        ("Superintendent of Police", None),
        ("BDO", None),
        ("some shop", None),
    ],
)
def test_words_find_an_office_only_when_they_name_one(words: str, office_id: str | None) -> None:
    """A name with its place finds the office in either language; a bare kind with many offices finds none."""
    found = load().offices.find(words, "South 24 Parganas")
    assert (found.id if found else None) == office_id


def test_the_information_officer_and_the_first_appellate_authority_are_known_but_not_verified() -> None:
    """A request about a BDO goes to its information officer, the first appeal to the SDO; both wait for a check."""
    catalogue = load()
    bdo = catalogue.offices.at("bdo", BASANTI)
    appellate = first_appellate_office(bdo, BASANTI, catalogue.offices)
    assert bdo.pio.en.startswith("State Public Information Officer")
    assert appellate is not None
    assert appellate.id == "sdo:south-24-parganas/canning"
    assert not bdo.verified


def test_every_district_of_the_state_has_its_offices_and_two_hold_claims() -> None:
    """23 legal services authorities to write to; a district without listed blocks is none where a claim may lie."""
    offices = load().offices
    authorities = offices.of_kind("dlsa")
    assert len(authorities) == len({office.id for office in authorities}) == 23
    assert [area.id for area in offices.areas.districts] == ["south-24-parganas", "north-24-parganas"]
    assert offices.areas.find_district("Nadia") is None
    nadia = offices.office("dlsa:nadia")
    appellate = first_appellate_office(nadia, nadia.place, offices)
    assert appellate is not None
    assert appellate.id == "dlsa-chairman:nadia"


@pytest.mark.parametrize(
    ("named", "verified"),
    [
        ("appellate_office: {en: Room 4, bn: ৪ নং ঘর}", False),
        (
            "appellate_office: {en: Room 4, bn: ৪ নং ঘর}\n  appellate_post: {en: ADM, bn: অতিরিক্ত জেলা শাসক}\n"
            "  appellate_address: {en: Barasat, bn: বারাসাত}",
            True,
        ),
    ],
)
def test_a_named_appellate_authority_is_as_verified_as_the_office_that_names_it(named: str, verified: bool) -> None:
    """Wholly named by an office that a person verified; what is taken from the office of its kind is verified there."""
    row = f"- id: dlsa:nadia\n  verified_by: A. Worker\n  verified_on: 2026-03-01\n  source: board\n  {named}\n"
    offices = load([Extra("offices", "offices.own.yaml", f"{row}  verification: sourced\n")]).offices
    nadia = offices.office("dlsa:nadia")
    appellate = first_appellate_office(nadia, nadia.place, offices)
    assert appellate is not None
    assert appellate.verified is verified


def test_offices_of_a_kind_that_need_a_written_name_are_not_listed() -> None:
    """Panchayats are not all known; of other kinds each office comes once."""
    offices = load().offices
    assert offices.of_kind("gp") == ()
    assert [office.id for office in offices.of_kind("slsa")] == ["slsa:west-bengal"]
    subdivisions = [office.id for office in offices.of_kind("sdo")]
    assert len(subdivisions) == len(set(subdivisions)) > 5
