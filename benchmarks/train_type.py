"""Trains and measures the recogniser of typed numerals (``extractors/models/type.npz``).

    python -m benchmarks.train_type --fonts FOLDER [--networks 2] [--lines 16000] [--epochs 8] [--measure-only]

Needs PyTorch (CPU, 2.13), which the product does not. FOLDER holds font files, see ``extractors/models/README.md``;
none of them may be one that ``samples/`` stamps its simulated receipts with. Families are split 70 : 15 : 15 by seed
into learning, calibration and test; all figures printed are of the test families.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks import type_simulator as simulator
from benchmarks.train_digits import Weights, fit_temperature, raw_scores, reliability, store, train
from benchmarks.type_simulator import Family, Piece
from extractors import digits

SEED = 20261125


def split(of: Sequence[Family]) -> tuple[list[Family], list[Family], list[Family]]:
    """Families to learn from, to calibrate on and to test with; those with Bengali are dealt out apart."""
    rng = np.random.default_rng(SEED)
    parts: tuple[list[Family], list[Family], list[Family]] = ([], [], [])
    for bengali in (True, False):
        some = [family for family in of if family.bengali is bengali]
        order = [some[at] for at in rng.permutation(len(some))]
        ends = (round(0.7 * len(order)), round(0.85 * len(order)))
        for part, families in zip(parts, (order[: ends[0]], order[ends[0] : ends[1]], order[ends[1] :]), strict=True):
            part += families
    return parts


def draw(families: Sequence[Family], lines: int, seed: int) -> tuple[list[digits.Image], NDArray[np.int_]]:
    """Pieces of simulated lines and their classes."""
    pieces: list[Piece] = [piece for line in simulator.lines(families, lines, seed) for piece in line]
    return [piece.picture for piece in pieces], np.array([piece.label for piece in pieces])


def measure(families: Sequence[Family], lines: int) -> None:
    """Print how often the likeliest numeral of a script is right, and whether probabilities mean what they say."""
    crops, classes = draw(families, lines, SEED + 5)
    chances = np.concatenate(
        [digits.probabilities(crops[start : start + 64], typed=True) for start in range(0, len(crops), 64)]
    )
    for script, start in (("Bengali", 0), ("Latin", 10)):
        of = (classes >= start) & (classes < start + 10)
        own = chances[of, start : start + 10]
        said = own.max(axis=1) / own.sum(axis=1)
        right = own.argmax(axis=1) == classes[of] - start
        print(f"{script}: {of.sum()} figures of {len(families)} families, {right.mean():.4f} right")
        reliability(f"reliability, {script}, the script being known", said, right)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fonts", type=Path, required=True, help="folder with font files")
    parser.add_argument("--networks", type=int, default=2)
    parser.add_argument("--lines", type=int, default=16000, help="lines to learn from")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--measure", type=int, default=2000, help="lines to calibrate on, and to measure")
    parser.add_argument("--measure-only", action="store_true", help="measure the model that is there")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    learning, calibration, test = split(simulator.families(asked.fonts))
    if not asked.measure_only:
        weights: Weights = {"networks": np.array(asked.networks)}
        for index in range(asked.networks):  # each sees other lines, and begins elsewhere
            seed = SEED + 1000 * index
            crops, classes = draw(learning, asked.lines, seed)
            views = np.stack([(digits.look(crop)[:3] * 255).astype(np.uint8) for crop in crops])
            trained = train(views, classes, asked.epochs, seed)
            weights |= {f"net{index}.{name}": array for name, array in trained.items()}
        crops, classes = draw(calibration, asked.measure, SEED + 2)
        store(weights, {"temperature": fit_temperature(raw_scores(crops, weights), classes)}, digits.TYPE_MODEL)
    measure(test, asked.measure)


if __name__ == "__main__":
    main()
