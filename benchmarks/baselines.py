"""The readers that ours is held against, on the same pictures: plain Tesseract, and OCRmyPDF.

Writing the pictures to disk is not timed. Both read in two processes with one thread each.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import cv2
from PIL import Image

from benchmarks.measure import Stopwatch
from extractors.pages import Page

LANGUAGES = "ben+eng"
PROCESSES = 2
OCRMYPDF = "ocrmypdf==17.13.0"
_PAGE_ENDS = "\f"
_QUALITY = 95  # of the JPEG that each page is in the PDF
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}


def tesseract(pages: Iterable[Page], watch: Stopwatch) -> list[str]:
    """The text of each page by plain Tesseract, given a list of pages in each of two processes."""
    with tempfile.TemporaryDirectory(prefix="dabi-bench-") as name:
        folder = Path(name)
        pictures: list[Path] = []
        for page in pages:
            pictures.append(folder / f"{len(pictures)}.ppm")
            cv2.imwrite(str(pictures[-1]), page.image)
        processes = min(PROCESSES, len(pictures))
        commands = []
        for number in range(processes):
            listed = folder / f"pages-{number}.txt"
            listed.write_text("\n".join(map(str, pictures[number::processes])) + "\n", encoding="utf-8")
            commands.append(["tesseract", str(listed), str(folder / f"read-{number}"), "-l", LANGUAGES])
        with watch:
            running = [
                subprocess.Popen(
                    command, env=os.environ | _ONE_THREAD, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
                )
                for command in commands
            ]
            codes = [process.wait() for process in running]
        if any(codes):
            raise RuntimeError("plain Tesseract failed, so there is nothing to compare with")
        texts = [""] * len(pictures)
        for number in range(processes):
            texts[number::processes] = _by_page(folder / f"read-{number}.txt", len(pictures[number::processes]))
        return texts


class OcrMyPdf:
    """OCRmyPDF in an environment of its own, which goes when the block is left; installing needs the network.

    Called at its quickest: pages drawn by pypdfium2, no PDF/A, nothing made smaller.
    """

    def __enter__(self) -> OcrMyPdf:
        self._place = tempfile.TemporaryDirectory(prefix="dabi-bench-")
        self._python = Path(self._place.name) / "bin" / "python"
        print(f"  installing {OCRMYPDF} …", file=sys.stderr)
        try:
            venv.create(self._place.name, with_pip=True)
            subprocess.run([self._python, "-m", "pip", "install", "--quiet", OCRMYPDF], check=True, capture_output=True)
        except subprocess.CalledProcessError as error:
            self._place.cleanup()
            said = (error.stderr or b"").decode(errors="replace").strip().splitlines()
            raise RuntimeError(
                f"{OCRMYPDF} could not be installed ({said[-1] if said else error}): connect to the network, "
                "or measure without it (--without-ocrmypdf)"
            ) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._place.cleanup()

    def read(self, pages: Iterable[Page], watch: Stopwatch) -> list[str]:
        """The text of each page, bound into one PDF."""
        with tempfile.TemporaryDirectory(prefix="dabi-bench-") as name:
            source, made, text = (Path(name) / file for file in ("pages.pdf", "read.pdf", "read.txt"))
            number = -1
            for number, page in enumerate(pages):
                picture = Image.fromarray(cv2.cvtColor(page.image, cv2.COLOR_BGR2RGB))
                picture.save(source, "PDF", resolution=page.dpi, quality=_QUALITY, append=number > 0)
            command = [str(self._python), "-m", "ocrmypdf", "--quiet", "-l", LANGUAGES, "--jobs", str(PROCESSES)]
            command += ["--output-type", "pdf", "--optimize", "0", "--rasterizer", "pypdfium", "--sidecar", str(text)]
            with watch:
                subprocess.run(
                    [*command, str(source), str(made)], env=os.environ | _ONE_THREAD, check=True, capture_output=True
                )
            return _by_page(text, number + 1)


def _by_page(path: Path, count: int) -> list[str]:
    """The pages of a text, as many as were read: one that ends early has nothing on the last ones."""
    found = path.read_text(encoding="utf-8", errors="replace").split(_PAGE_ENDS)
    return [*found, *[""] * count][:count]
