"""Tesseract: words with boxes and confidences from pictures, many pages a run, each page within its time.

Model loading is a third of a page's time, so a run is given a text file that lists the pages of a chunk. Tesseract's
own threads slow it down eightfold: it gets one, and a run goes on each core. pytesseract tells what is installed; its
own way to run Tesseract hands on our whole environment, and limits nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytesseract.pytesseract as tesseract

from confined import program
from extractors.pool import workers
from extractors.text import PageText, Word, normal
from rules.errors import ToolMissing

LANGUAGES = "ben+eng"
_PIXELS_A_RUN = 28_000_000  # eight pages, or the marks of many: a start costs as much as a page's third
_WHOLE_PAGE = 3  # Tesseract's page segmentation mode for a page of unknown layout
_USUAL_SECONDS = 6.0  # what a page may take on the whole of a run, before the run is given up
_MOST_PATIENCE = 4.0
_MEMORY = Path("/dev/shm")  # noqa: S108 - a RAM disk: pictures of people's papers never touch the disk
_FOLDERS = "TESSDATA_PREFIX"  # where languages lie, if not where Debian has them
_ROOM = 2**31  # bytes of memory of one run
_REMEDY = "Install it: sudo apt-get install tesseract-ocr tesseract-ocr-ben tesseract-ocr-eng."


@cache
def version() -> str:
    """Tesseract's version; raises ToolMissing if there is none."""
    try:
        return str(tesseract.get_tesseract_version())
    except (tesseract.TesseractNotFoundError, SystemExit):
        raise ToolMissing("tesseract", "the program that reads print is not installed.", _REMEDY) from None


@cache
def check(languages: str = LANGUAGES) -> None:
    """Raise ToolMissing unless Tesseract and every one of ``languages`` (joined by +) is installed.

    Without ``ben`` Tesseract would read Bengali as Latin noise and be confident of it, so nothing is read at all.
    """
    version()
    missing = sorted(set(languages.split("+")) - set(tesseract.get_languages()))
    if missing:
        names = ", ".join(missing)
        packages = " ".join(f"tesseract-ocr-{name}" for name in missing)
        raise ToolMissing(
            "tesseract", f"the language {names} is not installed.", f"Install it: sudo apt-get install {packages}."
        )


def read(
    images: Sequence[np.ndarray],
    *,
    psm: int = _WHOLE_PAGE,
    languages: str = LANGUAGES,
    timeout: float = 30.0,
    dpi: float = 200.0,
) -> list[PageText]:
    """Read each picture (BGR or grey uint8); one PageText each, in order.

    ``psm`` is Tesseract's page segmentation mode, ``timeout`` the seconds that one page may take on an idle machine,
    ``dpi`` its resolution. A page that fails or takes too long has no words and a ``reason``, and the others are not
    affected.
    Raises ToolMissing.
    """
    check(languages)
    options = ["-l", languages, "-c", "tessedit_create_tsv=1", "--psm", str(psm), "--dpi", str(round(dpi))]
    if not len(images):
        return []
    fewest = workers() if psm == _WHOLE_PAGE else 1  # a few words cost less than a start
    pixels = sum(image.shape[0] * image.shape[1] for image in images)
    runs = min(len(images), max(fewest, -(-pixels // _PIXELS_A_RUN)))
    dealt = _dealt([_work(image) for image in images], runs)
    texts: dict[int, PageText] = {}
    with ThreadPoolExecutor(workers()) as pool:
        results = pool.map(lambda run: _read_chunk([images[at] for at in run], options, timeout), dealt)
        for run, pages in zip(dealt, results, strict=True):
            texts.update(zip(run, pages, strict=True))
    return [texts[at] for at in range(len(images))]


def _dealt(work: Sequence[int], runs: int) -> list[list[int]]:
    """Places of pictures in ``runs`` lists alike in work, so that runs side by side end together (longest processing
    time first, Graham 1969)."""
    lists: list[list[int]] = [[] for _ in range(runs)]
    for at in sorted(range(len(work)), key=lambda at: -work[at]):
        min(lists, key=lambda one: sum(work[other] for other in one)).append(at)
    return lists


def _work(image: np.ndarray) -> int:
    """What a picture may cost to read: edges of its print, on one row in four; a dark table round a photo has few."""
    dark = image[::4] < 128
    return 1 + int(np.count_nonzero(dark[:, 1:] != dark[:, :-1]))


def _read_chunk(images: Sequence[np.ndarray], options: Sequence[str], timeout: float) -> list[PageText]:
    seconds = (timeout + _USUAL_SECONDS * (len(images) - 1)) * _patience()
    try:
        pages, why = _run(images, options, seconds)
    except OSError as error:  # no process, memory or room to be had: these pages are told, the others go on
        pages, why = [], f"Tesseract could not be run: {error.strerror or type(error).__name__}."
    if len(pages) == len(images):
        return pages
    if len(images) == 1:
        return [PageText((), why)]
    # One page spoilt the run: each page again, on its own.
    return [page for image in images for page in _read_chunk([image], options, timeout)]


def _patience() -> float:
    """How many times as long a page may take on a machine that is as busy as this one: others' work is no noise.

    There is a bound, for a page of noise must come to an end on every machine.
    """
    return min(max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)), _MOST_PATIENCE)


def _run(images: Sequence[np.ndarray], options: Sequence[str], seconds: float) -> tuple[list[PageText], str]:
    """The pages that one run of Tesseract read, and why it did not read more."""
    where = _MEMORY if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix=program.PLAIN_FILES, dir=where) as name:
        folder = Path(name)
        listed = [folder / f"{index}.{'pgm' if image.ndim == 2 else 'ppm'}" for index, image in enumerate(images)]
        if not all(cv2.imwrite(str(path), image) for path, image in zip(listed, images, strict=True)):
            return [], "There is no room for the picture of the page."
        (folder / "pages.txt").write_text("\n".join(map(str, listed)) + "\n", encoding="utf-8")
        environment = {name: os.environ[name] for name in (_FOLDERS,) if name in os.environ}
        code = program.run(
            [str(shutil.which(tesseract.tesseract_cmd)), str(folder / "pages.txt"), str(folder / "read"), *options],
            seconds=seconds,
            memory=_ROOM,
            readable=map(Path, environment.values()),
            writable=[folder],
            environment={"OMP_THREAD_LIMIT": "1", **environment},
        )
        if code is None:
            return [], f"Reading took longer than {seconds:.0f} seconds; the page may be noise."
        if code:
            return [], f"Tesseract failed on the page (exit {code})."
        if not (table := folder / "read.tsv").is_file():
            return [], "Tesseract left no result for the page."
        # Tesseract has been seen to break a letter in the middle of its bytes.
        return _pages(table.read_bytes().decode("utf-8", errors="replace")), "Tesseract ended without reading the page."


def _pages(table: str) -> list[PageText]:
    """Parse Tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height, conf, text."""
    pages: dict[int, list[Word]] = {}
    lines: dict[tuple[str, ...], int] = {}
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12:
            continue
        words = pages.setdefault(int(cells[1]), [])
        if cells[0] != "5" or not (text := normal(cells[11])):
            continue
        line = lines.setdefault(tuple(cells[1:5]), len(lines))
        left, top, width, height = (float(cell) for cell in cells[6:10])
        confidence = max(0.0, float(cells[10]) / 100.0)
        words.append(Word(text, (left, top, left + width, top + height), confidence, line))
    return [PageText(tuple(pages[number])) for number in sorted(pages)]
