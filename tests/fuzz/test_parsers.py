"""Whatever bytes come in, each parser answers in a sentence: no crash, no other error. `make fuzz` tries longer."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from extractors.apart import Apart, PageLost
from extractors.dates import find_dates
from flows.import_claims.table import read_table
from flows.write_letters.batch import read_batch
from rules.catalogue import Extra
from rules.catalogue import load as load_law
from rules.errors import InputProblems
from rules.limits import Limits
from rules.references import find_references, parse_payload
from rules.text import fold, nfc

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


FILES = {"pdf": _pdf(), **{kind: _picture(kind) for kind in ("JPEG", "PNG", "TIFF", "WEBP")}}
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
@given(data=st.one_of(spoilt(_workbook()), st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_a_spoilt_table_is_read_or_refused(tmp_path: Path, data: bytes) -> None:
    """A damaged workbook or any text gives rows or problems."""
    path = tmp_path / "table.xlsx"
    path.write_bytes(data)
    for reader in (lambda: read_table(path, HEADINGS, frozenset({"claim"})), lambda: read_batch(path)):
        with suppress(InputProblems):
            reader()


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


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    """What a workbook says it unpacks to is looked at before it is unpacked."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/a.xml", "w") as part:
        for _ in range(450):
            part.write(bytes(2**20))
    with pytest.raises(InputProblems, match="too large when unpacked"):
        read_table(path, HEADINGS, frozenset({"claim"}))
