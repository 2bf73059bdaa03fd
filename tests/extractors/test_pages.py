"""Files into pages: kinds by content, limits before decoding, and one bad file told in a sentence."""

import io
import struct
import zlib

import numpy as np
import pypdf
import pypdfium2
import pytest
from PIL import Image

from extractors.language import is_language
from extractors.pages import Limits, load, media_type
from extractors.text import Word


def _paper(width: int = 1240, height: int = 1754) -> Image.Image:
    """A white page with a black block in its top left corner."""
    image = Image.new("RGB", (width, height), "white")
    image.paste("black", (0, 0, width // 4, height // 4))
    return image


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _pdf(pages: int = 1, password: str | None = None) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _huge_png(side: int) -> bytes:
    """The header of a PNG that claims to be ``side`` x ``side``, and hardly any data."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_picture_of_each_kind_is_one_page_in_colour_order_blue_green_red(kind: str) -> None:
    """JPEG, PNG, TIFF and WebP all arrive as BGR pages."""
    image = Image.new("RGB", (600, 900), (200, 30, 30))
    pages = load(_saved(image, kind), "a").pages
    assert len(pages) == 1
    blue, _, red = pages[0].image[450, 300]
    assert red > 180
    assert blue < 60


def test_a_phone_photo_in_heic_is_read() -> None:
    """HEIC goes through libheif without registering anything globally."""
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(_paper(640, 960)).save(out, quality=80)
    pages = load(out.getvalue(), "photo.heic")
    assert pages.problems == ()
    assert pages.pages[0].image.shape == (960, 640, 3)


def test_exif_rotation_is_applied() -> None:
    """A photo taken with the phone on its side stands upright."""
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side: turn a quarter clockwise
    lying = _paper(900, 600)
    page = load(_saved(lying, "JPEG", exif=exif), "photo.jpg").pages[0]
    assert page.image.shape[:2] == (900, 600)
    assert page.image[20, 590].max() < 60  # the dark corner went from left to right
    assert page.image[20, 20].min() > 200


def test_every_frame_of_a_tiff_is_a_page() -> None:
    """A multi-page TIFF keeps its order."""
    frames = [Image.new("L", (400, 600), grey) for grey in (10, 120, 240)]
    data = _saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    pages = load(data, "stack.tif").pages
    assert [int(page.image[0, 0, 0]) for page in pages] == [10, 120, 240]
    assert [page.number for page in pages] == [1, 2, 3]


def test_a_pdf_page_is_rasterised_at_the_working_resolution() -> None:
    """A4 at 200 dpi is 1654 x 2339 pixels, more or less one."""
    page = load(_pdf(), "a.pdf").pages[0]
    assert page.dpi == 200
    assert abs(page.image.shape[1] - 1654) < 3
    assert page.words is None


def test_a_high_resolution_scan_is_brought_to_the_working_resolution() -> None:
    """A scan of A4 that states 600 dpi becomes one of 200."""
    page = load(_saved(_paper(4960, 7016).convert("L"), "PNG", dpi=(600, 600)), "a.png").pages[0]
    assert page.dpi == 200
    assert abs(page.image.shape[0] - 2339) < 3


def test_transparent_parts_are_paper() -> None:
    """A transparent PNG is laid on white."""
    page = load(_saved(Image.new("RGBA", (300, 400), (0, 0, 0, 0)), "PNG"), "a.png").pages[0]
    assert page.image.min() == 255


def test_an_enormous_picture_is_refused_from_its_header() -> None:
    """60,000 x 60,000 pixels are never decoded."""
    pages = load(_huge_png(60_000), "big.png")
    assert len(pages.pages) == 0
    assert "too large" in str(pages.problems[0])
    assert "big.png" in str(pages.problems[0])


def test_a_picture_over_the_limit_is_refused_with_its_size() -> None:
    """The sentence names the size and the limit."""
    pages = load(_huge_png(9_000), "big.png")
    assert "9000 x 9000" in str(pages.problems[0])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"Dear Sir, this is a letter saved under another name.\n", "its content is text"),
        (bytes(range(256)) * 4, "no kind known"),
        (b"%PDF-1.7\nnothing follows", "damaged or incomplete PDF"),
        (_pdf(password="secret"), "password"),
        (_saved(Image.effect_noise((800, 800), 80), "JPEG")[:9000], "damaged or incomplete picture"),
        (_pdf(3), "3 pages"),
    ],
    ids=["empty", "text", "bytes", "truncated-pdf", "locked", "truncated-jpeg", "too-many"],
)
def test_a_bad_file_is_told_in_one_sentence(data: bytes, words: str) -> None:
    """Each bad file gives one problem that names it, says what is wrong and what to do."""
    pages = load(data, "scan-7.pdf", Limits(pages=2))
    assert len(pages.pages) == 0
    [problem] = pages.problems
    assert problem.where == "scan-7.pdf"
    assert words in problem.what
    assert problem.remedy.endswith(".")


def test_too_many_bytes_are_refused() -> None:
    """The byte limit comes before anything else."""
    assert "MB" in load(b"%PDF-" + bytes(3_000_000), "a.pdf", Limits(bytes=2_000_000)).problems[0].what


def test_a_pdf_without_pages_is_a_problem() -> None:
    """A PDF with an empty page tree is not silently nothing."""
    document = pypdfium2.PdfDocument.new()
    out = io.BytesIO()
    document.save(out)
    document.close()
    assert load(out.getvalue(), "a.pdf").problems


def test_the_name_does_not_decide_the_kind() -> None:
    """A JPEG called .pdf is a JPEG."""
    assert media_type(_saved(_paper(60, 60), "JPEG")) == "image/jpeg"
    assert len(load(_saved(_paper(), "JPEG"), "really.pdf").pages) == 1


def test_a_long_file_keeps_few_pages_in_memory() -> None:
    """Pages are made when asked for; going back makes the same picture again."""
    pages = load(_pdf(20), "a.pdf").pages
    first = pages[0]
    assert all(page.image.size for page in pages)
    assert pages[0] is not first
    assert np.array_equal(pages[0].image, first.image)


def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word(part, (0, 0, 1, 1), 1.0, 0) for part in text.split())


@pytest.mark.parametrize(
    "text",
    [
        "With reference to your application dated 2 January 2026 the undersigned is directed to state that the matter "
        "is under enquiry and you will be informed of the result in due course by this office",
        "উপরোক্ত বিষয়ে আপনাকে জানানো হইতেছে যে আপনার আবেদনপত্রটি এই দপ্তরে গৃহীত হইয়াছে এবং প্রয়োজনীয় ব্যবস্থা গ্রহণের জন্য "
        "সংশ্লিষ্ট আধিকারিকের নিকট প্রেরিত হইল",
    ],
)
def test_a_real_text_layer_is_trusted(text: str) -> None:
    """English and Bengali prose pass."""
    assert is_language(_words(text))


@pytest.mark.parametrize(
    "text",
    [
        "Avgvi †mvbvi evsjv Avwg †Zvgvq fvjevwm wPiw`b †Zvgvi AvKvk †Zvgvi evZvm Avgvi cÖv‡Y evRvq evwk I gv",
        "Avgvi mvnvh¨ PvB GB gvmi ga¨ ewj†e Zviv Kx Ki‡e Zv Avgiv Rvwb bv ZvB wjwLjvg mevB‡K RvbvB",
        "িক ােব ুন আেপনার ােবদনপত্র েদখা হেয়েছ িবষেয় ােলাচনা কের িনেত হেব বেল জানােনা যােচ্ছ এবং তদন্ত",
        "Memo 17",
    ],
)
def test_a_legacy_font_layer_is_not_trusted(text: str) -> None:
    """What a legacy font leaves, Bengali in visual order, or next to nothing is read from the picture instead."""
    assert not is_language(_words(text))
