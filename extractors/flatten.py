"""A sheet of paper photographed on a table, as if seen from straight above: its four corners found, the rest cut away.

Only a whole sheet that is plainly brighter than what lies around it on all four sides counts: a wrong cut would lose
what stands at the edge, and a photograph that is left as it is can still be read.
"""

from __future__ import annotations

import cv2
import numpy as np

_LOOK = 700  # pixels of the longer side on which the sheet is looked for
_GLANCE = 200  # pixels of the longer side for a first look
_AREA = (0.5, 0.985)  # of the picture that a sheet covers: with less, another one may lie beside it
_SHAPE = (1.2, 1.75)  # longer by shorter side: A4 is 1.41, legal 1.65, and a tilt changes it
_STRAIGHT = 0.02  # of its outline: by how much a side may be bent
_BRIGHTER = 1.12  # paper by what lies beside it
_BESIDE = 0.015  # of the picture's longer side: how far from an edge both are looked at
_SAMPLES = 40  # places along an edge
_CONSTANT = 0.8  # share of them where the paper must be brighter


def flattened(image: np.ndarray) -> np.ndarray | None:
    """The sheet alone (BGR uint8), upright as it lies on the photograph; None where no whole sheet is seen."""
    if not _is_framed(image):
        return None
    scale = _LOOK / max(image.shape[:2])
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    corners = _sheet(cv2.GaussianBlur(small, (5, 5), 0))
    if corners is None:
        return None
    full = _in_order(corners / scale)
    width = round(float(np.linalg.norm(full[1] - full[0]) + np.linalg.norm(full[2] - full[3])) / 2)
    height = round(float(np.linalg.norm(full[3] - full[0]) + np.linalg.norm(full[2] - full[1])) / 2)
    straight = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    pose = cv2.getPerspectiveTransform(full.astype(np.float32), straight)
    return np.asarray(cv2.warpPerspective(image, pose, (width, height), flags=cv2.INTER_CUBIC))


def _is_framed(image: np.ndarray) -> bool:
    """Whether what lies along each border is darker than paper; a quick look, as most pages fill their picture."""
    step = max(1, max(image.shape[:2]) // _GLANCE)
    value = image[::step, ::step].max(axis=2)
    paper = np.percentile(value, 75)
    return all(_BRIGHTER * np.median(border) < paper for border in (value[0], value[-1], value[:, 0], value[:, -1]))


def _sheet(picture: np.ndarray) -> np.ndarray | None:
    """The corners (4 x 2) of the largest sheet among the outlines of what is bright and of where edges are."""
    value = picture.max(axis=2)
    _, bright = cv2.threshold(value, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    block = (_LOOK // 3) | 1
    local = cv2.adaptiveThreshold(value, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, block, -4)
    edges = cv2.dilate(cv2.Canny(picture, 30, 90), np.ones((3, 3), np.uint8))
    kernel = np.ones((9, 9), np.uint8)
    found = []
    for mask in (*(cv2.morphologyEx(one, cv2.MORPH_CLOSE, kernel) for one in (bright, local)), edges):
        outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for outline in outlines:
            hull = cv2.convexHull(outline)
            corners = cv2.approxPolyDP(hull, _STRAIGHT * cv2.arcLength(hull, True), True)
            if len(corners) == 4 and _is_sheet(corners[:, 0].astype(np.float64), value):
                found.append(corners[:, 0].astype(np.float64))
    return max(found, key=lambda one: float(cv2.contourArea(one.astype(np.float32))), default=None)


def _is_sheet(corners: np.ndarray, value: np.ndarray) -> bool:
    share = float(cv2.contourArea(corners.astype(np.float32))) / value.size
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    one, other = (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2
    if not _AREA[0] < share < _AREA[1] or not _SHAPE[0] < max(one, other) / max(min(one, other), 1.0) < _SHAPE[1]:
        return False
    return all(_is_edge(corners[at], corners[(at + 1) % 4], corners.mean(axis=0), value) for at in range(4))


def _is_edge(start: np.ndarray, end: np.ndarray, middle: np.ndarray, value: np.ndarray) -> bool:
    """Whether paper lies on the inner side of a line and something darker on the outer side, nearly all along."""
    along = end - start
    across = np.array([-along[1], along[0]]) / max(float(np.linalg.norm(along)), 1.0) * _BESIDE * max(value.shape)
    if np.dot(across, middle - start) < 0:
        across = -across
    places = start + along * np.linspace(0.06, 0.94, _SAMPLES)[:, None]
    inner, outer = (_values(places + way * across, value) for way in (1, -1))
    return bool((inner > _BRIGHTER * outer).mean() >= _CONSTANT)


def _values(places: np.ndarray, value: np.ndarray) -> np.ndarray:
    """The brightness at places (x, y); outside the picture that of paper, so that a cut-off sheet has no edge there."""
    x, y = np.round(places).astype(int).T
    inside = (x >= 0) & (x < value.shape[1]) & (y >= 0) & (y < value.shape[0])
    found = np.full(len(places), 255.0)
    found[inside] = value[y[inside], x[inside]]
    return found


def _in_order(corners: np.ndarray) -> np.ndarray:
    """Corners as top left, top right, bottom right, bottom left."""
    by_sum, by_difference = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    at = [by_sum.argmin(), by_difference.argmax(), by_sum.argmax(), by_difference.argmin()]
    return np.asarray(corners[at])
