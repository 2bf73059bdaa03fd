"""Binding: order, page numbers laid over, outline, nothing said about who made it."""

from __future__ import annotations

import io
from typing import Any, cast

import pytest
from pypdf import PdfReader, PdfWriter

from templates.bind import Bookmark, anchors, bind, count_pages, cut


def _blank(pages: int, width: float = 595.0) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width, 842)
    writer.add_metadata({"/Author": "Someone Sampleson", "/Producer": "A Program"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_parts_stand_in_their_order() -> None:
    """Two pages of one part come before three of the next."""
    bound = PdfReader(io.BytesIO(bind([_blank(2, 500), _blank(3, 595)], [], _blank(5))))
    assert [float(page.mediabox.width) for page in bound.pages] == [500, 500, 595, 595, 595]


def test_the_outline_points_at_the_pages_named() -> None:
    """An inner bookmark hangs under the outer one before it."""
    bookmarks = [Bookmark("One", 1), Bookmark("Two", 2), Bookmark("Two a", 3, inner=True), Bookmark("Three", 4)]
    bound = PdfReader(io.BytesIO(bind([_blank(4)], bookmarks, _blank(4))))
    one, two, inner, three = cast("list[Any]", bound.outline)
    assert [item.title for item in (one, two, inner[0], three)] == ["One", "Two", "Two a", "Three"]
    assert [bound.get_destination_page_number(item) for item in (one, two, inner[0], three)] == [0, 1, 2, 3]


def test_nobody_is_named_as_its_maker() -> None:
    """Author, producer and dates of the parts do not reach the whole."""
    bound = bind([_blank(1)], [], _blank(1))
    assert b"Sampleson" not in bound
    assert not PdfReader(io.BytesIO(bound)).metadata


def test_page_numbers_must_be_as_many_as_pages() -> None:
    """An overlay that is short would leave the last pages without numbers."""
    with pytest.raises(ValueError, match="2 page numbers for 3 pages"):
        bind([_blank(3)], [], _blank(2))


def test_binding_twice_gives_the_same_bytes() -> None:
    """What is bound from the same parts is the same file."""
    part, overlay = _blank(2), _blank(2)
    assert bind([part], [Bookmark("One", 1)], overlay) == bind([part], [Bookmark("One", 1)], overlay)


def test_pages_and_anchors_of_a_plain_document() -> None:
    """A document without bookmarks has pages and no anchors."""
    assert (count_pages(_blank(3)), anchors(_blank(3))) == (3, {})


def test_pages_are_cut_out_with_both_ends() -> None:
    """Pages two to three of five are two pages."""
    assert count_pages(cut(_blank(5), 2, 3)) == 2
