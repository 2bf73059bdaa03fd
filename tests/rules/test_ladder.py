"""A ladder leads upwards, and leaves out whom she does not want to know."""

from __future__ import annotations

import pytest

from rules.areas import Place
from rules.catalogue import Extra, load
from rules.ladder import ladder, names

PLACE = Place("south-24-parganas", "basanti", gram_panchayat="Bharatgarh", police_station="Basanti")


def test_housing_climbs_from_the_panchayat_to_the_department() -> None:
    """Gram Panchayat, BDO, SDO, ADM of the Zilla Parishad, DM, department (law.md 6)."""
    rungs = ladder(load().services["housing"], PLACE, (), load())
    assert [rung.office.kind for rung in rungs] == ["gp", "bdo", "sdo", "adm-zp", "dm", "pnrd-department"]
    assert [rung.index for rung in rungs] == [0, 1, 2, 3, 4, 5]
    assert [rung.clock for rung in rungs] == [
        "service.housing",
        "letter.next",
        "letter.next",
        "letter.next",
        "letter.dm",
        "letter.next",
    ]


@pytest.mark.parametrize(
    "avoid",
    ["gram panchayat", "গ্রাম পঞ্চায়েত", "gp:south-24-parganas/basanti/bharatgarh", "Bharatgarh Gram Panchayat", "প্রধান"],
)
def test_an_office_to_avoid_drops_out_and_the_ladder_says_so(avoid: str) -> None:
    """By id, by name or by kind in either language; the first remaining office gets the service's own time."""
    rungs = ladder(load().services["housing"], PLACE, (avoid,), load())
    assert rungs[0].office.kind == "bdo"
    assert rungs[0].clock == "service.housing"
    assert rungs[0].index == 1
    assert rungs[0].note is not None
    assert "Pradhan left out at the claimant's wish" in rungs[0].note.en
    assert "প্রধান" in rungs[0].note.bn


def test_avoiding_one_police_station_leaves_the_superintendent() -> None:
    """A wish about the police station says nothing about the district's police head."""
    rungs = ladder(load().services["fir_copy"], PLACE, ("থানা",), load())
    assert [rung.office.kind for rung in rungs] == ["sp", "magistrate"]


def test_avoiding_another_block_changes_nothing() -> None:
    """An office to avoid in another place is not ours."""
    assert len(ladder(load().services["housing"], PLACE, ("BDO Gosaba",), load())) == 6


def test_a_panchayat_that_is_not_named_is_left_out_with_its_reason() -> None:
    """A claim without a gram panchayat begins at the BDO and says why."""
    rungs = ladder(load().services["housing"], Place("south-24-parganas", "basanti"), (), load())
    assert rungs[0].office.kind == "bdo"
    assert rungs[0].note is not None
    assert "does not name the office" in rungs[0].note.en


def test_an_unknown_block_is_a_key_error() -> None:
    """A ladder is never built on a place that does not exist."""
    with pytest.raises(KeyError, match="Atlantis"):
        ladder(load().services["housing"], Place("south-24-parganas", "Atlantis"), (), load())


def test_every_service_has_a_ladder_in_every_block() -> None:
    """No block of either district is without an office to go to."""
    catalogue = load()
    for service in catalogue.services.values():
        for district in catalogue.offices.areas.districts:
            for block in catalogue.offices.areas.blocks(district.id):
                place = Place(district.id, block.id, gram_panchayat="Sabujgram", police_station="Sabujgram")
                rungs = ladder(service, place, (), catalogue)
                assert len(rungs) == len([row for row in service.ladder if not row.named])
                assert rungs[0].clock in catalogue.clocks


UNIT = """
- id: health-unit:south-24-parganas/basanti/kalpanagar
  name: {en: Kalpanagar Primary Health Centre, bn: কল্পনাগর প্রাথমিক স্বাস্থ্যকেন্দ্র}
  aliases: [Kalpanagar PHC]
  source: none
  verification: general-knowledge
"""


@pytest.mark.parametrize("said", ["Kalpanagar PHC", "কল্পনাগর প্রাথমিক স্বাস্থ্যকেন্দ্র", "Kalpanagar Primary Health Centre / x"])
def test_a_health_unit_that_the_claim_names_comes_first(said: str) -> None:
    """By any of its names, below the block's medical officer and under the service's own clock."""
    catalogue = load([Extra("offices", "own.yaml", UNIT)])
    place = Place("south-24-parganas", "basanti", health_unit=said)
    rungs = ladder(catalogue.services["general_health"], place, (), catalogue)
    assert [rung.office.kind for rung in rungs] == ["health-unit", "bmoh", "acmoh", "cmoh", "director-health"]
    assert rungs[0].office.name.bn == "কল্পনাগর প্রাথমিক স্বাস্থ্যকেন্দ্র"
    assert (rungs[0].clock, rungs[1].clock, rungs[1].note) == ("service.general_health", "letter.next", None)


