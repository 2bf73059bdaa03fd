"""What paper suffers, found before it is mended: coloured ink over text, shadow, skew, speckle.

Only damage that is there is mended, and always on a copy: mending a clean page makes it worse.
"""

from __future__ import annotations

import cv2
import numpy as np

# Hue circle apart, ink of stamps and pens is saturated and not dark; printed black is dark whatever its saturation.
_SATURATION = 55
_VALUE = 60
_LEAST_INK = 0.0008  # share of the page that is coloured ink before it counts as a stamp


def ink_mask(image: np.ndarray) -> np.ndarray:
    """Where coloured ink is, as bool of the picture's height and width (BGR uint8 in)."""
    hsv = cv2.cvtColor(image, cv2.COLOR_BGR2HSV)
    return np.asarray((hsv[:, :, 1] > _SATURATION) & (hsv[:, :, 2] > _VALUE))


def has_coloured_ink(image: np.ndarray) -> bool:
    """Whether coloured ink covers enough of the page to be a stamp or a pen."""
    small = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return float(ink_mask(small).mean()) > _LEAST_INK


def drop_ink(image: np.ndarray) -> np.ndarray:
    """The picture with its coloured ink turned into paper; what is dark under the ink stays."""
    mask = cv2.dilate(ink_mask(image).astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    value = image.max(axis=2)
    paper = np.median(image[::8, ::8].reshape(-1, 3), axis=0).astype(np.uint8)
    dropped = image.copy()
    # The rim of a stroke is pale: dilated, but never over dark print.
    dropped[mask & (value > 2 * _VALUE)] = paper
    dropped[ink_mask(image)] = paper
    return dropped
