"""A ladder leads upwards, and leaves out whom she does not want to know."""

from __future__ import annotations

import pytest

from rules.catalogue import load
from rules.ladder import ladder, names
from rules.offices import Place

PLACE = Place("south-24-parganas", "basanti", gram_panchayat="Bharatgarh", police_station="Basanti")


def test_housing_climbs_from_the_panchayat_to_the_department() -> None:
    """Gram Panchayat, BDO, SDO, DM, department (law.md 6)."""
    rungs = ladder(load().services["housing"], PLACE, (), load())
    assert [rung.office.kind for rung in rungs] == ["gp", "bdo", "sdo", "dm", "pnrd-department"]
    assert [rung.index for rung in rungs] == [0, 1, 2, 3, 4]
    assert [rung.clock for rung in rungs] == [
        "service.housing",
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
    assert len(ladder(load().services["housing"], PLACE, ("BDO Gosaba",), load())) == 5


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
        for district in catalogue.offices.districts:
            for block in catalogue.offices.blocks(district.id):
                place = Place(district.id, block.id, gram_panchayat="Sabujgram", police_station="Sabujgram")
                rungs = ladder(service, place, (), catalogue)
                assert len(rungs) == len(service.ladder)
                assert rungs[0].clock in catalogue.clocks


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
