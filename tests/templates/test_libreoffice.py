"""Turning documents into PDF: what a batch does when one of it is bad."""

import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

from rules.errors import ToolMissing
from templates import libreoffice

WHOLE = b"%PDF-1.7 ... %%EOF\n"


def _sources(folder: Path, names: Sequence[str]) -> list[Path]:
    return [folder / f"{name}.docx" for name in names]


def test_a_bad_document_stands_alone_and_the_others_are_converted(tmp_path: Path) -> None:
    """A program that stops at the bad document still yields the seven good ones, and names the bad one."""
    calls: list[int] = []

    def stops_at_c(sources: Sequence[Path], out: Path, timeout: float) -> None:
        calls.append(len(sources))
        for source in sources:
            if source.stem == "c":
                return
            (out / f"{source.stem}.pdf").write_bytes(WHOLE)

    sources = _sources(tmp_path, "abcdefgh")
    converted = libreoffice.to_pdf(sources, tmp_path / "out", run=stops_at_c)
    assert converted.failed == (tmp_path / "c.docx",)
    assert sorted(path.stem for path in converted.pdfs) == list("abdefgh")
    assert max(calls) == 8
    assert calls.count(1) >= 1


def test_half_a_pdf_is_no_pdf(tmp_path: Path) -> None:
    """A file that breaks off is reported as failed and removed."""

    def breaks_off(sources: Sequence[Path], out: Path, timeout: float) -> None:
        (out / "a.pdf").write_bytes(b"%PDF-1.7 and no end")

    converted = libreoffice.to_pdf(_sources(tmp_path, "a"), tmp_path / "out", run=breaks_off)
    assert converted.failed == (tmp_path / "a.docx",)
    assert not (tmp_path / "out" / "a.pdf").exists()


def test_two_documents_of_one_name_are_refused(tmp_path: Path) -> None:
    """Two documents that would write one PDF are not converted at all."""
    with pytest.raises(ValueError, match="one name"):
        libreoffice.to_pdf([tmp_path / "x" / "a.docx", tmp_path / "y" / "a.docx"], tmp_path)


def test_missing_program_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without LibreOffice the probe names the package to install."""
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(ToolMissing, match="libreoffice-writer-nogui"):
        libreoffice.probe()


@pytest.mark.slow
def test_real_program_converts_and_passes_over_what_is_no_document(tmp_path: Path) -> None:
    """LibreOffice turns a page into PDF; beside it a file that it cannot load does not stop the batch."""
    good, bad = tmp_path / "good.txt", tmp_path / "bad.docx"
    good.write_text("one line")
    bad.write_bytes(b"PK\x03\x04 not a zip")
    converted = libreoffice.to_pdf([bad, good], tmp_path / "out")
    assert converted.pdfs[good].read_bytes().startswith(b"%PDF")
    assert converted.failed == (bad,)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["good.pdf"]


@pytest.mark.slow
def test_a_start_draws_no_test_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice leaves its log of test pictures in a profile only when it has drawn them: ours has none."""
    profile = tmp_path / "out" / "profile"  # it can write nowhere else
    profile.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "TemporaryDirectory", lambda **_: nullcontext(str(profile)))
    page = tmp_path / "page.txt"
    page.write_text("one line")
    assert not libreoffice.to_pdf([page], tmp_path / "out").failed
    assert (profile / "user" / "extensions").exists()
    assert not (profile / "user" / "GraphicsRenderTests.log").exists()
