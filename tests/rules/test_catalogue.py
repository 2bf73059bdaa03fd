"""The shipped tables hold together, and faulty ones are told row by row."""

from __future__ import annotations

import pytest
import regex

from rules.catalogue import load
from rules.errors import InputProblems
from rules.rows import Scope
from rules.text import Text, fold


def test_both_districts_hold_fifty_one_blocks_in_ten_subdivisions() -> None:
    """South 24 Parganas has 29 blocks in 5 sub-divisions, North 24 Parganas 22 in 5 (law.md 7)."""
    offices = load().offices
    counts = {
        district.id: (len(blocks), len({block.subdivision.id for block in blocks}))
        for district in offices.districts
        if (blocks := offices.blocks(district.id))
    }
    assert counts == {"south-24-parganas": (29, 5), "north-24-parganas": (22, 5)}


@pytest.mark.parametrize(
    ("said", "district", "block"),
    [
        ("Joynagar-I", "S24P", "jaynagar-1"),
        ("ভাঙড় ২", "দক্ষিণ চব্বিশ পরগনা", "bhangar-2"),
        ("Patharprotima", "South 24 Parganas", "patharpratima"),
        ("সন্দেশখালি-১", "উত্তর ২৪ পরগনা", "sandeshkhali-1"),
        ("হাবড়া ১", "north 24 parganas", "habra-1"),
    ],
)
def test_a_block_is_found_under_its_spellings(said: str, district: str, block: str) -> None:
    """Old spellings, numerals of either script and composed letters lead to the same block."""
    found = load().offices.find_block(said, district)
    assert found is not None
    assert found.id == block


def test_every_service_is_found_under_each_of_its_names() -> None:
    """Id, both names and every alias lead to the service."""
    catalogue = load()
    for service in catalogue.services.values():
        for name in (service.id, service.name.en, service.name.bn, *service.aliases):
            found = catalogue.service_named(f" {name} ")
            assert found is not None
            assert found.id == service.id


def test_every_cue_matches_its_own_example() -> None:
    """Each pattern is there for the example beside it, and no negator of its own voids it."""
    for cue in load().cues:
        example = fold(cue.example)
        assert regex.search(cue.pattern, example), cue.pattern
        assert not any(regex.search(negator, example) for negator in cue.negators), cue.pattern


def test_every_outcome_has_cues_in_both_languages() -> None:
    """No outcome is readable in one language only."""
    cues = load().cues
    english, bengali = ({cue.outcome for cue in cues if cue.language == language} for language in ("en", "bn"))
    assert english == bengali
    assert len(english) == 12


def test_headings_lead_to_columns_in_both_languages() -> None:
    """A heading is known in English with spaces and in Bengali."""
    catalogue = load()
    assert catalogue.column_named("Claimant Name BN") == "claimant_name_bn"
    assert catalogue.column_named("যে দপ্তরকে জানানো যাবে না") == "avoid_offices"
    assert catalogue.column_value("bpl", "হ্যাঁ") == "yes"
    assert catalogue.column_value("bpl", "maybe") is None
    assert catalogue.column_value("village", "Char Kalpana") == "Char Kalpana"


def test_all_problems_of_all_tables_are_told_at_once() -> None:
    """A faulty file is answered with every faulty row, its field and a remedy."""
    with pytest.raises(InputProblems) as caught:
        load(
            {
                "clocks": ["- {id: bad.clock, basis: rumour}\n- {id: other.clock}"],
                "calendar": ["- {on: 2027-02-30, list: IV, en: Day, bn: দিন}"],
                "services": ["ration"],
                "offices": ["- [unclosed"],
                "wisdom": [""],
            }
        )
    told = [str(problem) for problem in caught.value.problems]
    for expected in (
        "extra clocks row 1 (bad.clock), source:",
        "extra clocks row 1 (bad.clock), basis:",
        "extra clocks row 2 (other.clock), name:",
        "extra calendar row 1 (2027-02-30), on:",
        "extra calendar row 1 (2027-02-30), list:",
        "extra services: is not a list of rows.",
        "extra offices line",
        "wisdom: is no table",
    ):
        assert any(line.startswith(expected) for line in told), expected


def test_links_that_lead_nowhere_are_told_at_once() -> None:
    """An unknown office kind, an unknown clock, a loop of superiors and a name used twice are all found."""
    service = """
- id: tea
  name: {en: Tea, bn: চা}
  aliases: [ration card]
  days: 5
  basis: convention
  provision: {en: own, bn: নিজ}
  ladder: [{kind: teapot}, {kind: bdo, clock: tea.time}]
  documents: []
  delivered: {en: drunk, bn: খাওয়া হয়েছে}
  how: {en: ask, bn: চাইতে হবে}
  source: none
  verification: general-knowledge
"""
    kind = """
- id: gp
  scope: gram-panchayat
  designation: {en: Pradhan, bn: প্রধান}
  office: {en: "{place} Gram Panchayat", bn: "{place} গ্রাম পঞ্চায়েত"}
  town: block
  superior: gp
  pio: {en: Officer, bn: আধিকারিক}
  on_demand: true
  source: none
  verification: general-knowledge
"""
    with pytest.raises(InputProblems) as caught:
        load({"services": [service], "office_kinds": [kind]})
    told = " ".join(str(problem) for problem in caught.value.problems)
    for expected in ("teapot", "tea.time", "above itself", "shares the name 'ration card'"):
        assert expected in told


def test_a_row_under_the_home_replaces_the_shipped_one() -> None:
    """What the people of the place know about an office wins over what its kind says."""
    row = """
- id: bdo:south-24-parganas/basanti
  address: {en: "Sonakhali, District South 24 Parganas", bn: "সোনাখালি, জেলা দক্ষিণ ২৪ পরগনা"}
  pio: {en: Extension Officer, bn: সম্প্রসারণ আধিকারিক}
  source: office board
  verification: sourced
  verified_by: a person
  verified_on: 2026-01-05
"""
    office = load({"offices": [row]}).offices.office("bdo:south-24-parganas/basanti")
    assert office.address.en.startswith("Sonakhali")
    assert office.pio == Text("Extension Officer", "সম্প্রসারণ আধিকারিক")
    assert office.verified
    assert not load().offices.office("bdo:south-24-parganas/basanti").verified


def test_every_kind_says_something_in_both_languages() -> None:
    """Each designation and office name is there in English and in Bengali letters."""
    offices = load().offices
    for kind_id in {office.kind for office in (offices.office("dm:south-24-parganas"),)}:
        assert offices.kind(kind_id).scope is Scope.DISTRICT
    catalogue = load()
    for service in catalogue.services.values():
        for rung in service.ladder:
            kind = offices.kind(rung.kind)
            for text in (kind.designation, kind.office, kind.pio):
                assert regex.search(r"\p{Latin}", text.en)
                assert regex.search(r"\p{Bengali}|\{head\}|\{unit\}", text.bn)
