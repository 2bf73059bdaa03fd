"""What a run leaves in its folder: each letter's papers, and all of them bound as offices are visited."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from flows.wiring import Dabi
from flows.write_letters.output import ACTOR, PRINT_RUN, put_out, volume_names
from rules.letters import Language, Letter, LetterKind


def _blank(width: int) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width, 800)
    writer.write(out)
    return out.getvalue()


def _letter(dabi: Dabi, reference: str, office: str, width: int) -> Letter:
    papers = [(data, "CLAIMANT") for data in (reference.encode(), _blank(width), _blank(width + 1))]
    with dabi.store.begin(ACTOR) as record:
        docx, office_copy, receipt_copy = dabi.store.vault.put_all(papers)
        record.commit()
    return Letter(
        reference,
        LetterKind.REMINDER,
        None,
        office,
        0,
        Language.BENGALI,
        date(2026, 7, 6),
        1,
        docx,
        office_copy,
        receipt_copy,
    )


@pytest.fixture
def out(dabi: Dabi, tmp_path: Path) -> Path:
    letters = [
        _letter(dabi, "REF-1", "bdo:south-24-parganas/gosaba", 300),
        _letter(dabi, "REF-3", "bdo:south-24-parganas/basanti", 500),
        _letter(dabi, "REF-2", "bdo:south-24-parganas/basanti", 400),
    ]
    put_out(dabi, letters, tmp_path / "out")
    return tmp_path / "out"


def test_the_run_is_bound_office_by_office(out: Path) -> None:
    """Offices in order, letters of an office by reference, the office copy before the receipt copy."""
    pages = PdfReader(out / PRINT_RUN).pages
    assert [int(page.mediabox.width) for page in pages[::2]] == [400, 401, 500, 501, 300, 301]


def test_a_run_of_more_than_a_ream_is_cut_into_volumes(dabi: Dabi, tmp_path: Path) -> None:
    """Each a file of its own, an office from the head of one; what is not in a volume is not in memory with it."""
    letters = [
        replace(_letter(dabi, "REF-1", "bdo:south-24-parganas/gosaba", 300), pages=200),
        replace(_letter(dabi, "REF-2", "bdo:south-24-parganas/basanti", 400), pages=300),
        replace(_letter(dabi, "REF-3", "bdo:south-24-parganas/basanti", 500), pages=200),
    ]
    put_out(dabi, letters, tmp_path)
    names = ["print-run.pdf", "print-run-volume-2.pdf"]
    assert volume_names(dabi, letters) == names
    widths = [[int(page.mediabox.width) for page in PdfReader(tmp_path / name).pages[::2]] for name in names]
    assert widths == [[400, 401, 500, 501], [300, 301]]


def test_each_letter_lies_in_the_folder_as_it_was_kept(out: Path) -> None:
    """Both copies and the document of each, for the eyes of this user alone."""
    found = {path.name: path for path in (out / "letters").iterdir()}
    assert sorted(found) == sorted(f"REF-{n}{end}" for n in (1, 2, 3) for end in (".docx", ".pdf", "-receipt.pdf"))
    assert found["REF-2.docx"].read_bytes() == b"REF-2"
    assert found["REF-2-receipt.pdf"].read_bytes() == _blank(401)
    assert not any(path.stat().st_mode & 0o077 for path in found.values())


def test_volumes_of_a_longer_run_make_way(dabi: Dabi, tmp_path: Path) -> None:
    """Whoever prints all volumes of a run prints no letter of an earlier one: those lie beside under other names."""
    long = [
        replace(_letter(dabi, "REF-1", "bdo:south-24-parganas/gosaba", 300), pages=300),
        replace(_letter(dabi, "REF-2", "bdo:south-24-parganas/basanti", 400), pages=300),
    ]
    put_out(dabi, long, tmp_path)
    put_out(dabi, long[:1], tmp_path)
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == [
        "print-run-1.pdf", "print-run-volume-2-1.pdf", "print-run.pdf",
    ]  # fmt: skip
