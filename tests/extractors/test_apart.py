"""Files opened in a child process: the same pages as at home, and a child that crashes, hangs or lies harms nobody."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import numpy as np
import pypdf
import pytest
from PIL import Image

from extractors.apart import PARSER, Apart, PageLost
from extractors.pages import load
from rules.limits import Limits

ABORTS = (sys.executable, "-c", "import os; os.abort()")
HANGS = (sys.executable, "-c", "import time; time.sleep(60)")
CHATTERS = (sys.executable, "-c", "print('no answer', flush=True); import time; time.sleep(60)")
LIES = (sys.executable, "-c", 'print(\'{"height": 99999999, "width": 99999999}\', flush=True)')


def saved(kind: str, size: tuple[int, int] = (600, 900)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind)
    return out.getvalue()


def blank_png(side: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), "white").save(out, "PNG")
    return out.getvalue()


def pdf(pages: int) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("data", [saved("JPEG"), saved("TIFF"), pdf(3)], ids=["jpeg", "tiff", "pdf"])
def test_pages_are_the_same_as_at_home(data: bytes) -> None:
    """Number, picture, resolution and words of each page arrive as they were made."""
    at_home = load(data, "scan 1")
    with Apart() as apart:
        loaded = apart.load(data, "scan 1")
        assert (loaded.numbers, loaded.problems) == (at_home.numbers, at_home.problems)
        for page, same in zip(loaded.pages, at_home.pages, strict=True):
            assert (page.number, page.dpi, page.words) == (same.number, same.dpi, same.words)
            assert np.array_equal(page.image, same.image)


def test_a_text_layer_arrives_word_by_word(dabi_letter: bytes) -> None:
    """The words of a PDF's own text come with their boxes."""
    with Apart() as apart:
        assert apart.load(dabi_letter, "a.pdf").pages[0].words == load(dabi_letter, "a.pdf").pages[0].words


@pytest.fixture
def dabi_letter() -> bytes:
    """A page of English text as an office's word processor makes it."""
    stream = b"BT /F1 12 Tf 72 700 Td (The application of the Block Development Officer is under consideration) Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return body + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"


@pytest.mark.parametrize(("program", "why"), [(ABORTS, "SIGABRT"), (CHATTERS, "gave no answer"), (LIES, "")])
def test_a_child_that_ends_is_a_problem_of_the_file(program: tuple[str, ...], why: str) -> None:
    """A crash, nonsense, or a picture larger than allowed: the file is refused in a sentence that says how it was."""
    with Apart(program=program) as apart:
        loaded = apart.load(pdf(1), "scan 7")
    assert len(loaded.pages) == 0
    [problem] = loaded.problems
    assert problem.where == "scan 7"
    assert why in problem.what


def test_a_child_that_hangs_is_ended_in_time() -> None:
    """What takes longer than allowed is given up."""
    with Apart(Limits(seconds=1), HANGS) as apart:
        [problem] = apart.load(saved("PNG"), "scan 7").problems
    assert "longer than 1 seconds" in problem.what


def test_a_file_that_wants_too_much_memory_is_refused_and_the_next_is_not() -> None:
    """A picture whose decoding passes the memory limit is a problem; the file behind it is opened as ever."""
    with Apart(Limits(memory=60 * 2**20)) as apart:
        [problem] = apart.load(blank_png(5000), "scan 7").problems
        assert len(apart.load(saved("PNG"), "scan 8").pages[0].image) > 0
    assert problem.where == "scan 7"


def test_a_page_that_ends_the_child_is_lost_and_the_others_are_not(tmp_path: Path) -> None:
    """A child killed between two pages, as by the kernel for want of memory, is replaced; the next page is made."""
    with Apart() as apart:
        loaded = apart.load(pdf(2), "scan 7")
        assert loaded.pages[0].number == 1
        [child] = _children()
        os.kill(child, 9)
        with pytest.raises(PageLost) as lost:
            loaded.pages[1]
        assert "scan 7" in lost.value.problem.where
        assert loaded.pages[1].number == 2
    assert _children() == []


def test_a_pile_is_opened_by_several_children_in_order() -> None:
    """Each file by one of them, the answers in the order asked; a file that is bad is a problem of its own."""
    names = [f"scan {number}" for number in range(6)]
    with Apart(children=2) as apart:
        opened = apart.load_all(
            [(b"no picture" if name == "scan 3" else pdf(1 + at), name) for at, name in enumerate(names)]
        )
        assert [len(one.pages) for one in opened] == [1, 2, 3, 0, 5, 6]
        assert [problem.where for one in opened for problem in one.problems] == ["scan 3"]
        assert len(_children()) == 2
        assert [one.pages[-1].number for one in opened if one.pages] == [1, 2, 3, 5, 6]
    assert _children() == []


def test_the_child_knows_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of our environment reaches the child, and its core is never dumped."""
    monkeypatch.setenv("DABI_KEY", "secret")
    with Apart() as apart:
        apart.load(pdf(1), "scan 7")
        [child] = _children()
        assert b"DABI" not in Path(f"/proc/{child}/environ").read_bytes()
        limits = Path(f"/proc/{child}/limits").read_text()
        rows = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()}
    assert (rows["Max core file size"], rows["Max file size"]) == ("0", "0")
    assert rows["Max address space"] != "unlimited"
    assert rows["Max cpu time"] != "unlimited"


def _children() -> list[int]:
    """The parsers that live as children of this process; other tests have children of their own."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            command = stat.with_name("cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and fields[0] != "Z" and PARSER[-1].encode() in command:
            found.append(int(stat.parent.name))
    return found
