"""A letter edited in Word: printed with strip and codes, in the place of the one that was not handed in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import regex
import zxingcpp

from flows import jobs
from flows.happenings import file_letter
from flows.import_claims.steps import import_claims
from flows.wiring import Dabi
from flows.write_letters import steps
from flows.write_letters.edited import take_edited
from flows.write_letters.reprint import reprint
from rules.errors import InputProblems, UsageError
from rules.events import FiledBy
from rules.letters import Letter
from tests.desk.desks import ROW, table

ON, ACTOR = date(2026, 7, 6), "user:test"
pytestmark = pytest.mark.slow


@pytest.fixture
def letter(dabi: Dabi, tmp_path: Path) -> Letter:
    """One application, printed."""
    import_claims(dabi, table(tmp_path / "c.csv", [ROW]), ON)
    assert len(written(dabi, tmp_path / "first")) == 1
    with dabi.store.begin("system:test", read_only=True) as record:
        (found,) = record.letters()
    return found


def written(dabi: Dabi, out: Path) -> list[str]:
    out.mkdir(exist_ok=True)
    job = jobs.open_job(dabi, steps.JOURNEY, {"on": ON.isoformat(), "out": str(out)}, "system:test")
    steps.run(dabi, job)
    return steps.written(dabi, job)


def changed(docx: Path, change: Callable[[str, str], str]) -> Path:
    """The .docx with its parts of text changed, by name, as an editor would save it."""
    data = io.BytesIO()
    with zipfile.ZipFile(docx) as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, change(name, body.decode()) if name.endswith(".xml") else body)
    docx.write_bytes(data.getvalue())
    return docx


def agrees_to_another_office(dabi: Dabi, letter: Letter) -> None:
    """Her name may go to the District Magistrate only."""
    assert letter.claim is not None
    with dabi.store.begin(ACTOR) as record:
        (claim,) = record.claims(codes=[letter.claim])
        other = replace(claim.consent, on=ON, name_to_offices=("DM South 24 Parganas",))
        record.give_consent(claim.code, other, on=ON)
        record.commit()


def test_an_edited_letter_takes_the_place_of_the_first(dabi: Dabi, letter: Letter, tmp_path: Path) -> None:
    """Its words are on paper with codes of its own; the first counts no more, and nothing further is to be written."""
    docx = tmp_path / "first" / "letters" / f"{letter.reference}.docx"
    made = take_edited(
        dabi, letter.reference, changed(docx, lambda _, xml: xml.replace("ration card", "new ration card")), ON,
        tmp_path / "second", ACTOR,
    )  # fmt: skip
    assert made.reference != letter.reference
    assert made.own_fields
    page = pypdfium2.PdfDocument(tmp_path / "second" / "letters" / f"{made.reference}-receipt.pdf")[0]
    text = page.get_textpage().get_text_range()
    assert "new ration card" in text
    assert made.reference in text
    assert letter.reference not in text
    codes = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_numpy())
    assert {code.text for code in codes} == {f"1:{made.reference}:1"}
    with dabi.store.begin("system:test", read_only=True) as record:
        assert {one.reference for one in record.letters()} == {letter.reference, made.reference}
    assert written(dabi, tmp_path / "third") == []
    with pytest.raises(UsageError, match="taken back"):
        take_edited(dabi, letter.reference, docx, ON, tmp_path / "fourth", ACTOR)


def test_what_is_with_the_office_stands_as_it_is(dabi: Dabi, letter: Letter, tmp_path: Path) -> None:
    """Handed in, it is edited no more."""
    file_letter(dabi, letter.reference, ON, FiledBy.HAND, None, ACTOR)
    docx = tmp_path / "first" / "letters" / f"{letter.reference}.docx"
    with pytest.raises(UsageError, match="on its way"):
        take_edited(dabi, letter.reference, docx, ON, tmp_path / "second", ACTOR)


def test_what_she_agreed_to_since_holds_for_the_edited_letter(dabi: Dabi, letter: Letter, tmp_path: Path) -> None:
    """Her name may go to another office only: nothing is printed, and the look at her name is on record."""
    agrees_to_another_office(dabi, letter)
    docx = tmp_path / "first" / "letters" / f"{letter.reference}.docx"
    with pytest.raises(InputProblems, match="Her name may not go to"):
        take_edited(dabi, letter.reference, docx, ON, tmp_path / "second", ACTOR)
    assert not (tmp_path / "second").exists()
    with dabi.store.begin("system:test", read_only=True) as record:
        assert "edited_letter" in {one.purpose for one in record.accesses()}


def test_what_she_agreed_to_since_holds_for_a_reprint(dabi: Dabi, letter: Letter, tmp_path: Path) -> None:
    """The same papers again, as long as they may still go where they were written to."""
    assert [one.reference for one in reprint(dabi, [letter.reference], tmp_path / "again", ON, ACTOR)]
    agrees_to_another_office(dabi, letter)
    with pytest.raises(InputProblems, match="Her name may not go to"):
        reprint(dabi, [letter.reference], tmp_path / "second", ON, ACTOR)
    assert not (tmp_path / "second").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda name, xml: regex.sub(r"(?<=[A-Z2-9]{4})-(?=[A-Z2-9]{4}-)", "", xml), "does not bear the number"),
        (lambda name, xml: xml[:-9] if "document" in name else xml, "cannot be read"),
        (lambda name, xml: xml.replace('w:name="own', 'w:name="his'), "place for the signature"),
        (lambda name, xml: xml.replace("<w:r>", "<w:del/><w:r>", 1) if "document" in name else xml, "tracked changes"),
    ],
)
def test_what_cannot_be_printed_is_said(
    dabi: Dabi, letter: Letter, tmp_path: Path, change: Callable[[str, str], str], message: str
) -> None:
    """And the first letter stands."""
    docx = changed(tmp_path / "first" / "letters" / f"{letter.reference}.docx", change)
    with pytest.raises(InputProblems, match=message):
        take_edited(dabi, letter.reference, docx, ON, tmp_path / "second", ACTOR)
    with dabi.store.begin("system:test", read_only=True) as record:
        assert [one.reference for one in record.letters()] == [letter.reference]
