"""The pen writes what it is told, and the packaged handwriting is small and complete."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import samples.pen
from rules.letters import Language
from samples.ink import lettering
from samples.pen import Hand

PPM = 200 / 25.4


def test_sample_is_small_and_complete() -> None:
    """Thirty of each numeral in both scripts, in under 300 kB, each with its place in the source."""
    path = Path(samples.pen.__file__).with_name("handwriting.npz")
    assert path.stat().st_size < 300_000
    with np.load(path) as pack:
        for name in ("bengali", "latin"):
            assert np.bincount(pack[f"{name}_labels"]).tolist() == [30] * 10
            assert len(set(pack[f"{name}_index"].tolist())) == 300


@pytest.mark.parametrize("text", ["12/01/2026", "১২.০১.২৬", "Recd Dy. No. 4789/26", "D-7"])
def test_every_character_leaves_ink(text: str) -> None:
    """Each character can be written alone and together; a longer text is wider."""
    rng = np.random.default_rng(4)
    hand = Hand.of(rng)
    for char in text.replace(" ", ""):
        assert hand.write(char, 5, PPM, rng).sum() > 3
    assert hand.write(text, 5, PPM, rng).shape[1] > hand.write(text[:2], 5, PPM, rng).shape[1]


def test_pitch_keeps_digits_in_their_boxes() -> None:
    """With a pitch each digit stands in its own box of that width."""
    rng = np.random.default_rng(4)
    mask = Hand.of(rng).write("12012026", 5, PPM, rng, pitch=6)
    width = int(6 * PPM)
    for box in range(8):
        assert mask[:, box * width : (box + 1) * width].max() > 0.5


def test_bengali_is_shaped() -> None:
    """A conjunct is one glyph: ক্ত is narrower than its letters side by side."""
    joined = lettering("ক্ত", 60, Language.BENGALI).shape[1]
    apart = lettering("ক", 60, Language.BENGALI).shape[1] + lettering("ত", 60, Language.BENGALI).shape[1]
    assert joined < 0.8 * apart


def test_latin_inside_bengali_is_lettered() -> None:
    """Latin letters within a Bengali line are set in a Latin font, not as empty boxes: different letters differ."""
    one, other = (lettering(f"নং {word}", 60, Language.BENGALI) for word in ("III", "WWW"))
    assert other.shape[1] > one.shape[1] * 1.3
