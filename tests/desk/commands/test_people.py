"""`dabi people`: consents, erasure and its list, what is overdue, whom to warn."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pypdfium2
import pytest

from tests.desk.desks import FOUR, ROW, Desk


@pytest.fixture
def claim(desk: Desk) -> str:
    (code,) = desk.claims([{**ROW, "safe_phone": "+91 10000 00177"}])
    return code


def secret(desk: Desk) -> Path:
    path = desk.folder / "words"
    path.write_text("three dry words\n")
    path.chmod(0o600)
    return path


def test_she_takes_back_her_consent_and_gives_it_again(desk: Desk, claim: str) -> None:
    """Taken back, nothing is proposed; given again, the letter is ripe as before."""
    person = claim.rpartition("-")[0]
    ripe = desk("track", "--on", "2026-07-06", "--json").json["proposals"]
    assert [one["claim"] for one in ripe] == [claim]
    assert desk("people", "withdraw", person, "--on", "2026-07-07", "--json").json["claims"] == [claim]
    assert desk("track", "--on", "2026-07-08", "--json").json["proposals"] == []
    said = desk("people", "consent", claim, "--apply", "--dossier", "coded", "--on", "2026-07-09")
    assert said.code == 0
    assert len(desk("track", "--on", "2026-07-10", "--json").json["proposals"]) == 1
    assert desk("people", "withdraw", "SN-222222").code == 2


def test_going_past_a_missing_consent_is_written_down(desk: Desk) -> None:
    """One whose consent has ended; the reason stands sealed, and a word is none."""
    (ended,) = desk.claims([FOUR[2]])
    assert desk("people", "override", ended, "--reason", "urgent", "--on", "2026-07-06").code == 2
    reason = "She is in hospital and asked by telephone."
    assert desk("people", "override", ended, "--reason", reason, "--on", "2026-07-06").code == 0
    events = desk("claims", "events", ended, "--json").json["events"]
    assert [event["kind"] for event in events][-1] == "consent_overridden"
    assert b"hospital" not in b"".join(path.read_bytes() for path in desk.home.rglob("record.sqlite*"))


def test_erasing_wants_a_yes_and_outlives_a_restore(desk: Desk, claim: str) -> None:
    """The list beside the key file erases her again in a backup from before; so does a list that is named."""
    person, words = claim.rpartition("-")[0], secret(desk)
    assert desk("backup", desk.folder / "it", "--passphrase-file", words).code == 0
    assert desk("people", "erase", person).code == 2
    assert desk("people", "erased", "--json").json["erased"] == {}
    done = desk("people", "erase", person, "--yes", "--on", "2026-08-01", "--json")
    assert done.code == 0
    beside = Path(done.json["list"])
    assert json.loads(beside.read_text()) == {person: "2026-08-01"}
    assert beside.stat().st_mode & 0o777 == 0o600
    assert not beside.is_relative_to(desk.home)
    assert desk("track", "--on", "2026-08-02").code == 0
    assert desk("verify").code == 0
    elsewhere = desk.folder / "list"
    assert desk("people", "erased", "--out", elsewhere).code == 0
    for number, more in ((1, ["--erased", elsewhere]), (2, [])):
        home, key = desk.folder / f"new{number}", desk.folder / f"key{number}"
        if number == 2:
            (desk.folder / "key2.erased").write_text(beside.read_text())
        said = desk("restore", desk.folder / "it", "--passphrase-file", words, *more, "--json", home=home, key=key)
        assert (said.code, said.json["erased"]) == (0, 1)
        assert desk("people", "report", person, "--out", desk.folder / "out", home=home, key=key).code == 2
    said = desk("restore", desk.folder / "it", "--passphrase-file", words, "--json", home=desk.folder / "n", key=home)
    assert said.code == 2


@pytest.mark.parametrize("text", ["", "[]", '{"Rupali": "2026-01-01"}', '{"SN-222222": "soon"}'])
def test_a_list_that_is_none_restores_nothing(desk: Desk, text: str) -> None:
    """It is told before anything is unpacked; neither home nor key is left."""
    words, wrong = secret(desk), desk.folder / "list"
    wrong.write_text(text)
    assert desk("backup", desk.folder / "it", "--passphrase-file", words).code == 0
    home, key = desk.folder / "new", desk.folder / "new.key"
    said = desk("restore", desk.folder / "it", "--passphrase-file", words, "--erased", wrong, home=home, key=key)
    assert said.code == 3
    assert "list" in said.err
    assert not home.exists()
    assert not key.exists()


def test_what_is_kept_too_long_is_listed(desk: Desk, claim: str) -> None:
    """A person three years after her claim was given up; one whose claim is open never."""
    open_claim = desk.claims(FOUR[3:])[0]
    assert desk("claims", "withdraw", claim, "--on", "2026-07-08").code == 0
    assert desk("people", "overdue", "--on", "2029-07-06", "--json").json["overdue"] == []
    (one,) = desk("people", "overdue", "--on", "2029-07-07", "--json").json["overdue"]
    assert (one["what"], one["kind"], one["since"]) == (claim.rpartition("-")[0], "person", "2026-07-08")
    assert open_claim not in desk("people", "overdue", "--on", "2040-01-01").out


def test_whom_to_warn_after_a_leak(desk: Desk, claim: str) -> None:
    """Everybody with telephone and language, in a private table whose cells no spreadsheet runs; by when whom."""
    out = desk.folder / "out"
    said = desk("people", "breach", "--known", "2026-07-03T14:30", "--out", out, "--json")
    assert said.code == 0
    assert [duty["by"] for duty in said.json["duties"]] == [None, None, "2026-07-06T14:30:00+05:30"]
    assert said.json["people"] == [claim.rpartition("-")[0]]
    table = Path(said.json["table"])
    assert table.stat().st_mode & 0o777 == 0o600
    (row,) = csv.DictReader(table.read_text("utf-8-sig").splitlines())
    assert row["safe phone"] == "'+91 10000 00177"
    assert row["name"] == ROW["claimant_name_bn"]
    assert desk("people", "breach", "--known", "now", "--out", out).code == 2
    assert desk("people", "breach", "--known", "2026-07-03", "--reader", "u-222222", "--out", out).code == 2
    again = desk("people", "breach", "--known", "2026-07-04", "--reader", "command-line", "--out", out, "--json")
    assert again.json["people"] == said.json["people"]


@pytest.mark.slow
def test_her_report_is_hers_alone(desk: Desk, claim: str) -> None:
    """In Bengali, with what is held, what she agreed to and who has looked; not a word on why she is known to us."""
    person = claim.rpartition("-")[0]
    said = desk("people", "report", person.lower(), "--out", desk.folder / "out", "--on", "2026-07-20", "--json")
    path = Path(said.json["report"])
    assert path.name == f"{person}-2026-07-20.pdf"
    assert path.stat().st_mode & 0o777 == 0o600
    pdf = pypdfium2.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert not {"Author", "Title", "Creator"} & {name for name, value in pdf.get_metadata_dict().items() if value}
    pdf.close()
    for shown in (person, claim, ROW["village"], ROW["reply_address"], "২০শে জ"):
        assert shown in text
    for hidden in ("trafficking", "survivor", "Dabi", "পাচার"):
        assert hidden not in text
    assert desk("people", "report", "SN-222222", "--out", desk.folder / "out").code == 2
