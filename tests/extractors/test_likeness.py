"""Pictures of one mark are alike whatever scanner took them; those of another are not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.likeness import is_alike


def png(picture: np.ndarray) -> bytes:
    return cv2.imencode(".png", picture)[1].tobytes()


def stamp(text: str, ring: bool) -> np.ndarray:
    """A round stamp or a boxed one, with a word."""
    page = np.full((240, 360), 255, np.uint8)
    if ring:
        cv2.ellipse(page, (180, 120), (150, 100), 0, 0, 360, 90, 6)
    else:
        cv2.rectangle(page, (20, 60), (340, 180), 90, 6)
    cv2.putText(page, text, (70, 130), cv2.FONT_HERSHEY_DUPLEX, 1.6, 60, 4)
    return page


def test_another_scan_of_a_mark_is_alike() -> None:
    """Coarser, darker, with the grain of a scanner and a pixel aside."""
    one = stamp("RECEIVED", ring=True)
    other = cv2.resize(np.roll(one, 1, axis=1), None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    grain = np.random.default_rng(1).normal(0, 8, other.shape)
    other = np.clip(other * 0.85 + grain, 0, 255).astype(np.uint8)
    assert is_alike(png(one), png(other))


def test_another_mark_is_not_alike() -> None:
    """Another frame with another word, the same with another word, and the same stamp with a line by pen below it."""
    one = stamp("RECEIVED", ring=True)
    assert not is_alike(png(one), png(stamp("DISPATCHED", ring=False)))
    assert not is_alike(png(one), png(stamp("DISPATCHED", ring=True)))
    with_pen = np.vstack([one, np.full((160, 360), 255, np.uint8)])
    cv2.line(with_pen, (30, 300), (330, 360), 40, 8)
    assert not is_alike(png(one), png(with_pen))


def test_what_is_no_picture_is_told() -> None:
    """No bytes and other bytes."""
    for data in (b"no picture", b"x"):
        with pytest.raises(ValueError, match="no picture"):
            is_alike(data, data)
