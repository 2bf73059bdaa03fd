"""Claims from a table: the whole file or nothing of it, and every bad row told."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from flows.cases import load_cases
from flows.import_claims.steps import import_claims
from flows.wiring import Dabi
from rules.errors import InputProblems
from rules.events import EventKind

TODAY = date(2026, 7, 6)
GOOD = {
    "claimant_name": "Kalpana Namuna",
    "claimant_name_bn": "কল্পনা নমুনা",
    "village": "Rupkathapur",
    "block": "Basanti",
    "district": "South 24 Parganas",
    "reply_address": "C/o Post Box 1, Namuna Sangha",
    "language": "bn",
    "organisation": "Namuna Sangha",
    "social_worker": "Ranu Kalpit",
    "service": "ration_card",
    "priority": "1",
    "consent_date": "2026-01-10",
    "consent_apply": "yes",
}


def table(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=sorted({key for row in rows for key in row}))
        writer.writeheader()
        writer.writerows(rows)
    return path


def told(dabi: Dabi, path: Path) -> str:
    with pytest.raises(InputProblems) as caught:
        import_claims(dabi, path, TODAY)
    return str(caught.value)


def count(dabi: Dabi) -> int:
    with dabi.store.begin("system:test", read_only=True) as record:
        return len(record.claims()) + len(record.claimants())


def test_a_good_row_becomes_a_person_and_a_claim(dabi: Dabi, tmp_path: Path) -> None:
    """One row gives one claimant, one claim, and the events that open it."""
    imported = import_claims(dabi, table(tmp_path / "c.csv", GOOD), TODAY)
    assert imported.claimants == 1
    [claim] = imported.claims
    assert (claim.service, claim.district, claim.block) == ("ration_card", "south-24-parganas", "basanti")
    with dabi.store.begin("system:test", read_only=True) as record:
        kinds = [event.kind for event in record.events(claims=[claim.code])]
    assert kinds == [EventKind.CLAIM_OPENED, EventKind.CONSENT_GIVEN]


def test_bengali_headings_and_words_mean_the_same(dabi: Dabi, tmp_path: Path) -> None:
    """The same row under Bengali headings, with Bengali words, digits and date, gives the same claim."""
    bengali = {
        "দাবিদারের নাম (ইংরেজি)": "Kalpana Namuna",
        "দাবিদারের নাম": "কল্পনা নমুনা",
        "ব্লক": "বাসন্তী",
        "জেলা": "দক্ষিণ ২৪ পরগনা",
        "চিঠি পাঠানোর ঠিকানা": "C/o Post Box 1",
        "ভাষা": "বাংলা",
        "সংস্থা": "Namuna Sangha",
        "সমাজকর্মী": "Ranu Kalpit",
        "পরিষেবা": "রেশন কার্ড",
        "অগ্রাধিকার": "১",
        "সম্মতির তারিখ": "১০.০১.২০২৬",
        "আবেদনের সম্মতি": "হ্যাঁ",
    }
    [claim] = import_claims(dabi, table(tmp_path / "c.csv", bengali), TODAY).claims
    assert (claim.service, claim.block, claim.consent.on) == ("ration_card", "basanti", date(2026, 1, 10))
    assert claim.consent.apply


def test_a_missing_column_is_named(dabi: Dabi, tmp_path: Path) -> None:
    """A file without a needed column is refused by that column's name."""
    row = {key: value for key, value in GOOD.items() if key != "service"}
    assert "'service' is missing" in told(dabi, table(tmp_path / "c.csv", row))


def test_every_bad_row_is_told_and_none_is_recorded(dabi: Dabi, tmp_path: Path) -> None:
    """An unknown service, an impossible date and a missing consent are told together; the good row waits with them."""
    rows = [
        GOOD,
        {**GOOD, "claimant_name": "Two", "service": "flying_carpet"},
        {**GOOD, "claimant_name": "Three", "consent_date": "31.02.2026"},
        {**GOOD, "claimant_name": "Four", "consent_apply": ""},
        {**GOOD, "claimant_name": "Five", "consent_date": "2026-07-07"},
    ]
    message = told(dabi, table(tmp_path / "c.csv", *rows))
    for part in ("row 3, service", "row 4, consent_date", "row 5, consent_apply", "row 6, consent_date"):
        assert part in message
    assert "row 2" not in message
    assert count(dabi) == 0


