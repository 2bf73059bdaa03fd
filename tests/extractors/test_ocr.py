"""Tesseract: many pages a run, a reason for a page that fails, and a clear word when it is not there."""

import stat
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytesseract.pytesseract as tesseract
import pytest

from confined.landlock import abi
from extractors import ocr
from extractors.pool import side_by_side
from extractors.text import PageText
from rules.errors import ToolMissing


def _print(text: str) -> np.ndarray:
    image = np.full((200, 1200), 255, np.uint8)
    cv2.putText(image, text, (40, 120), cv2.FONT_HERSHEY_COMPLEX, 2.0, 0, 4, cv2.LINE_AA)
    return image


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A stand-in for the tesseract program, a shell script to be filled in; the cached probes start afresh."""
    path = tmp_path / "bin" / "tesseract"
    path.parent.mkdir()
    monkeypatch.setattr(tesseract, "tesseract_cmd", str(path))
    monkeypatch.setenv("OMP_THREAD_LIMIT", "2")
    ocr.version.cache_clear()
    ocr.check.cache_clear()
    yield path
    ocr.version.cache_clear()
    ocr.check.cache_clear()


def _script(path: Path, run: str, languages: str = "ben\\neng") -> None:
    path.write_text(
        "#!/bin/sh\n"
        'case "$1" in\n'
        "  --version) echo 'tesseract 5.3.0';;\n"
        f"  --list-langs) printf 'List of available languages (2):\\n{languages}\\n';;\n"
        f"  *) {run};;\n"
        "esac\n",
        encoding="utf-8",
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.slow
def test_pages_come_back_in_order_with_boxes_and_confidence() -> None:
    """Three pages over two runs: each is read, and its words stand where they are printed."""
    pages = ocr.read([_print("Memo 417"), _print("Dated"), np.full((200, 1200), 255, np.uint8)], psm=6)
    assert [page.reason for page in pages] == [None, None, None]
    assert pages[0].text == "Memo 417"
    assert pages[1].text == "Dated"
    assert pages[2].words == ()
    word = pages[0].words[0]
    assert 0.8 < word.confidence <= 1
    assert 30 < word.box[0] < 60
    assert 60 < word.box[1] < word.box[3] < 140


def test_a_missing_program_says_how_to_install_it(program: Path) -> None:
    """No tesseract at all: ToolMissing, exit code 5."""
    with pytest.raises(ToolMissing, match="apt-get install tesseract-ocr"):
        ocr.read([_print("x")])


def test_a_missing_language_is_refused_before_anything_is_read(program: Path) -> None:
    """Without ben, Bengali would come out as confident nonsense."""
    _script(program, "exit 99", languages="eng")
    with pytest.raises(ToolMissing, match="language ben is not installed"):
        ocr.read([_print("x")])


def test_success_without_output_is_a_reason(program: Path) -> None:
    """Exit 0 and no file: the page is told, not taken for blank."""
    _script(program, "exit 0")
    [page] = ocr.read([_print("x")])
    assert page.reason == "Tesseract left no result for the page."


def test_an_output_without_the_page_is_a_reason(program: Path) -> None:
    """Exit 0 and only a heading: the page is told, not taken for blank."""
    _script(program, 'echo level > "$2.tsv"')
    [page] = ocr.read([_print("x")])
    assert page.reason == "Tesseract ended without reading the page."


def test_a_crash_on_one_page_spares_the_others(program: Path) -> None:
    """A run that fails is read again page by page."""
    row = r"5\t1\t1\t1\t1\t1\t10\t10\t50\t20\t91\tfine"
    grow = f"printf '1\\t1\\t0\\t0\\t0\\t0\\t0\\t0\\t9\\t9\\t-1\\t\\n{row}\\n'"
    body = f'if [ $(wc -l < "$1") -gt 1 ]; then exit 1; fi; echo head > "$2.tsv"; {grow} >> "$2.tsv"'
    _script(program, body)
    pages = ocr.read([_print("a")] * 4)
    assert [page.text for page in pages] == ["fine"] * 4


def test_a_run_that_cannot_be_started_is_a_reason(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No process or no room to be had: each page is told, and whoever asked goes on."""
    _script(program, "exit 0")
    ocr.check()
    monkeypatch.setattr(ocr, "_MEMORY", program / "no folder")
    monkeypatch.setattr(ocr.tempfile, "tempdir", str(program / "no folder"))
    pages = ocr.read([_print("x")] * 3)
    assert [page.reason for page in pages] == ["Tesseract could not be run: Not a directory."] * 3


