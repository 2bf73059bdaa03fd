"""Whatever bytes come in, each parser answers in a sentence: no crash, no other error. `make fuzz` tries longer."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pillow_heif
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from confined import data_parser
from extractors.apart import Apart, PageLost
from extractors.dates import find_dates
from flows.campaigns.plan import plan
from flows.import_claims.table import rows_of
from rules.catalogue import Extra
from rules.catalogue import load as load_law
from rules.errors import InputProblems
from rules.limits import Limits
from rules.references import find_references, parse_payload
from rules.text import fold, nfc
from templates.fields import Fields
from templates.fill import DOCUMENT, LetterTemplate

SHIPPED_EXAMPLES = 25
EXAMPLES = int(os.environ.get("DABI_FUZZ_EXAMPLES", SHIPPED_EXAMPLES))
fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=timedelta(seconds=60),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=EXAMPLES == SHIPPED_EXAMPLES,
)


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((120, 160), 60).convert("RGB").save(out, kind)
    return out.getvalue()


def _photo() -> bytes:
    """As a telephone takes it."""
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.effect_noise((120, 160), 60).convert("RGB")).save(out)
    return out.getvalue()


def _pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.add_attachment("a.txt", b"attached")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["claim", "letter"], ["SN-7K4Q9X-1", "reminder"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FILES = {"pdf": _pdf(), **{kind: _picture(kind) for kind in ("JPEG", "PNG", "TIFF", "WEBP")}, "HEIC": _photo()}
ROOT = Path(__file__).parents[2]
LAW = load_law()
CAMPAIGN = (ROOT / "samples" / "campaign.yaml").read_bytes()
LETTER = (ROOT / "templates" / "letters" / "reminder" / "letter.bn.docx").read_bytes()
FIELDS_YAML = (ROOT / "templates" / "letters" / "reminder" / "fields.yaml").read_bytes()
FIELDS = Fields.read("fields.yaml", FIELDS_YAML.decode("utf-8"))
WORKBOOK, SHEET = _workbook(), "xl/worksheets/sheet1.xml"
HEADINGS = {fold(name): name for name in ("claim", "letter")}


@st.composite
def spoilt(draw: st.DrawFn, whole: bytes) -> bytes:
    """A sound file with some bytes changed, repeated or cut off."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(0, 6))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(data)))
        data[at:at] = data[at : at + draw(st.integers(0, 200))]
    return bytes(data[: draw(st.integers(len(data) // 2, len(data)))] if draw(st.booleans()) else data)


@st.composite
def spoilt_within(draw: st.DrawFn, whole: bytes, part: str) -> bytes:
    """A sound archive in which one part is spoilt, and the archive sound around it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as sound, zipfile.ZipFile(out, "w") as archive:
        for name in sound.namelist():
            archive.writestr(name, draw(spoilt(sound.read(name))) if name == part else sound.read(name))
    return out.getvalue()


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with Apart(Limits(seconds=30)) as opened:
        yield opened


@pytest.mark.parametrize("kind", sorted(FILES))
def test_a_spoilt_file_is_read_or_refused(apart: Apart, kind: str) -> None:
    """A damaged PDF or picture gives pages or problems; the program that opens it does not crash."""

    @fuzzed
    @given(data=spoilt(FILES[kind]))
    def try_it(data: bytes) -> None:
        loaded = apart.load(data, "scan 1")
        problems = list(loaded.problems)
        try:
            for page in loaded.pages:
                assert page.image.shape[2] == 3
        except PageLost as lost:
            problems.append(lost.problem)
        assert not [problem for problem in problems if "crashed" in problem.what], "a crash of the child"
        assert len(loaded.pages) or problems

    try_it()


@fuzzed
@given(data=st.one_of(spoilt(WORKBOOK), spoilt_within(WORKBOOK, SHEET), st.text(max_size=300).map(str.encode)))
def test_a_spoilt_table_is_read_or_refused(data: bytes) -> None:
    """A damaged workbook or any text gives rows or problems: where it is opened, and where its headings are read."""
    found = json.loads(data_parser.answer("table", data))
    with suppress(InputProblems):
        rows_of("table.xlsx", found.get("rows", []), HEADINGS, frozenset({"claim"}), "samples/claims.csv")


@fuzzed
@given(data=st.one_of(spoilt(CAMPAIGN), st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_spoilt_yaml_is_read_or_refused(data: bytes) -> None:
    """Whatever stands in a campaign's file gives a plan or problems."""
    found = json.loads(data_parser.answer("yaml", data)).get("value")
    if isinstance(found, dict):
        with suppress(InputProblems):
            plan(found, LAW)


@fuzzed
@given(data=st.one_of(spoilt(LETTER), spoilt_within(LETTER, DOCUMENT), st.binary(max_size=300)))
def test_a_spoilt_letter_is_read_or_refused(data: bytes) -> None:
    """A damaged .docx of somebody's own gives a letter or problems, when it is opened and when it is compiled."""
    with suppress(InputProblems):
        assert LetterTemplate("reminder.bn.docx", data, FIELDS, "bn").compiled is not None


@fuzzed
@given(data=st.one_of(spoilt(FIELDS_YAML), st.binary(max_size=300)))
def test_spoilt_fields_of_a_letter_are_read_or_refused(data: bytes) -> None:
    """A damaged fields.yaml gives fields or problems."""
    with suppress(InputProblems):
        Fields.read("fields.yaml", data.decode("utf-8", "replace"))


@fuzzed
@given(text=st.text(max_size=200))
def test_any_text_is_searched_for_references_and_dates(text: str) -> None:
    """What Tesseract may read, however odd, is searched without an error."""
    assert all(isinstance(found, str) for found in find_references(text))
    parse_payload(text)
    find_dates(nfc(text), date(2026, 7, 20))


@fuzzed
@given(text=st.text(max_size=200))
def test_any_row_of_the_law_is_read_or_refused(text: str) -> None:
    """Rows of a home's own law tables that are no such rows are told."""
    with suppress(InputProblems):
        load_law([Extra("calendar", "rows.yaml", text)])
