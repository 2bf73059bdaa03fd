"""Whether two pictures show the same: the perceptual hash of their low frequencies, as pHash has it.

A picture is made 64 x 64, its discrete cosine transform taken, and of the 16 x 16 lowest frequencies each is a bit:
above their median or not. Scanner, resolution and light change few of them (Zauner, Implementation and Benchmarking of
Perceptual Image Hash Functions, 2010, who takes 8 x 8: there two stamps on white paper differ too little).
"""

from __future__ import annotations

import cv2
import numpy as np

_SIDE, _LOW = 64, 16
_ALIKE = 35  # of 256 bits that differ at most: simulated marks scanned twice 12 to 40, two different marks from 44


def is_alike(one: bytes, other: bytes) -> bool:
    """Whether two pictures (PNG or JPEG) show the same. ValueError for bytes that are no picture."""
    return int(np.count_nonzero(_bits(one) != _bits(other))) <= _ALIKE


def _bits(picture: bytes) -> np.ndarray:
    grey = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise ValueError("these bytes are no picture")
    small = cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    low = cv2.dct(small)[:_LOW, :_LOW].ravel()
    return np.asarray(low > np.median(low[1:]))