def test_patience_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine, a page of noise comes to an end."""
    monkeypatch.setattr(ocr.os, "cpu_count", lambda: 2)
    for load, times in ((0.5, 1.0), (6.0, 3.0), (400.0, 4.0)):
        monkeypatch.setattr(ocr.os, "getloadavg", lambda load=load: (load, load, load))
        assert ocr._patience() == times


def test_a_page_that_takes_too_long_is_a_reason(program: Path) -> None:
    """The time limit ends the program and says so."""
    _script(program, "exec sleep 20")
    [page] = ocr.read([_print("x")], timeout=0.3)
    assert page.reason is not None
    assert "longer than" in page.reason


def test_broken_letters_do_not_stop_the_page(program: Path) -> None:
    """Bytes that are no UTF-8 become a mark, not an error."""
    row = r"1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n5\t1\t1\t1\t1\t1\t1\t1\t5\t5\t50\tab\377c\n"
    _script(program, f"printf 'head\\n{row}' > \"$2.tsv\"")
    [page] = ocr.read([_print("x")])
    assert page.words[0].text == "ab\ufffdc"
    assert page.words[0].confidence == 0.5


def test_tesseract_gets_one_thread(program: Path) -> None:
    """Its own threads make it eight times slower."""
    row = r"1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n5\t1\t1\t1\t1\t1\t1\t1\t5\t5\t50\t%s\n"
    _script(program, f'printf \'head\n{row}\' "$OMP_THREAD_LIMIT" > "$2.tsv"')
    [page] = ocr.read([_print("x")])
    assert page.text == "1"


def test_tesseract_knows_no_key(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of our environment it gets nothing, and where the kernel has Landlock it can open none of our files."""
    if not abi():
        pytest.skip("this kernel has no Landlock")
    key = program.parent.with_name("key")
    key.write_text("secret", encoding="utf-8")
    monkeypatch.setenv("DABI_KEY", "secret")
    row = r"1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n5\t1\t1\t1\t1\t1\t1\t1\t5\t5\t50\t%s\n"
    _script(program, f'printf \'head\n{row}\' "=$DABI_KEY$(cat {key})" > "$2.tsv"')
    [page] = ocr.read([_print("x")])
    assert page.text == "="


def test_runs_side_by_side_are_alike_in_work() -> None:
    """The dearest picture goes alone where it costs as much as all others."""
    assert sorted(map(sorted, ocr._dealt([3, 90, 40, 25, 22], 2))) == [[0, 2, 3, 4], [1]]
    assert sorted(map(len, ocr._dealt([100, *[6] * 15], 2))) == [1, 15]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pictures each run of Tesseract was given; none is really run."""
    given: list[int] = []

    def run(images: list[np.ndarray], *_: object) -> tuple[list[PageText], str]:
        given.append(len(images))
        return [PageText(())] * len(images), ""

    monkeypatch.setattr(ocr, "_run", run)
    return given


@pytest.mark.parametrize(("psm", "count", "side", "runs"), [(3, 4, 40, 2), (6, 60, 40, 1), (6, 3, 5000, 3)])
def test_a_run_is_given_as_many_pictures_as_a_few_pages_have_pixels(
    psm: int, count: int, side: int, runs: int, started: list[int]
) -> None:
    """Pages go side by side; many small marks go in one run, as its start costs more than they do."""
    assert len(ocr.read([np.full((side, side), 255, np.uint8)] * count, psm=psm)) == count
    assert len(started) == runs


def test_a_share_of_a_pile_is_read_in_one_run(started: list[int]) -> None:
    """Two shares are read side by side already: a second run of each would only start Tesseract once more."""
    pages = [np.full((40, 40), 255, np.uint8)] * 4
    with side_by_side() as pool:
        list(pool.map(ocr.read, [pages, pages]))
    assert started == [4, 4]
