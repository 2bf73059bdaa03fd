"""How papers come back: single pictures, photographs with a turned flag, or PDFs of pictures, some holding several."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from samples.ink import Picture, pick
from samples.truth import LABEL, PageFile

_DESCRIPTION = 0x010E
_ORIENTATION = 0x0112
_EPOCH = time.struct_time((2026, 1, 1, 0, 0, 0, 3, 1, 0))


@dataclass(frozen=True, slots=True)
class Paper:
    """One document's pages as they left the scanner or telephone; ``pages`` are letter pages, 0 = a back."""

    images: tuple[bytes, ...]  # encoded: a pile of bare pixels would not fit in memory
    pages: tuple[int, ...]
    container: str  # jpeg | png | pdf | heic
    dpi: int


def save_all(papers: Sequence[Paper], inbox: Path, stem: str, rng: np.random.Generator) -> list[tuple[PageFile, ...]]:
    """Write ``papers`` in a shuffled order under neutral names; returns where the pages of each one went."""
    inbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    places: list[tuple[PageFile, ...]] = [()] * len(papers)
    order = [int(i) for i in rng.permutation(len(papers))]
    number = 0
    while order:
        index = order.pop(0)
        paper = papers[index]
        if paper.container == "pdf":
            pile = [index]
            while rng.random() < 0.2 and len(pile) < 3 and order and papers[order[0]].container == "pdf":
                pile.append(order.pop(0))
            number += 1
            name = f"{stem}_{number:04d}.pdf"
            _save_pdf([papers[i] for i in pile], inbox / name)
            at = 1
            for i in pile:
                places[i] = tuple(PageFile(name, at + n, page) for n, page in enumerate(papers[i].pages))
                at += len(papers[i].pages)
            continue
        files = []
        for image, page in zip(paper.images, paper.pages, strict=True):
            number += 1
            name = f"{stem}_{number:04d}.{'jpg' if paper.container == 'jpeg' else paper.container}"
            (inbox / name).write_bytes(image)
            files.append(PageFile(name, 1, page))
        places[index] = tuple(files)
    return places


def encode(image: Picture, container: str, rng: np.random.Generator, *, phone: bool, dpi: int, quality: int) -> bytes:
    """One page as the bytes of its file; pages for a PDF are JPEG, as office scanners make them."""
    picture = Image.fromarray(image)
    out = io.BytesIO()
    if container == "png":
        info = PngInfo()
        info.add_text("Description", LABEL)
        picture.save(out, "PNG", dpi=(dpi, dpi), pnginfo=info)
        return out.getvalue()
    exif = Image.Exif()
    exif[_DESCRIPTION] = LABEL
    if phone and container == "jpeg":
        # A telephone held sideways stores the pixels turned and says so.
        flag, turn = pick(rng, ((1, None), (6, Image.Transpose.ROTATE_90), (8, Image.Transpose.ROTATE_270)))
        exif[_ORIENTATION] = flag
        picture = picture.transpose(turn) if turn is not None else picture
    if container == "heic":
        pillow_heif.from_pillow(picture).save(out, quality=max(40, quality), exif=exif.tobytes())
    elif phone:
        picture.save(out, "JPEG", quality=quality, exif=exif.tobytes())
    else:
        picture.save(out, "JPEG", quality=quality, exif=exif.tobytes(), dpi=(dpi, dpi))
    return out.getvalue()


def _save_pdf(papers: Sequence[Paper], path: Path) -> None:
    first, *rest = (Image.open(io.BytesIO(image)) for paper in papers for image in paper.images)
    first.save(
        path,
        "PDF",
        save_all=True,
        append_images=rest,
        resolution=papers[0].dpi,
        title=LABEL,
        creationDate=_EPOCH,
        modDate=_EPOCH,
        quality=85,
    )
