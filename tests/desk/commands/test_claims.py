"""`dabi claims`: what is imported, what is told of a bad file, her go."""

from __future__ import annotations

import io
import zipfile

import openpyxl

from tests.desk.desks import FOUR, ROW, Desk, table


def test_a_table_becomes_claims(desk: Desk) -> None:
    """The answer of an import counts people and names claims by code alone."""
    path = table(desk.folder / "c.csv", FOUR)
    said = desk("claims", "import", path, "--on", "2026-07-06", "--json")
    assert said.code == 0
    assert said.json["claimants"] == 4
    assert len(said.json["claims"]) == 4
    assert "Namuna" not in said.out
    listed = desk("claims", "list", "--json")
    assert {claim["code"] for claim in listed.json["claims"]} == set(said.json["claims"])
    assert "Kalpana" not in listed.out


BAD_ROWS = {
    "unknown service": ({"service": "flying_carpet"}, "service"),
    "impossible date": ({"consent_date": "31.02.2026"}, "consent_date"),
    "date to come": ({"consent_date": "2026-07-07"}, "consent_date"),
    "no consent word": ({"consent_apply": ""}, "consent_apply"),
    "other consent word": ({"consent_apply": "perhaps"}, "consent_apply"),
    "consent ends first": ({"consent_until": "2025-12-31"}, "consent_until"),
    "unknown district": ({"district": "Atlantis"}, "district"),
    "block of another district": ({"block": "Hasnabad"}, "block"),
    "no name": ({"claimant_name": ""}, "claimant_name"),
    "no such language": ({"language": "fr"}, "language"),
    "priority in words": ({"priority": "first"}, "priority"),
    "unknown office": ({"applied_on": "2026-03-02", "office": "Moon office"}, "office"),
    "number without date": ({"diary_no": "12"}, "diary_no"),
    "office without date": ({"office": "BDO Basanti"}, "applied_on"),
    "applied tomorrow": ({"applied_on": "2026-07-07", "office": "BDO Basanti"}, "applied_on"),
    "formula": ({"village": "=HYPERLINK(1)"}, "village"),
}


def test_a_bad_row_is_told_by_row_and_column_and_nothing_is_recorded(desk: Desk) -> None:
    """Each kind of bad row gives 3, its row, its column and no name; the good row with it is not recorded."""
    for name, (wrong, column) in BAD_ROWS.items():
        path = table(desk.folder / "c.csv", [ROW, {**FOUR[1], **wrong}])
        said = desk("claims", "import", path, "--on", "2026-07-06")
        assert said.code == 3, name
        assert f"c.csv row 3, {column}: " in said.err, name
        assert "Namuna" not in said.err, name
    assert desk("claims", "list", "--json").json["claims"] == []


def test_a_duplicate_row_names_both_rows(desk: Desk) -> None:
    """The same person with the same service twice is told with both rows."""
    said = desk("claims", "import", table(desk.folder / "c.csv", [ROW, ROW]), "--on", "2026-07-06")
    assert said.code == 3
    assert "row 3" in said.err
    assert "row 2" in said.err


