"""Whether confidence means something: of all findings read with about the same confidence, the share that is right.

The figures of a fact make a reliability table (Guo and others, On Calibration of Modern Neural Networks, 2017):
``from_90.count`` findings with a confidence of 0.90 to the next bound, ``from_90.said`` their mean confidence,
``from_90.right`` the share of them that is right; ``error`` is the mean of how far said and right are apart, each
finding counted once (the expected calibration error).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from statistics import fmean

BOUNDS = (0, 50, 80, 90, 95, 99)  # percent of confidence from which a row goes

Said = tuple[float, bool]  # the confidence of a finding, 0..1, and whether it is right


def table(name: str, findings: Sequence[Said]) -> dict[str, float]:
    """The rows that have findings, and the error over all; of no finding, nothing."""
    rows: dict[int, list[Said]] = {}
    for confidence, right in findings:
        rows.setdefault(BOUNDS[bisect_right(BOUNDS, 100 * confidence) - 1], []).append((confidence, right))
    figures, apart = {}, 0.0
    for bound, row in sorted(rows.items()):
        said, right = fmean(confidence for confidence, _ in row), fmean(right for _, right in row)
        figures |= {
            f"{name}.from_{bound:02}.count": float(len(row)),
            f"{name}.from_{bound:02}.said": said,
            f"{name}.from_{bound:02}.right": right,
        }
        apart += len(row) * abs(said - right)
    return figures | ({f"{name}.error": apart / len(findings)} if findings else {})
