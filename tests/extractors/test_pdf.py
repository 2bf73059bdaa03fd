"""A page's own text is read; that of an earlier OCR over pictures of a page is not."""

from __future__ import annotations

import io

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from extractors.pdf import text_layer

WIDTH, HEIGHT = 595, 842


def page(pictures: int, share: float) -> bytes:
    """A page with one line of text, and so many pictures across it that cover a share of its height together."""
    writer = pypdf.PdfWriter()
    sheet = writer.add_blank_page(WIDTH, HEIGHT)
    picture = DecodedStreamObject()
    picture.set_data(b"\xee")
    names = {"Type": "XObject", "Subtype": "Image", "ColorSpace": "DeviceGray"}
    picture.update({NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in names.items()})
    sizes = {"Width": 1, "Height": 1, "BitsPerComponent": 8}
    picture.update({NameObject(f"/{key}"): NumberObject(value) for key, value in sizes.items()})
    font = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica"}
    fonts = DictionaryObject({NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in font.items()})
    sheet[NameObject("/Resources")] = DictionaryObject(
        {
            NameObject("/XObject"): DictionaryObject({NameObject("/P"): writer._add_object(picture)}),
            NameObject("/Font"): DictionaryObject({NameObject("/F"): fonts}),
        }
    )
    tall = share * HEIGHT / pictures if pictures else 0.0
    drawn = [f"q {WIDTH} 0 0 {tall:.2f} 0 {at * tall:.2f} cm /P Do Q" for at in range(pictures)]
    content = DecodedStreamObject()
    content.set_data("\n".join([*drawn, "BT /F 12 Tf 50 700 Td (Memo 417) Tj ET"]).encode())
    sheet[NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(("pictures", "share", "read"), [(0, 0, True), (2, 0.3, True), (1, 1, False), (20, 1, False)])
def test_text_over_pictures_of_a_page_is_not_the_writers(pictures: int, share: float, read: bool) -> None:
    """A photograph or a signature on a page changes nothing; one picture of the whole, or twenty strips of it, do."""
    words = [word.text for word in text_layer(page(pictures, share), 1, 200.0)]
    assert words == (["Memo", "417"] if read else [])
