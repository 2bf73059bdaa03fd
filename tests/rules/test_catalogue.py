"""The shipped tables hold together, and faulty ones are told row by row."""

from __future__ import annotations

from datetime import date

import pytest
import regex

from rules.catalogue import Extra, load
from rules.errors import InputProblems
from rules.events import NumberKind
from rules.office_rows import Scope
from rules.rows import Way
from rules.text import Text, fold


def test_both_districts_hold_fifty_one_blocks_in_ten_subdivisions() -> None:
    """South 24 Parganas has 29 blocks in 5 sub-divisions, North 24 Parganas 22 in 5 (law.md 7)."""
    offices = load().offices
    counts = {
        district.id: (len(blocks), len({block.subdivision.id for block in blocks}))
        for district in offices.areas.districts
        if (blocks := offices.areas.blocks(district.id))
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
        ("Canning - I", "S24P", "canning-1"),
        ("ক্যানিং ২ নং ব্লক", "S24P", "canning-2"),
        ("Sandeskhali II Block", "N24P", "sandeshkhali-2"),
        ("ভাঙ্গড়-১", "S24P", "bhangar-1"),
    ],
)
def test_a_block_is_found_under_its_spellings(said: str, district: str, block: str) -> None:
    """Old spellings, numerals of either script and composed letters lead to the same block."""
    found = load().offices.areas.find_block(said, district)
    assert found is not None
    assert found.id == block


def test_every_service_is_found_under_each_of_its_names() -> None:
    """Id, both names and every alias lead to the service while it is in force."""
    catalogue = load()
    for service in catalogue.services.values():
        for name in service.names:
            found = catalogue.service_named(f" {name} ", service.valid_from)
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
    assert len(english) == 14


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
            [
                Extra("clocks", "extra clocks", "- {id: bad.clock, basis: rumour}\n- {id: other.clock}"),
                Extra("calendar", "extra calendar", "- {on: 2027-02-30, list: IV, en: Day, bn: দিন}"),
                Extra("services", "extra services", "ration"),
                Extra("offices", "extra offices", "- [unclosed"),
                Extra("wisdom", "wisdom", ""),
            ]
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


_SERVICE = """
- id: {id}
  name: {{en: {id}, bn: {id} চা}}
  aliases: [{alias}]
  valid_from: {first}
  valid_to: {last}
  successor: {successor}
  days: 5
  basis: convention
  provision: {{en: own, bn: নিজ}}
  ladder: [{ladder}]
  documents: []
  delivered: {{en: drunk, bn: খাওয়া হয়েছে}}
  how: {{en: ask, bn: চাইতে হবে}}
  source: "{source}"
  verification: general-knowledge
"""


def _service(name: str, **fields: str) -> str:
    defaults = {
        "alias": f"cup of {name}",
        "first": "null",
        "last": "null",
        "successor": "null",
        "ladder": "{kind: bdo}",
        "source": "a tea house",
    }
    return _SERVICE.format(id=name, **{**defaults, **fields})


def _told(**tables: str) -> list[str]:
    with pytest.raises(InputProblems) as caught:
        load(Extra(name, f"extra {name}", text) for name, text in tables.items())
    return [str(problem) for problem in caught.value.problems]


