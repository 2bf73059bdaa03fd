"""Golden pictures of letters: small grey pages side by side, compared by where their ink is.

After a change that is meant, look at the new pictures and keep them: ``python -m tests.templates.goldens``.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image

from rules.letters import Language
from templates.catalog import Kind, LetterCatalog
from templates.print_run import render, sample

FOLDER = Path(__file__).parent / "golden"
TOLERANCE = 0.05  # of a block's ink: a line that moves by its own height is far more
_DPI = 36
_BLOCK = 18  # pixels: half an inch


def path(kind: Kind, language: Language) -> Path:
    return FOLDER / f"{kind}.{language}.png"


def picture(pdf: bytes) -> Image.Image:
    """All pages of a letter side by side, in eight greys."""
    pages = [page.render(scale=_DPI / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)]
    whole = Image.new("L", (sum(page.width for page in pages), pages[0].height), 255)
    for number, page in enumerate(pages):
        whole.paste(page, (number * page.width, 0))
    return whole.quantize(8)


def load(golden: Path) -> Image.Image:
    with Image.open(golden) as image:
        return image.convert("L")


def difference(now: Image.Image, golden: Path) -> float:
    """The largest difference in ink of any block, 0 to 1; 1 where the pages are not as many."""
    then = load(golden)
    if now.size != then.size:
        return 1.0
    return float(np.abs(_ink(now) - _ink(then)).max())


def _ink(image: Image.Image) -> np.ndarray[Any, Any]:
    """How dark each block is, from 0 to 1."""
    dark = 1 - np.asarray(image.convert("L"), dtype=np.float64) / 255
    rows, columns = (size // _BLOCK for size in dark.shape)
    blocks = dark[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK)
    result: np.ndarray[Any, Any] = blocks.mean(axis=(1, 3))
    return result


def main() -> None:
    """Make all pictures anew from the letters' samples, under the references of the tests."""
    from tests.templates.test_print_run import KINDS, REFERENCES

    letters, requests, names = LetterCatalog(), [], {}
    for number, kind in enumerate(KINDS):
        for offset, language in enumerate(Language):
            reference = REFERENCES[number * len(Language) + offset]
            names[reference] = path(kind, language)
            requests.append(sample(reference, kind, language, letters))
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as workdir:
        for letter in render(requests, Path(workdir), letters).rendered:
            out = io.BytesIO()
            picture(letter.receipt_copy).save(out, "PNG", optimize=True)
            names[letter.reference].write_bytes(out.getvalue())


if __name__ == "__main__":
    main()
