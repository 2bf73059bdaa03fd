"""A page found on its scan by the likeness of small features, where no code tells how it lies."""

from __future__ import annotations

import cv2
import numpy as np


def from_features(grey: np.ndarray, paper: np.ndarray) -> np.ndarray | None:
    """A homography from SIFT features of both pictures at about 80 dpi; None where too few agree."""
    small_paper, paper_scale = _shrunk(paper, 900)
    small_scan, scan_scale = _shrunk(grey, 1000)
    sift = cv2.SIFT.create(nfeatures=3000, contrastThreshold=0.02)
    places, about = sift.detectAndCompute(small_paper, None)
    scan_places, scan_about = sift.detectAndCompute(small_scan, None)
    if about is None or scan_about is None or len(places) < 20 or len(scan_places) < 20:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(about, scan_about, k=2)
    good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < 0.85 * pair[1].distance]
    if len(good) < 12:
        return None
    source = np.array([places[m.queryIdx].pt for m in good], np.float32) / paper_scale
    target = np.array([scan_places[m.trainIdx].pt for m in good], np.float32) / scan_scale
    found, kept = cv2.findHomography(source, target, cv2.USAC_MAGSAC, 4.0 / scan_scale, maxIters=4000)
    if found is None or int(kept.sum()) < 12 or not plausible(found, paper.shape):
        return None
    return np.asarray(found, np.float64)


def plausible(pose: np.ndarray, shape: tuple[int, ...]) -> bool:
    """Whether the page maps to a convex quadrilateral, not mirrored, not folded."""
    height, width = shape[:2]
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
    mapped = cv2.perspectiveTransform(corners, pose)[0]
    sides = np.roll(mapped, -1, 0) - mapped
    turns = sides[:, 0] * np.roll(sides, -1, 0)[:, 1] - sides[:, 1] * np.roll(sides, -1, 0)[:, 0]
    return bool((turns > 0).all())


def _shrunk(picture: np.ndarray, longest: int) -> tuple[np.ndarray, float]:
    scale = longest / max(picture.shape[:2])
    if scale >= 1:
        return picture, 1.0
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), scale