def test_links_that_lead_nowhere_are_told_at_once() -> None:
    """Unknown kinds and clocks, loops, a shared name, a missing source: each with file, row and remedy, in one go."""
    kind = """
- id: gp
  scope: gram-panchayat
  designation: {en: Pradhan, bn: প্রধান}
  office: {en: "{place} Gram Panchayat", bn: "{place} গ্রাম পঞ্চায়েত"}
  town: block
  superior: gp
  pio: {en: Officer, bn: আধিকারিক}
  on_demand: true
  rights: {takes: {en: tea, bn: চা}, limit: rti.reply}
  source: none
  verification: general-knowledge
"""
    services = "".join(
        [
            _service("tea", alias="ration card", ladder="{kind: teapot}, {kind: bdo, clock: tea.time}"),
            _service("milk", ladder="{kind: dm}, {kind: bdo}"),
            _service("sugar", ladder="{kind: bdo}, {kind: bdo}"),
            _service("water", ladder="{kind: bdo, clock: rti.fa.file}"),
            _service("salt", source=" "),
        ]
    )
    offices = "- {id: teapot:west-bengal, source: none, verification: sourced}\n"
    offices += "- {id: bdo:south-24-parganas/atlantis, source: none, verification: sourced}\n"
    offices += "- {id: ceo:west-bengal, appellate_post: {en: tea, bn: চা}, source: none, verification: sourced}"
    told = _told(services=services, office_kinds=kind, offices=offices)
    for expected in (
        "extra office_kinds row 1 (gp), superior: stands above itself. Break the loop of superior.",
        "extra office_kinds row 1 (gp), rights: is told under rti.reply, no limit of our own. Add it or correct it.",
        "extra services row 1 (tea), ladder: climbs to the office kind teapot, which is not there. "
        "Add it or correct it.",
        "extra services row 1 (tea), ladder: names the clock tea.time, which is not there. Add it or correct it.",
        "extra services row 1 (tea): shares the name 'ration card' with ration_card. Rename one of them.",
        "extra services row 2 (milk), ladder: climbs from dm down to bdo. Put the lower office first.",
        "extra services row 3 (sugar), ladder: comes to bdo twice. Each rung must lead upwards.",
        "extra services row 4 (water), ladder: runs a rung under rti.fa.file, no limit on an office. Correct it.",
        "extra offices row 1 (teapot:west-bengal), id: is of the kind teapot, which is not there. Correct it.",
        "extra offices row 2 (bdo:south-24-parganas/atlantis), id: is at no place that is known. "
        "Write kind:district/block.",
        "extra offices row 3 (ceo:west-bengal), faa: names an appellate authority of no kind. Give its kind as faa.",
    ):
        assert expected in told, expected
    assert any(line.startswith("extra services row 5 (salt), source:") for line in told)


def test_validity_that_overlaps_is_told() -> None:
    """A scheme and what took its place are never in force together, and share their names only in turn."""
    green = _service("green_tea", alias="chai", last="2026-06-30", successor="black_tea")
    assert _told(services=green + _service("black_tea", alias="chai", first="2026-06-01")) == [
        "extra services row 1 (green_tea), valid_to: is in force together with its successor black_tea. "
        "Give the one a valid_to before the other's valid_from.",
        "extra services row 2 (black_tea): shares the name 'chai' with green_tea. Rename one of them.",
    ]
    late = _service("old_tea", first="2026-06-01", last="2026-05-01", successor="old_tea")
    assert [line.partition(": ")[2] for line in _told(services=late)] == [
        "ends before it begins. Correct the two dates.",
        "is its own successor. Break the loop of successors.",
    ]


def test_a_name_leads_to_the_scheme_of_its_day() -> None:
    """Lakshmir Bhandar is said to have become Annapurna Bhandar in June 2026: without a day the latest is meant."""
    catalogue = load()
    for said in ("Lakshmir Bhandar", "লক্ষ্মীর ভাণ্ডার"):
        named = [catalogue.service_named(said, on) for on in (date(2026, 5, 31), date(2026, 6, 1), None)]
        assert [service.id for service in named if service] == [
            "lakshmir_bhandar",
            "annapurna_bhandar",
            "annapurna_bhandar",
        ]


def test_every_service_of_the_list_is_there() -> None:
    """Law.md section 6, and what issue 3 asks for besides: release from bondage, the electoral roll, court copies."""
    assert set(load().services) >= {
        "ration_card", "job_card", "work_demand", "wage_delay", "housing", "health_card", "lakshmir_bhandar",
        "annapurna_bhandar", "widow_pension", "disability_pension", "disability_certificate", "caste_certificate",
        "residential_certificate", "domicile_certificate", "birth_certificate", "death_certificate", "voter_id",
        "aadhaar", "kanyashree", "rupashree", "self_help_group", "muktir_alo", "bank_account", "general_health",
        "mental_health", "victim_treatment", "school_admission", "legal_aid", "compensation", "fir_copy",
        "fir_registration", "police_protection", "bonded_labour_release", "bonded_labour_rehabilitation",
        "electoral_roll_restoration", "court_certified_copy",
    }  # fmt: skip


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
    office = load([Extra("offices", "own.yaml", row)]).offices.office("bdo:south-24-parganas/basanti")
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
                assert regex.search(r"\p{Bengali}|\{head\}|\{unit\}|\{place\}", text.bn)


def test_every_service_says_how_it_is_claimed() -> None:
    """Ways, the form with what it asks wherever there is one, and the numbers by which offices find it again."""
    services = load().services
    assert {kind for service in services.values() for kind in service.receipts} == set(NumberKind)
    assert {way for service in services.values() for way in service.ways} == set(Way)
    for service in services.values():
        assert (service.form is not None) == (Way.FORM in service.ways)
        assert service.form is None or all(regex.search(r"\p{Bengali}", text.bn) for text in service.form.asks)
    assert services["compensation"].receipts[0] is NumberKind.CASE
    assert services["fir_registration"].receipts[0] is NumberKind.GDE


