"""`dabi letters`: what is printed, what is refused and why, and what people tell of a letter."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import docx
import pytest
from PIL import Image

from flows.wiring import Settings, open_dabi
from rules.events import Event, EventKind
from templates import catalog
from tests.desk.desks import FOUR, ROW, Desk, Written

SHIPPED = Path(catalog.__file__).parent / "letters"


BDO = "BDO Basanti"
ADOPT = ["adopt", "--on", "2026-05-05"]


def events(desk: Desk, kind: EventKind) -> list[Event]:
    dabi = open_dabi(Settings(desk.home, desk.key, desk.home / "inbox", keep_inbox=False))
    with dabi.store.begin("system:test", read_only=True) as record:
        found = record.events(kinds=[kind])
    dabi.store.close()
    return found


def adopted(desk: Desk) -> tuple[str, str]:
    """A claim with an earlier paper at the BDO, adopted with its proof: claim and reference."""
    [code] = desk.claims([ROW])
    words = ["letters", "adopt", "--claim", code, "--on", "2026-05-04", "--office", "BDO Basanti"]
    return code, desk(*words, "--proof", picture(desk), "--json").json["reference"]


def picture(desk: Desk) -> Path:
    path = desk.folder / "proof.png"
    Image.new("RGB", (400, 600), "white").save(path)
    return path


@pytest.mark.slow
def test_the_others_are_printed_where_a_consent_is_missing(written: Written) -> None:
    """Missing and expired consents are listed with 3, and the letter that may be written lies there, private."""
    assert written.said["written"] == 1
    told = {problem["where"]: problem["what"] for problem in written.said["problems"]}
    assert set(told) == set(written.codes[1:3])
    assert "agreed" in told[written.codes[1]]
    assert "ended" in told[written.codes[2]]
    names = {path.name for path in (written.out / "letters").iterdir()}
    reference = written.reference
    assert names == {f"{reference}.docx", f"{reference}.pdf", f"{reference}-receipt.pdf"}
    for path in written.said["files"].values():
        assert (written.out / Path(path).name).stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_the_same_again_writes_nothing_twice(written: Written) -> None:
    """The same command once more writes no letter, says so of the code, and leaves the first print run alone."""
    before = (written.out / "print-run.pdf").read_bytes()
    words = ["letters", "write", "--claims", written.codes[0], "--on", "2026-07-06", "--out", written.out, "--json"]
    said = written.desk(*words)
    assert said.code == 0
    assert (said.json["written"], said.json["letters"], said.json["files"]) == (0, [], {})
    assert said.json["nothing_ripe"] == [written.codes[0]]
    assert (written.out / "print-run.pdf").read_bytes() == before
    assert len(events(written.desk, EventKind.LETTER_PRINTED)) == 1


@pytest.mark.slow
def test_a_print_that_was_taken_back_is_written_anew(written: Written) -> None:
    """Corrected, the spoilt letter counts no more; the step is written again, under a reference of its own."""
    desk, code = written.desk, written.codes[0]
    events = desk("claims", "events", code, "--json").json["events"]
    printed = next(event["event"] for event in events if event["kind"] == "letter_printed")
    correct = ["claims", "correct", code, printed, "--reason", "not-so", "--note", "The name was misspelt."]
    assert desk(*correct, "--on", "2026-07-07").code == 0
    words = ["letters", "write", "--claims", code, "--on", "2026-07-07", "--out", written.out, "--json"]
    [reference] = desk(*words).json["letters"]
    assert reference != written.reference
    assert desk(*words).json["letters"] == []
    assert desk("verify").code == 0


@pytest.mark.slow
def test_a_letter_is_printed_anew_as_it_was(written: Written) -> None:
    """The same papers under the same reference, no event, one look at her name on record; wrong references all told."""
    again = written.desk.folder / "again"
    words = ["letters", "reprint", written.reference.lower(), "--on", "2026-07-06", "--out", again]
    said = written.desk(*words, "--json")
    assert (said.code, said.json["letters"]) == (0, [written.reference])
    for path in sorted((written.out / "letters").iterdir()):
        assert (again / "letters" / path.name).read_bytes() == path.read_bytes()
    assert Path(said.json["print_run"]).stat().st_mode & 0o077 == 0
    assert len(events(written.desk, EventKind.LETTER_PRINTED)) == 1
    bad = written.desk("letters", "reprint", "Kalpana", "7K4Q-9XM2-B", *words[2:], "--out", again)
    assert bad.code == 3
    assert "reference 1" in bad.err
    assert "Kalpana" not in bad.err
    [opened] = events(written.desk, EventKind.LETTER_PRINTED)
    late = ["letters", "reprint", written.reference, "--on", "2025-07-06", "--out", again]
    assert "consent" in written.desk(*late).err
    assert opened.letter == written.reference


@pytest.mark.slow
def test_a_batch_writes_what_it_names_and_an_earlier_run_stays(written: Written) -> None:
    """A batch with Bengali headings writes its kind for its claim; an earlier print run in the folder is renamed."""
    before = (written.out / "print-run.pdf").read_bytes()
    batch = written.desk.folder / "batch.csv"
    batch.write_text(f"দাবির কোড,চিঠি\n{written.codes[3].lower()},Reminder\n", encoding="utf-8")
    said = written.desk("letters", "write", "--batch", batch, "--on", "2026-07-06", "--out", written.out, "--json")
    assert said.code == 0
    assert said.json["written"] == 1
    assert (written.out / "print-run-1.pdf").read_bytes() == before
    assert (written.out / "print-run.pdf").read_bytes() != before


def test_a_step_without_her_go_is_not_written_and_said(desk: Desk) -> None:
    """A batch that asks for an RTI request without her go writes nothing and names the claim."""
    code = desk.claims(FOUR)[3]
    batch = desk.folder / "batch.csv"
    batch.write_text(f"claim,letter\n{code},rti_request\n", encoding="utf-8")
    said = desk("letters", "write", "--batch", batch, "--on", "2026-07-06", "--out", desk.folder / "out")
    assert said.code == 0
    assert said.out == "0 letters written.\n"
    assert code in said.err


BAD_BATCHES = {
    "letter\nreminder\n": "'claim' is missing",
    "claim,letter\nSN-7K4Q9X-1,love letter\n": "row 2, letter",
    "claim,letter\n,reminder\n": "row 2, claim",
    "claim,letter\nKalpana Namuna,reminder\n": "row 2, claim",
    "claim,colour\nSN-7K4Q9X-1,red\n": "'colour' is not known",
    "claim\nSN-7K4Q9X-1\n": "SN-7K4Q9X-1: There is no such claim",
    "claim\n": "no rows",
    "": "no headings",
}
WRONG_ORDERS = [
    [],
    ["--due", "--claims", "SN-7K4Q9X-1"],
    ["--claims", " , "],
    ["--claims", "Kalpana Namuna"],
    ["--due", "--on", "2026-02-30"],
    ["--due", "--on", "06.07.2026"],
]


def test_a_bad_batch_is_told(desk: Desk) -> None:
    """Each kind of bad batch gives 3, says where, and repeats no name."""
    path = desk.folder / "batch.csv"
    for text, told in BAD_BATCHES.items():
        path.write_text(text, encoding="utf-8")
        said = desk("letters", "write", "--batch", path, "--on", "2026-07-06", "--out", desk.folder / "out")
        assert said.code == 3, text
        assert told in said.err
        assert "Kalpana" not in said.err


def test_a_wrong_order_writes_for_nobody(desk: Desk) -> None:
    """None or two of the three ways, codes that are none, and impossible days are wrong usage."""
    desk.claims(FOUR)
    for words in WRONG_ORDERS:
        said = desk("letters", "write", *words, "--out", desk.folder / "out")
        assert said.code == 2, words
        assert "Kalpana" not in said.err
    assert events(desk, EventKind.LETTER_PRINTED) == []


def test_a_folder_that_cannot_be_made_is_told_before_anything_is_written(desk: Desk) -> None:
    """Where the letters could not be put, none is recorded."""
    [code] = desk.claims([ROW])
    (desk.folder / "file").write_text("x")
    said = desk("letters", "write", "--claims", code, "--on", "2026-07-06", "--out", desk.folder / "file" / "out")
    assert said.code == 2
    assert "--out" in said.err
    assert events(desk, EventKind.LETTER_PRINTED) == []


@pytest.mark.parametrize("fault", ["undeclared field", "no document", "no fields"])
def test_a_broken_template_is_told(desk: Desk, fault: str) -> None:
    """A template of the house with an undeclared field, or that is none, gives 3 and names what is wrong."""
    [code] = desk.claims([ROW])
    own = desk.home / "letters" / "application"
    own.parent.mkdir(mode=0o700)
    shutil.copytree(SHIPPED / "application", own)
    if fault == "undeclared field":
        document = docx.Document(str(own / "letter.en.docx"))
        document.add_paragraph("{{ secret_field }}")
        document.save(str(own / "letter.en.docx"))
    elif fault == "no document":
        (own / "letter.en.docx").write_bytes(b"not a document")
    else:
        (own / "fields.yaml").write_text("- [")
    said = desk("letters", "write", "--claims", code, "--on", "2026-07-06", "--out", desk.folder / "out")
    assert said.code == 3
    assert {"undeclared field": "secret_field", "no document": "letter.en.docx", "no fields": "fields.yaml"}[
        fault
    ] in said.err
    assert events(desk, EventKind.LETTER_PRINTED) == []


def test_an_earlier_paper_is_adopted_once(desk: Desk) -> None:
    """The same paper told twice is one letter; its proof is in the vault."""
    code, reference = adopted(desk)
    words = ["letters", "adopt", "--claim", code, "--on", "2026-05-04", "--office", "bdo:south-24-parganas/basanti"]
    assert desk(*words, "--proof", picture(desk), "--json").json == {"reference": reference, "claim": code}
    assert len(events(desk, EventKind.LETTER_ADOPTED)) == 1
    assert desk("verify").code == 0


def test_handing_in_is_told_once(desk: Desk) -> None:
    """A letter handed in is an event; the same told again, in small letters, is the same event."""
    _, reference = adopted(desk)
    words = ["--on", "2026-07-07", "--by", "speed-post", "--proof", picture(desk), "--json"]
    first = desk("letters", "file", reference, *words)
    assert first.code == 0
    assert first.json["kind"] == "letter_filed"
    assert desk("letters", "file", reference.lower(), *words).json == first.json
    assert [event.on for event in events(desk, EventKind.LETTER_FILED)] == [date(2026, 5, 4), date(2026, 7, 7)]


def test_a_refusal_and_a_visit_keep_their_words_sealed(desk: Desk) -> None:
    """What was said at the counter lies beside the event, and nothing of it in the answer."""
    _, reference = adopted(desk)
    refused = desk("letters", "refused", reference, "--on", "2026-07-07", "--note", "Come with your father", "--json")
    visit = desk(
        "letters",
        "visit",
        reference,
        "--on",
        "2026-07-08",
        "--answer",
        "oral-promise",
        "--words",
        "Next week",
        "--json",
    )
    assert (refused.code, refused.json["kind"]) == (0, "receipt_refused")
    assert (visit.code, visit.json["kind"], visit.json["on"]) == (0, "visit_recorded", "2026-07-08")
    [event] = events(desk, EventKind.VISIT_RECORDED)
    assert (dict(event.facts), dict(event.beside)) == ({"answer": "oral-promise"}, {"words": "Next week"})
    assert "father" not in refused.out


IMPOSSIBLE: list[tuple[list[str], int, str]] = [
    (["file", "AAAA-AAAA-A", "--on", "2026-07-07", "--by", "hand"], 2, "no reference"),
    (["file", "Kalpana Namuna", "--on", "2026-07-07", "--by", "hand"], 2, "no reference"),
    (["file", "7K4Q-9XM2-D", "--on", "2026-07-07", "--by", "hand"], 2, "reference"),
    (["file", "REF", "--on", "2026-05-01", "--by", "hand"], 2, "before"),
    (["file", "REF", "--on", "2026-06-31", "--by", "hand"], 2, "not a date"),
    (["file", "REF", "--on", "2026-07-07", "--by", "pigeon"], 2, "pigeon"),
    (["file", "REF", "--on", "2026-07-07", "--by", "hand", "--proof", "none.png"], 3, "none.png"),
    (["file", "REF", "--on", "2026-07-07", "--by", "hand", "--proof", "TEXT"], 3, "text.png"),
    (["refused", "REF", "--on", "2026-05-01", "--note", "no"], 2, "before"),
    (["refused", "REF", "--on", "2026-07-07", "--note", " "], 2, "--note"),
    (["visit", "REF", "--on", "2026-07-07", "--answer", "shrug", "--words", "x"], 2, "shrug"),
    (["visit", "REF", "--on", "2026-07-07", "--answer", "absent", "--words", ""], 2, "--words"),
    ([*ADOPT, "--claim", "CLAIM", "--office", "Moon", "--proof", "PICTURE"], 2, "Moon"),
    ([*ADOPT, "--claim", "SN-7K4Q9X-1", "--office", BDO, "--proof", "PICTURE"], 2, "SN-7K4Q9X-1"),
    ([*ADOPT, "--claim", "Kalpana", "--office", BDO, "--proof", "PICTURE"], 2, "claim's code"),
    ([*ADOPT, "--claim", "CLAIM", "--office", BDO, "--proof", "TEXT"], 3, "text.png"),
    ([*ADOPT, "--claim", "CLAIM", "--office", BDO, "--proof", "PICTURE", "--sheet", "REF"], 2, "numbered sheet"),
]  # fmt: skip


def test_what_cannot_be_is_not_recorded(desk: Desk) -> None:
    """Wrong references, days, offices and proofs are told with what to do; no event comes of them, no name is said."""
    claim, reference = adopted(desk)
    text = desk.folder / "text.png"
    text.write_text("Dear sir")
    stand_ins = {"REF": reference, "CLAIM": claim, "TEXT": str(text), "PICTURE": str(picture(desk))}
    before = desk("verify", "--json").json["events"]
    for words, code, told in IMPOSSIBLE:
        said = desk("letters", *(stand_ins.get(word, word) for word in words))
        assert said.code == code, words
        assert told in said.err, words
        assert "Kalpana" not in said.err
    assert desk("verify", "--json").json["events"] == before


def test_numbered_sheets_are_numbered_once_and_bound_once(desk: Desk) -> None:
    """Sheets never share a number; a sheet adopted for a claim serves no other claim and no other paper."""
    one, two = desk.claims([ROW, FOUR[3] | {"applied_on": "", "office": "", "diary_no": ""}])
    out = desk.folder / "sheets"
    first = desk("letters", "blank", "--count", "2", "--out", out, "--json").json
    words = ["--office", "BDO Basanti", "--proof", picture(desk), "--json"]
    sheet = first["references"][0]
    adopt = ["letters", "adopt", "--claim", one, "--on", "2026-07-01", *words, "--sheet", sheet, "--diary-no", "77"]
    assert desk(*adopt).json == {"reference": sheet, "claim": one}
    assert desk(*adopt).json == {"reference": sheet, "claim": one}
    second = desk("letters", "blank", "--count", "3", "--out", out, "--language", "en", "--json").json
    assert len({*first["references"], *second["references"]}) == 5
    assert Path(first["file"]).read_bytes()[:5] == b"%PDF-"
    assert Path(second["file"]).name == "blank-sheets-3-5.pdf"
    other_claim = desk("letters", "adopt", "--claim", two, "--on", "2026-07-01", *words, "--sheet", sheet)
    other_day = desk("letters", "adopt", "--claim", one, "--on", "2026-07-02", *words, "--sheet", sheet)
    assert (other_claim.code, other_day.code) == (2, 2)
    assert len(events(desk, EventKind.LETTER_ADOPTED)) == 1
    assert [event.beside["diary_no"] for event in events(desk, EventKind.RECEIPT_RECORDED)] == ["77"]


def test_an_odd_number_of_sheets_is_wrong_usage(desk: Desk) -> None:
    """Sheets come 1 to 200 at a time."""
    codes = {desk("letters", "blank", "--count", count, "--out", desk.folder).code for count in ("0", "-1", "201", "x")}
    assert codes == {2}


@pytest.mark.slow
def test_letters_of_ones_own_are_checked_with_the_shipped(desk: Desk) -> None:
    """Everything wrong is told at once with 3; mended, all is well; no store is needed for it."""
    own = desk.home / "letters"
    (own / "reminder").mkdir(parents=True)
    (own / "remnder").mkdir()
    (own / "reminder" / "letter.bn.docx").write_bytes(b"no document")
    said = desk("letters", "check", "reminder", "--json")
    assert said.code == 3
    assert [problem["where"] for problem in said.json["problems"]] == ["letters/remnder", "reminder/letter.bn.docx"]
    (own / "remnder").rmdir()
    shutil.copy(SHIPPED / "reminder" / "letter.bn.docx", own / "reminder")
    said = desk("letters", "check", "reminder", "--json")
    assert (said.code, said.json) == (0, {"checked": ["reminder"], "own": ["reminder"], "problems": []})


@pytest.mark.slow
def test_a_panchayat_is_not_shown_three_claimants_at_once(desk: Desk) -> None:
    """With --spread two are written and one waits; without, all are, and the panchayat is named with a day."""
    names = [("Kalpana", "কল্পনা"), ("Kahini", "কাহিনী"), ("Upama", "উপমা")]
    rows = [
        {
            **ROW,
            "claimant_name": f"{english} Namuna",
            "claimant_name_bn": f"{bengali} নমুনা",
            "gram_panchayat": "Rupkathapur",
            "service": "residential_certificate",
        }
        for english, bengali in names
    ]
    codes = desk.claims(rows)
    words = ["letters", "write", "--claims", ",".join(codes), "--json", "--out", desk.folder / "out", "--on"]
    said = desk(*words, "2026-07-06", "--spread")
    assert (said.code, said.json["written"], said.json["crowded"]) == (0, 2, [])
    said = desk(*words, "2026-07-07")
    assert said.json["written"] == 1
    office = "gp:south-24-parganas/basanti/rupkathapur"
    assert said.json["crowded"] == [{"office": office, "letters": 3, "free_on": "2026-07-13"}]


@pytest.mark.slow
def test_a_form_is_made_for_one_claim(desk: Desk) -> None:
    """A consent notice: plain copy only, private, under a reference of its own; an authorisation is sure of her age."""
    [code] = desk.claims([ROW])
    out = desk.folder / "forms"
    said = desk("letters", "form", "consent_notice", "--claim", code, "--on", "2026-07-06", "--out", out, "--json")
    reference = said.json["reference"]
    assert (said.code, sorted(path.name for path in out.iterdir())) == (0, [f"{reference}.docx", f"{reference}.pdf"])
    assert all(path.stat().st_mode & 0o077 == 0 for path in out.iterdir())
    said = desk("letters", "form", "authorisation", "--claim", code, "--out", out)
    assert said.code == 3
    assert "child" in said.err
    assert "Kalpana" not in said.err
    assert desk("letters", "form", "withdrawal", "--claim", "SN-AAAAAA-1", "--out", out).code == 2
