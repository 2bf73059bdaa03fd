"""What a reader may find on a paper."""

from __future__ import annotations

from rules.findings import Finding, Method


def finding(value: str, confidence: float = 0.99, *, stamped: bool = True) -> Finding:
    """A value found somewhere on the first page, on a stamp or by a pen alone."""
    return Finding(value, value, 1, (0.1, 0.1, 0.2, 0.2), confidence, Method.OCR, stamped=stamped)