def test_a_health_unit_is_one_that_is_listed(dabi: Dabi, tmp_path: Path) -> None:
    """One that no table lists has no address: the row is told; a listed one is the first office of her treatment."""
    row = {**GOOD, "service": "general_health", "স্বাস্থ্যকেন্দ্র": "কল্পনাগর প্রাথমিক স্বাস্থ্যকেন্দ্র"}
    assert "row 2, health_unit: 'কল্পনাগর" in told(dabi, table(tmp_path / "c.csv", row))
    (rows := dabi.settings.home / "catalogue").mkdir(exist_ok=True)
    unit = "- {id: health-unit:south-24-parganas/basanti/kalpanagar, source: none, verification: general-knowledge, "
    unit += "name: {en: Kalpanagar Primary Health Centre, bn: কল্পনাগর প্রাথমিক স্বাস্থ্যকেন্দ্র}}"
    (rows / "offices.own.yaml").write_text(unit, encoding="utf-8")
    del dabi.catalogue  # read anew, as the next command reads it
    [claim] = import_claims(dabi, table(tmp_path / "c.csv", row), TODAY).claims
    with dabi.store.begin("system:test") as record:
        [case] = load_cases(dabi.catalogue, record, record.claims(), purpose="test")
        record.commit()
    [step] = case.steps(TODAY, dabi.catalogue).proposals
    assert (claim.code, step.office) == (case.claim.code, "health-unit:south-24-parganas/basanti/kalpanagar")


def test_the_same_row_twice_is_told(dabi: Dabi, tmp_path: Path) -> None:
    """One person claiming one service twice in a file is a duplicate, named by both rows."""
    message = told(dabi, table(tmp_path / "c.csv", GOOD, GOOD))
    assert "row 3" in message
    assert "row 2" in message


def test_the_same_file_again_is_told(dabi: Dabi, tmp_path: Path) -> None:
    """Importing a file a second time records nothing a second time."""
    path = table(tmp_path / "c.csv", GOOD)
    import_claims(dabi, path, TODAY)
    before = count(dabi)
    assert "claims this service already" in told(dabi, path)
    assert count(dabi) == before


def test_two_claims_of_one_person_give_one_person(dabi: Dabi, tmp_path: Path) -> None:
    """Rows alike in everything about the person are one claimant with two claims."""
    path = table(tmp_path / "c.csv", GOOD, {**GOOD, "service": "widow_pension", "priority": "2"})
    imported = import_claims(dabi, path, TODAY)
    assert imported.claimants == 1
    assert len({claim.claimant for claim in imported.claims}) == 1


def test_likeness_is_shown_and_not_acted_on(dabi: Dabi, tmp_path: Path) -> None:
    """Somebody of nearly the same name and place is recorded apart, with a word about the likeness."""
    import_claims(dabi, table(tmp_path / "a.csv", GOOD), TODAY)
    other = {**GOOD, "claimant_name": "Kalpana Namunaa", "birth_year": "1990", "service": "housing"}
    imported = import_claims(dabi, table(tmp_path / "b.csv", other), TODAY)
    assert imported.claimants == 1
    assert len(imported.suspicions) == 1


def test_a_claim_already_pending_brings_its_paper(dabi: Dabi, tmp_path: Path) -> None:
    """An earlier application with its diary number stands in the claim's history, filed and received."""
    row = {**GOOD, "service": "widow_pension", "applied_on": "2026-03-02", "office": "BDO Basanti", "diary_no": "412"}
    [claim] = import_claims(dabi, table(tmp_path / "c.csv", row), TODAY).claims
    with dabi.store.begin("system:test", read_only=True) as record:
        events = {event.kind: event for event in record.events(claims=[claim.code])}
        [letter] = record.letters(claims=[claim.code])
    assert letter.office == "bdo:south-24-parganas/basanti"
    assert events[EventKind.LETTER_ADOPTED].on == date(2026, 3, 2)
    assert events[EventKind.RECEIPT_RECORDED].beside == {"diary_no": "412"}


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "a\u202eb"])
def test_a_cell_that_would_act_is_refused(dabi: Dabi, tmp_path: Path, cell: str) -> None:
    """Formulas and text-direction marks are told, not stored."""
    assert "row 2, village" in told(dabi, table(tmp_path / "c.csv", {**GOOD, "village": cell}))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no headings"),
        (b"\xff\xfe\x00garbage", "not UTF-8"),
        (b"PK\x03\x04broken", "cannot be opened"),
        (b"claimant_name,surprise\n", "'surprise' is not known"),
    ],
)
def test_a_file_that_is_no_table_is_refused(dabi: Dabi, tmp_path: Path, data: bytes, said: str) -> None:
    """Empty, binary, broken and foreign files each get their own sentence."""
    path = tmp_path / "c.csv"
    path.write_bytes(data)
    assert said in told(dabi, path)


def test_no_message_holds_a_name(dabi: Dabi, tmp_path: Path) -> None:
    """What is said of a bad row never repeats who it is about."""
    path = table(tmp_path / "c.csv", {**GOOD, "service": "flying_carpet", "pin": "1"})
    message = told(dabi, path)
    assert "Kalpana" not in message
    assert "Post Box" not in message