def workbook(rows: list[list[object]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def without(data: bytes, name: str, text: bytes) -> bytes:
    """A workbook with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as copy:
        for entry in source.namelist():
            copy.writestr(entry, text if entry == name else source.read(entry))
    return out.getvalue()


BOOK = workbook([list(ROW), list(ROW.values())])
BAD_FILES = {
    "empty": b"",
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00",
    "old encoding": "claimant_name\nকল্পনা\n".encode("utf-16"),
    "missing column": "\n".join(",".join(list(cells)[1:]) for cells in (ROW, ROW.values())).encode(),
    "only headings": ",".join(ROW).encode(),
    "unknown heading": (",".join(ROW) + ",surprise\n").encode(),
    "heading twice": (",".join(ROW) + ",village\n").encode(),
    "open quotation": (",".join(ROW) + '\n"Kalpana').encode(),
    "cut workbook": BOOK[: len(BOOK) // 2],
    "zip that is no workbook": without(BOOK, "[Content_Types].xml", b"<x/>"),
    "workbook with broken sheet": without(BOOK, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"),
    "workbook with broken list": without(BOOK, "xl/workbook.xml", b"<workbook"),
    "empty workbook": workbook([]),
}


def test_a_bad_file_is_told_by_its_name(desk: Desk) -> None:
    """Each kind of file that is no table of claims gives 3 and a sentence that names it."""
    path = desk.folder / "given.csv"
    for name, data in BAD_FILES.items():
        path.write_bytes(data)
        said = desk("claims", "import", path, "--on", "2026-07-06")
        assert said.code == 3, name
        assert said.err.startswith("given.csv"), name
        assert "Kalpana" not in said.err, name
    assert desk("claims", "import", desk.folder, "--on", "2026-07-06").code == 3
    assert desk("claims", "list", "--json").json["claims"] == []


def test_a_workbook_is_as_good_as_csv(desk: Desk) -> None:
    """An xlsx of the same row gives the same claim."""
    path = desk.folder / "c.xlsx"
    path.write_bytes(BOOK)
    assert len(desk("claims", "import", path, "--on", "2026-07-06", "--json").json["claims"]) == 1


def test_a_file_that_is_not_there_is_told(desk: Desk) -> None:
    """A wrong path gives 3 and the file's name."""
    said = desk("claims", "import", desk.folder / "none.csv")
    assert said.code == 3
    assert "none.csv" in said.err


def test_her_go_is_an_event(desk: Desk) -> None:
    """Yes and wait are recorded with the step and the day."""
    [code] = desk.claims([ROW])
    said = desk("claims", "go", code, "--step", "rti_request", "--on", "2026-07-08", "--json")
    assert said.code == 0
    event = said.json.pop("event")
    assert said.json | {"event": event} == {
        "claim": code, "step": "rti_request", "on": "2026-07-08", "event": event, "go": True,
    }  # fmt: skip
    assert (
        desk("claims", "go", code, "--step", "escalation", "--on", "2026-07-08", "--wait", "--json").json["go"] is False
    )


BAD_GOES = [
    ("SN-7K4Q9X-1", "rti_request", "2026-07-08"),
    ("Kalpana Namuna", "rti_request", "2026-07-08"),
    ("", "rti_request", "2026-07-08"),
    ("CLAIM", "reminder", "2026-07-08"),
    ("CLAIM", "dance", "2026-07-08"),
    ("CLAIM", "rti_request", "2026-02-30"),
    ("CLAIM", "rti_request", "9999-12-31"),
]


def test_a_go_that_cannot_be_is_wrong_usage(desk: Desk) -> None:
    """An unknown claim, a step that needs no go and an impossible day give 2, repeat no name and record nothing."""
    [code] = desk.claims([ROW])
    before = desk("verify", "--json").json["events"]
    for claim, step, on in BAD_GOES:
        said = desk("claims", "go", code if claim == "CLAIM" else claim, "--step", step, "--on", on)
        assert said.code == 2, (claim, step, on)
        assert "Kalpana" not in said.err
    assert desk("verify", "--json").json["events"] == before


def test_interim_relief_that_came_closes_nothing(desk: Desk) -> None:
    """Her word on it is an event of its own; the claim is open as before."""
    [code] = desk.claims([ROW])
    assert desk("claims", "delivered", code, "--on", "2026-07-10", "--interim").code == 0
    [*_, event] = desk("claims", "events", code, "--json").json["events"]
    assert event["kind"] == "interim_received"
    assert desk("track", "--on", "2026-07-10", "--json").json["proposals"]


def test_a_yes_may_name_the_office_that_she_chose(desk: Desk) -> None:
    """By a word that people use for it; an office that is not known, or one with a wait, is wrong usage."""
    [code] = desk.claims([ROW])
    go = ["claims", "go", code, "--step", "commission_complaint", "--on", "2026-07-08"]
    assert desk(*go, "--office", "WBCW").code == 0
    assert desk(*go, "--office", "Moon office").code == 2
    assert desk(*go, "--office", "NCW", "--wait").code == 2
    [*_, event] = desk("claims", "events", code, "--json").json["events"]
    assert event["facts"] == {"step": "commission_complaint", "office": "women-commission:west-bengal"}


def test_a_wait_may_have_an_end(desk: Desk) -> None:
    """Her "wait" keeps the day that she named; an end before its beginning, or of a yes, is wrong usage."""
    [code] = desk.claims([ROW])
    wait = ["claims", "go", code, "--step", "escalation", "--on", "2026-07-08", "--wait", "--until"]
    assert desk(*wait, "2026-08-01").code == 0
    assert desk(*wait, "2026-07-01").code == 2
    assert desk("claims", "go", code, "--step", "escalation", "--until", "2026-08-01").code == 2
    [*_, event] = desk("claims", "events", code, "--json").json["events"]
    assert (event["kind"], event["facts"]) == ("go_withheld", {"step": "escalation", "until": "2026-08-01"})


def test_after_a_threat_she_decides(desk: Desk) -> None:
    """A threat holds the claim; she may let it wait until a day, and let it go on."""
    [code] = desk.claims([FOUR[3]])

    def steps() -> tuple[int, list[str]]:
        said = desk("track", "--on", "2026-07-20", "--json").json
        return len(said["proposals"]), [one["reason"]["en"] for one in said["waiting"]]

    assert steps()[0] > 0
    events = desk("claims", "events", code, "--json").json["events"]
    letter = next(event["letter"] for event in events if event["kind"] == "letter_adopted")
    desk("letters", "visit", letter, "--on", "2026-07-10", "--answer", "threat", "--words", "We know where you live.")
    number, [reason] = steps()
    assert (number, "threat" in reason) == (0, True)
    assert desk("claims", "hold", code, "--on", "2026-07-11", "--until", "2026-08-31").code == 0
    number, [reason] = steps()
    assert (number, "wait with everything" in reason) == (0, True)
    assert desk("claims", "resume", code, "--on", "2026-07-12").code == 0
    assert steps()[0] > 0


def test_only_her_own_word_closes(desk: Desk) -> None:
    """Delivered or withdrawn: the claim is tracked no more; a code that is none is wrong usage."""
    code, other = desk.claims([FOUR[3], ROW])
    assert desk("claims", "delivered", code, "--on", "2026-07-10").code == 0
    assert desk("claims", "withdraw", other, "--on", "2026-07-10", "--words", "She has moved away.").code == 0
    steps = desk("track", "--on", "2026-07-20", "--json").json
    assert (steps["overdue"], steps["proposals"], steps["waiting"]) == ([], [], [])
    assert "moved away" not in desk("claims", "events", other, "--json").out
    assert desk("claims", "delivered", "SN-0").code == 2


def test_a_lawyer_approves_a_paper_or_the_claim(desk: Desk) -> None:
    """The event says what was approved; who approved it is sealed and in no output."""
    [code] = desk.claims([ROW])
    for step in (["--step", "sp_letter"], []):
        said = desk("claims", "approve", code, *step, "--lawyer", "Advocate Kalpit", "--on", "2026-07-08", "--json")
        assert (said.code, said.json["kind"]) == (0, "lawyer_approved")
    found = desk("claims", "events", code, "--json")
    assert [e["facts"]["step"] for e in found.json["events"] if e["kind"] == "lawyer_approved"] == ["sp_letter", None]
    assert "Kalpit" not in found.out
    assert desk("claims", "approve", code, "--lawyer", " ").code == 2


def test_a_wrong_event_is_corrected_and_told_anew(desk: Desk) -> None:
    """The corrected receipt counts no more, another date may be recorded, and a correction may be taken back."""
    [code] = desk.claims([{**FOUR[3], "diary_no": ""}])
    events = desk("claims", "events", code, "--json").json["events"]
    letter = next(event["letter"] for event in events if event["kind"] == "letter_adopted")
    wrong = desk("letters", "received", letter, "--on", "2026-03-04", "--json").json["event"]
    assert desk("letters", "received", letter, "--on", "2026-03-05").code == 3
    note = ["--note", "It says the fifth.", "--on", "2026-07-10"]
    done = desk("claims", "correct", code, wrong, "--reason", "misread", *note, "--json")
    assert (done.code, done.json["kind"], done.json["letter"]) == (0, "corrected", letter)
    assert desk("claims", "correct", code, wrong, "--reason", "misread", *note).code == 2
    right = desk("letters", "received", letter, "--on", "2026-03-05", "--json").json["event"]
    counts = {e["event"]: e["counts"] for e in desk("claims", "events", code, "--json").json["events"]}
    assert (counts[wrong], counts[right]) == (False, True)
    assert desk("claims", "correct", code, done.json["event"], "--reason", "not-so", *note).code == 0
    counts = {e["event"]: e["counts"] for e in desk("claims", "events", code, "--json").json["events"]}
    assert counts[wrong]


def test_what_cannot_be_corrected_is_told(desk: Desk) -> None:
    """An event of another claim, none at all, the claim's opening, a consent, a day before the event, no reason."""
    code, other = desk.claims([ROW, FOUR[3]])
    opening, consent = [e["event"] for e in desk("claims", "events", code, "--json").json["events"]][:2]
    foreign = desk("claims", "events", other, "--json").json["events"][-1]["event"]
    for number in (opening, consent, foreign, 99_999):
        said = desk("claims", "correct", code, number, "--reason", "not-so", "--note", "x", "--on", "2026-07-10")
        assert said.code == 2, number
    go = desk("claims", "go", code, "--step", "escalation", "--on", "2026-07-08", "--json").json["event"]
    for note, on in (("x", "2026-07-07"), (" ", "2026-07-09")):
        said = desk("claims", "correct", code, go, "--reason", "not-so", "--note", note, "--on", on)
        assert said.code == 2, note