def test_without_a_named_health_unit_the_medical_officer_is_first() -> None:
    """Nothing is said to be left out; a unit that our tables do not list is none."""
    catalogue = load()
    for unit in ("", "Kalpanagar PHC"):
        place = Place("south-24-parganas", "basanti", health_unit=unit)
        rungs = ladder(catalogue.services["general_health"], place, (), catalogue)
        assert (rungs[0].office.kind, rungs[0].note) == ("bmoh", None)


@pytest.mark.parametrize(
    ("service", "town", "kinds"),
    [
        ("widow_pension", "Habra Municipality", ["sdo", "dswo", "dm", "wcdsw-department"]),
        ("disability_pension", "হাবড়া পৌরসভা", ["sdo", "dswo", "dm", "wcdsw-department"]),
        ("annapurna_bhandar", "Taki Municipality", ["sdo", "dm", "wcdsw-department"]),
        ("rupashree", "Bidhannagar Municipal Corporation", ["sdo", "dm"]),
        ("residential_certificate", "Barasat Municipality", ["municipality", "sdo"]),
        ("caste_certificate", "Habra Municipality", ["sdo", "dm", "caste-scrutiny-committee"]),
        ("ration_card", "Habra Municipality", ["food-inspector", "scfs", "dcfs", "dgro", "food-commission"]),
        (
            "ration_card", "Panihati Municipality",
            ["rationing-officer", "deputy-director-rationing", "director-rationing", "dgro", "food-commission"],
        ),
        ("job_card", "Habra Municipality", []),
    ],
)  # fmt: skip
def test_a_town_has_offices_of_its_own(service: str, town: str, kinds: list[str]) -> None:
    """The SDO for the BDO, the municipality for the panchayat, the Rationing Officer where rationing is statutory."""
    catalogue = load()
    rungs = ladder(catalogue.services[service], Place("north-24-parganas", town), (), catalogue)
    assert [rung.office.kind for rung in rungs] == kinds
    assert all(rung.note is None or "left out" not in rung.note.en for rung in rungs)
    assert not rungs or rungs[0].clock == f"service.{service}"


def test_every_service_but_rural_ones_has_a_ladder_in_every_town() -> None:
    """No municipality of either district is without an office to go to."""
    catalogue = load()
    towns = [town for area in catalogue.offices.areas.districts for town in catalogue.offices.areas.places(area.id)]
    towns = [town for town in towns if town.town]
    assert len(towns) == 33
    for service in catalogue.services.values():
        for town in towns:
            rungs = ladder(service, Place(town.district.id, town.id, police_station="Sabujgram"), (), catalogue)
            assert bool(rungs) is not service.rural


def test_an_office_of_the_panchayats_serves_no_town() -> None:
    """There is no BDO of a municipality, by place or by id."""
    offices = load().offices
    with pytest.raises(KeyError, match="bdo in habra-municipality"):
        offices.at("bdo", Place("north-24-parganas", "Habra Municipality"))
    with pytest.raises(KeyError):
        offices.office("bdo:north-24-parganas/habra-municipality")
    assert offices.at("municipality", Place("north-24-parganas", "Habra Municipality")).name.bn == "হাবড়া পৌরসভা"


BOTH = Place("south-24-parganas", "basanti", "Kalpanagar / কল্পনাগর", "Udaharpur / উদাহরপুর")


@pytest.mark.parametrize(
    ("kind", "entry"),
    [
        ("gp", "gp:south-24-parganas/basanti/kalpanagar"),
        ("gp", "Kalpanagar Gram Panchayat"),
        ("gp", "কল্পনাগর গ্রাম পঞ্চায়েত"),
        ("gp", "Kalpanagar GP / কল্পনাগর গ্রাম পঞ্চায়েত"),
        ("gp", "প্রধান, কল্পনাগর গ্রাম পঞ্চায়েত"),
        ("gp", "পঞ্চায়েত"),
        ("police-station", "উদাহরপুর থানা"),
        ("police-station", "থানা"),
        ("bdo", "Block Development Officer"),
        ("bdo", "বিডিও বাসন্তী"),
        ("bdo", "সমষ্টি উন্নয়ন আধিকারিক"),
        ("sdo", "Sub-Divisional Officer"),
        ("dswo", "জেলা সমাজকল্যাণ আধিকারিক"),
    ],
)
def test_an_entry_names_an_office_by_id_name_or_kind_in_either_language(kind: str, entry: str) -> None:
    """The same words serve for offices to avoid and for offices that may know her name."""
    catalogue = load()
    office = catalogue.offices.at(kind, BOTH)
    assert names(office, ("food office", entry), catalogue)


@pytest.mark.parametrize(
    ("kind", "entry"),
    [
        ("gp", "gp:south-24-parganas/gosaba/kalpanagar"),
        ("gp", "Kahinipur Gram Panchayat"),
        ("gp", "কল্পনাগর থানা"),
        ("bdo", "BDO Gosaba"),
        ("dm", "Sub-Divisional Officer"),
        ("sdo", ""),
    ],
)
def test_an_entry_for_another_office_does_not_name_it(kind: str, entry: str) -> None:
    """Another place, another kind and an empty entry mean nothing here."""
    catalogue = load()
    assert not names(catalogue.offices.at(kind, BOTH), (entry,), catalogue)
