"""Papers made to do harm: what is in them is not run, not unpacked without end, and does not travel on."""

from __future__ import annotations

import io

import numpy as np
import pypdf
import pytest
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from extractors.apart import Apart
from extractors.proof import crop
from rules.limits import Limits


def pdf_of(objects: list[bytes]) -> bytes:
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % (number, part) for number, part in enumerate(objects, 1))
    return body + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 1)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"


def nested(depth: int) -> bytes:
    """A page tree that is a chain ``depth`` long."""
    kids = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 3) for number in range(depth)]
    return pdf_of([CATALOG, *kids, b"<</Type/Page/MediaBox[0 0 595 842]>>"])


def in_itself() -> bytes:
    """A page tree that holds itself."""
    return pdf_of([CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"])


def arrays(depth: int) -> bytes:
    return pdf_of([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"[" * depth + b"]" * depth])


def says_a_million() -> bytes:
    """One page that says it is a million."""
    return pdf_of([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>", b"<</Type/Page/MediaBox[0 0 595 842]>>"])


def vast_page() -> bytes:
    return pdf_of([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/MediaBox[0 0 9e9 1]>>"])


def picture_bomb() -> bytes:
    """A page whose picture says that it is 60,000 x 60,000."""
    drawn = b"q 595 0 0 842 0 0 cm /I Do Q"
    page = b"<</Type/Page/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</XObject<</I 4 0 R>>>>>>"
    image = b"<</Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8/Length 1>>"
    stream = b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)
    return pdf_of([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, image + b"stream\n0\nendstream", stream])


BAD_PDFS = {
    "deep tree": nested(5000),
    "tree in itself": in_itself(),
    "deep arrays": arrays(100_000),
    "a million pages": says_a_million(),
    "vast page": vast_page(),
    "picture bomb": picture_bomb(),
}


@pytest.mark.parametrize("data", BAD_PDFS.values(), ids=BAD_PDFS)
def test_a_pdf_that_would_exhaust_the_reader_does_not(data: bytes) -> None:
    """It is refused or read within time and memory, and the next file is opened as ever."""
    out = io.BytesIO()
    Image.new("RGB", (200, 300), "white").save(out, "PNG")
    with Apart(Limits(seconds=20, memory=2**30)) as apart:
        loaded = apart.load(data, "scan 1")
        assert loaded.problems or len(loaded.pages) == 1
        for page in loaded.pages:
            assert page.image.nbytes < 2**26
        assert len(apart.load(out.getvalue(), "scan 2").pages) == 1


def test_scripts_and_attachments_of_a_pdf_stay_in_it() -> None:
    """A page with a script and an attachment is that page; neither is run, unpacked or read."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.add_attachment("../../evil.sh", b"touch /tmp/evil")
    out = io.BytesIO()
    writer.write(out)
    with Apart() as apart:
        [page] = apart.load(out.getvalue(), "scan 1").pages
    assert page.words is None
    assert int(page.image.min()) == 255


def test_where_a_photo_was_taken_does_not_travel_on() -> None:
    """Camera, time and place of a photograph are in no picture that is made from it."""
    photo = Image.effect_noise((600, 800), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Zorphina Camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 34.0, 11.0)})
    out = io.BytesIO()
    photo.save(out, "JPEG", exif=exif)
    assert b"Zorphina" in out.getvalue()
    with Apart() as apart:
        [page] = apart.load(out.getvalue(), "scan 1").pages
    shown = crop(page.image, (0.1, 0.1, 0.9, 0.9))
    assert b"Zorphina" not in shown
    opened = Image.open(io.BytesIO(shown))
    assert dict(opened.getexif()) == {}
    assert set(opened.info) <= {"dpi"}
    assert np.asarray(opened).std() > 10