def test_a_form_that_is_not_told_is_a_fault() -> None:
    """A way by form without the form, and a form without the way."""
    row = _service("tea") + "  ways: [form]\n"
    assert any("a form among the ways is told" in line for line in _told(services=row))


def test_office_rows_of_the_home_that_clash_or_lack_a_name_are_told() -> None:
    """Two panchayats of one block under one name, a health unit without one, an unknown appellate authority."""
    rows = """
- {id: gp:south-24-parganas/gosaba/one, name: {en: One Gram Panchayat, bn: এক}, source: list, verification: sourced}
- {id: gp:south-24-parganas/gosaba/two, name: {en: Two, bn: দুই}, aliases: [one], source: list, verification: sourced}
- {id: health-unit:south-24-parganas/gosaba/x, faa: teapot, source: list, verification: sourced}
"""
    told = _told(offices=rows)
    assert told == [
        "extra offices row 2 (gp:south-24-parganas/gosaba/two), name: bears a name of "
        "gp:south-24-parganas/gosaba/one. Rename one of them, or take one out.",
        "extra offices row 3 (health-unit:south-24-parganas/gosaba/x), faa: names the office kind teapot, "
        "which is not there. Add it or correct it.",
        "extra offices row 3 (health-unit:south-24-parganas/gosaba/x), name: has no name. "
        "Give its name in both languages.",
    ]


def test_a_printed_form_that_is_not_known_or_has_no_name_is_told() -> None:
    """By file, row and field, with the forms that there are."""
    rules = "requests: {name: {en: own rules, bn: নিজের নিয়ম}, fee: 10, source: told there, verification: secondary"
    form = "form: {en: Form Z, bn: ফর্ম জেড}"
    rows = f"""
- {{id: "district-judge:nadia", {rules}, {form}, form_id: form_z}}, source: list, verification: sourced}}
- {{id: "district-judge:hooghly", {rules}, form_id: court_form_a}}, source: list, verification: sourced}}
- {{id: "district-judge:bankura", {rules}, {form}}}, source: list, verification: sourced}}
"""
    assert _told(offices=rows) == [
        "extra offices row 1 (district-judge:nadia), requests.form_id: Input should be 'court_form_a'. Correct it.",
        "extra offices row 2 (district-judge:hooghly), requests: form_id without form: the enclosures need the form's "
        "name. Correct it.",
    ]


def test_a_row_twice_in_one_file_and_a_rule_without_source_are_told() -> None:
    """Duplicate ids, no source, a tag that stands for no page, an unknown clock and kind: all in one go."""
    clock = """
- id: tea.time
  name: {en: Tea, bn: চা}
  starts: {en: noon, bn: দুপুর}
  provision: {en: own, bn: নিজ}
  basis: convention
  amount: 5
  source: "[S999]"
  verification: sourced
"""
    told = _told(clocks=clock + clock + clock.replace('  source: "[S999]"\n', ""), grounds="- {id: tea}")
    for expected in (
        "extra clocks row 2 (tea.time): stands twice in this file. Keep one of the two rows.",
        "extra clocks row 3 (tea.time), source: Field required. Add it.",
        "extra clocks row 2 (tea.time), source: names the source S999, which is not there. Add it or correct it.",
        "extra grounds row 1 (tea), words: Field required. Add it.",
    ):
        assert expected in told, (expected, told)


def test_a_row_that_lacks_its_bengali_or_a_holiday_its_notification_is_told() -> None:
    """Blank or Latin where Bengali belongs would be printed on a letter; a day without its order proves nothing."""
    clock = """
- id: tea.{}
  name: {{en: Tea, bn: "{}"}}
  starts: {{en: arrival, bn: আগমন}}
  provision: {{en: Tea Act, bn: চা আইন}}
  basis: statute
  amount: 3
  source: a leaf
  verification: sourced
"""
    day = '- {on: 2027-01-26, list: I, en: A day, bn: একদিন, notification: " ", source: a leaf, verification: sourced}'
    assert _told(clocks=clock.format("one", "  ") + clock.format("two", "cha"), calendar=day) == [
        "extra clocks row 1 (tea.one), name: it is wanted in English and in Bengali, and one of the two is empty. "
        "Correct it.",
        "extra clocks row 2 (tea.two), name: bn is not written in Bengali. Correct it.",
        "extra calendar row 1 (2027-01-26), notification: String should have at least 1 character. Correct it.",
    ]
