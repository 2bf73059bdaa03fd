"""Lays a scan of our own page exactly over its archived print, so that the print can be subtracted.

First a homography, from the corners of the page's two codes or else from features; then block-wise shifts against the
print, fitted by a smooth mesh (paper curls, scanners stretch). What the fit leaves over is measured on the finished
picture, block by block; a page that does not lie well is not registered at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extractors.features import from_features, plausible
from rules import strip
from rules.findings import FractionBox

Image = np.ndarray
Floats = np.ndarray
Homography = np.ndarray

DPI = 200  # of the print, and of every registered scan
PIXELS_PER_MM = DPI / 25.4

_COARSE = ((0.25, 36, 13), (0.5, 72, 8))  # refinements: scale, side of a block, reach in which it is looked for
_AGREED = 0.9  # share of blocks in place from which a pose needs no further refinement
_MIN_AGREEING = 0.6  # share of the print's blocks found in place
_MAX_ERROR = 2.6  # pixels at DPI, nine blocks in ten
_MIN_SCORE = 0.55  # correlation at which a block counts as found
_MIN_EDGES = 25.0  # edge energy of a block in each direction at DPI; a smaller picture is softer in proportion
_GOOD_ERROR = 0.4  # pixels at DPI: no further refinement
_BY_CODES_ERROR = 2.0  # pixels at DPI, about, where only the codes tell the pose
_MUCH_FINER = 1.1  # scan pixels per print pixel
_BLOCK = 72  # pixels at DPI
_MOST_BLOCKS = 260
_REACH = 13  # pixels from the rim that no block comes nearer to
_MESH = 48  # pixels at DPI between nodes
_LOCAL = 110.0  # pixels at DPI over which a block speaks for its neighbourhood


@dataclass(frozen=True, slots=True)
class Placed:
    """How a print lies on its scan.

    ``nodes`` (rows x columns x 2, spaced as by ``_grid``) are places on the scan in pixels; ``shape`` is the print's,
    ``scan_shape`` the scan's; ``turns`` quarter turns to the left put the scan upright.
    """

    nodes: Floats
    shape: tuple[int, int]
    scan_shape: tuple[int, int]
    turns: int

    def maps(self) -> tuple[Floats, Floats]:
        """For each pixel of the print its place on the scan, x and y."""
        return _full(self.nodes[:, :, 0], self.shape), _full(self.nodes[:, :, 1], self.shape)

    def on_scan(self, points: Floats) -> Floats:
        """Pixels of the print (n x 2) as pixels of the scan."""
        rows, columns = self.nodes.shape[:2]
        scale = np.array([columns / self.shape[1], rows / self.shape[0]])
        at = ((np.asarray(points, np.float64) + 0.5) * scale + 0.5).astype(np.float32)  # + 1 node of padding
        return np.asarray(
            cv2.remap(_padded(self.nodes), at[None, :, 0], at[None, :, 1], cv2.INTER_LINEAR)[0], np.float32
        )

    def box_on_scan(self, box: tuple[int, int, int, int]) -> FractionBox:
        """A pixel box of the print as fractions of the scan turned upright, before deskewing."""
        height, width = self.shape
        left, right = np.clip([box[0], box[2] - 1], 0, width - 1)
        top, bottom = np.clip([box[1], box[3] - 1], 0, height - 1)
        places = self.on_scan(np.array([[left, top], [right, top], [right, bottom], [left, bottom]]))
        (x0, y0), (x1, y1) = places.min(0), places.max(0)
        rows, columns = self.scan_shape
        return turned_box((float(x0 / columns), float(y0 / rows), float(x1 / columns), float(y1 / rows)), self.turns)


@dataclass(frozen=True, slots=True)
class Registered:
    """A scan in the coordinates of its print.

    ``scan`` BGR and ``paper`` grey have the same shape, at ``DPI``; ``covered`` is 255 where the scan has pixels;
    ``error`` is the misfit in pixels that nine blocks in ten stay under.
    """

    scan: Image
    paper: Image
    covered: Image
    error: float
    place: Placed


def turned_box(box: FractionBox, turns: int) -> FractionBox:
    """``box`` of a picture, in fractions, after ``turns`` quarter turns of it to the left; clipped to the page."""
    x0, y0, x1, y1 = box
    for _ in range(turns):
        x0, y0, x1, y1 = y0, 1 - x1, y1, 1 - x0
    clipped = [round(min(max(side, 0.0), 1.0), 4) for side in (x0, y0, x1, y1)]
    return (clipped[0], clipped[1], clipped[2], clipped[3])


@dataclass(frozen=True, slots=True)
class NotRegistered:
    """Why a scan could not be laid over its print."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Where blocks of the print were found: their ``centres`` on the print, ``shifts`` (n x 2), ``scores`` 0..1."""

    centres: Floats
    shifts: Floats
    scores: Floats


def register(scan: Image, paper: Image, codes: Sequence[np.ndarray]) -> Registered | NotRegistered:
    """Lay ``scan`` (BGR, any pose) over ``paper`` (grey, ``DPI``).

    ``codes`` are the corners (4 x 2 pixels, from the code's own top left clockwise) of those codes of this page
    that were read, at most two.
    """
    grey = cv2.cvtColor(scan, cv2.COLOR_BGR2GRAY)
    best: tuple[float, Homography] | None = None
    for pose in _poses(grey, paper, codes):
        refined, agreeing = _refine(grey, paper, pose)
        if best is None or agreeing > best[0]:
            best = (agreeing, refined)
        if agreeing >= _AGREED:
            break
    if best is None or best[0] < _MIN_AGREEING:
        return NotRegistered("the page could not be laid over its print")
    return _finish(scan, paper, best[1])


def by_codes(scan: Image, codes: Sequence[np.ndarray]) -> Registered | NotRegistered:
    """Lay ``scan`` by its codes alone, where there is no print to compare with; true to a millimetre or so."""
    paper = np.full((round(strip.PAGE_HEIGHT * PIXELS_PER_MM), round(strip.PAGE_WIDTH * PIXELS_PER_MM)), 255, np.uint8)
    poses = list(_code_poses(codes))
    if not poses:
        return NotRegistered("no code was read on the page")
    pose = max(poses, key=lambda one: _share_on_scan(one, paper.shape, scan.shape))
    return _laid(scan, paper, pose, np.zeros_like(_grid(paper.shape)), _BY_CODES_ERROR)


def blank_side(scan: Image, dpi: float) -> Registered:
    """A side without print of ours, such as a back, as if laid over blank paper; ``dpi`` is that of ``scan``."""
    scale = dpi / DPI
    shape = (round(scan.shape[0] / scale), round(scan.shape[1] / scale))
    paper = np.full(shape, 255, np.uint8)
    return _laid(scan, paper, np.diag([scale, scale, 1.0]), np.zeros_like(_grid(shape)), 0.0)


def _share_on_scan(pose: Homography, paper: tuple[int, ...], scan: tuple[int, ...]) -> float:
    """How much of the page falls on the scan."""
    places = cv2.perspectiveTransform(_grid(paper).reshape(1, -1, 2), pose)[0]
    inside = (places >= 0).all(1) & (places[:, 0] < scan[1]) & (places[:, 1] < scan[0])
    return float(inside.mean())


def _poses(grey: Image, paper: Image, codes: Sequence[np.ndarray]) -> Iterator[Homography]:
    """Homographies print -> scan worth trying, the surest first."""
    yield from _code_poses(codes)
    pose = from_features(grey, paper)
    if pose is not None:
        yield pose


def _code_poses(codes: Sequence[np.ndarray]) -> Iterator[Homography]:
    """From both codes of a page; from one, which may be either: a flat page is near enough for blocks to be found."""
    printed = [_code_corners(box) for box in strip.QR_BOXES]
    if len(codes) >= 2:
        yield _homography(np.vstack(printed), np.vstack(_in_order(codes)))
    elif codes:
        for corners in printed:
            yield _similarity(corners, np.asarray(codes[0], np.float32))


def _code_corners(box: strip.Box) -> Floats:
    corners = [[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]]
    return np.array(corners, np.float32) * PIXELS_PER_MM


def _in_order(codes: Sequence[np.ndarray]) -> tuple[Floats, Floats]:
    """The two codes farthest apart, top left one first; a code knows its own upright."""
    pairs = [(a, b) for index, a in enumerate(codes) for b in codes[index + 1 :]]
    a, b = max(pairs, key=lambda pair: float(np.linalg.norm(pair[0].mean(0) - pair[1].mean(0))))
    across, down = a[1] - a[0], a[3] - a[0]
    towards = b.mean(0) - a.mean(0)
    ahead = towards @ across / np.linalg.norm(across) + towards @ down / np.linalg.norm(down) > 0
    first, second = (a, b) if ahead else (b, a)
    return np.asarray(first, np.float32), np.asarray(second, np.float32)


def _homography(source: Floats, target: Floats) -> Homography:
    found, _ = cv2.findHomography(source, target, 0)
    return np.asarray(found if found is not None else np.eye(3), np.float64)


def _similarity(source: Floats, target: Floats) -> Homography:
    found, _ = cv2.estimateAffinePartial2D(source, target)
    return np.vstack([found, [0, 0, 1]]) if found is not None else np.eye(3)


def _refine(grey: Image, paper: Image, pose: Homography) -> tuple[Homography, float]:
    """Better ``pose`` by block matches on smaller pictures, and the share of blocks that then lie near their place."""
    agreeing = 0.0
    for scale, side, reach in _COARSE:
        small = cv2.resize(paper, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        warped = _warp(grey, pose @ np.diag([1 / scale, 1 / scale, 1.0]), small.shape)
        blocks = _match(warped, small, _inked_blocks(small, scale, side), side, reach)
        sure = blocks.scores > _MIN_SCORE
        if sure.sum() < 12:
            return pose, 0.0
        source = blocks.centres[sure] / scale
        target = cv2.perspectiveTransform((blocks.centres[sure] + blocks.shifts[sure])[None] / scale, pose)[0]
        found, kept = cv2.findHomography(source, target, cv2.USAC_MAGSAC, 6.0 * _zoom(pose, paper.shape))
        if found is None or not plausible(found, paper.shape):
            return pose, 0.0
        pose = np.asarray(found, np.float64)
        agreeing = float(kept.sum()) / len(blocks.scores)
        if agreeing >= _AGREED:
            break
    return pose, agreeing


def _zoom(pose: Homography, shape: tuple[int, ...]) -> float:
    """Scan pixels per print pixel in the middle of the page."""
    height, width = shape[:2]
    middle = np.array([[[width / 2, height / 2], [width / 2 + 1, height / 2]]], np.float64)
    ends = cv2.perspectiveTransform(middle, pose)[0]
    return float(np.linalg.norm(ends[1] - ends[0]))


def _warp(grey: Image, pose: Homography, shape: tuple[int, ...]) -> Image:
    height, width = shape[:2]
    zoom = _zoom(pose, shape)
    if zoom > 1.4:  # shrink first, else pixels are skipped and thin strokes vanish
        grey = cv2.resize(grey, None, fx=1 / zoom, fy=1 / zoom, interpolation=cv2.INTER_AREA)
        pose = np.diag([1 / zoom, 1 / zoom, 1.0]) @ pose
    inverse = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpPerspective(grey, pose, (width, height), flags=inverse, borderValue=255)


def _inked_blocks(paper: Image, scale: float, side: int) -> list[tuple[int, int]]:
    """Top left corners of the blocks of ``paper`` that have something to be found by, at most ``_MOST_BLOCKS``.

    ``paper`` is the print at ``scale``, a block ``side`` pixels each way.
    """
    height, width = paper.shape
    edges = [cv2.integral(np.square(cv2.Sobel(paper, cv2.CV_32F, *axis) / 1020)) for axis in ((1, 0), (0, 1))]
    blocks = []
    for top in range(_REACH, height - side - _REACH, side):
        for left in range(_REACH, width - side - _REACH, side):
            bottom, right = top + side, left + side
            across, along = (e[bottom, right] - e[top, right] - e[bottom, left] + e[top, left] for e in edges)
            if min(across, along) >= max(scale * _MIN_EDGES, 0.1 * max(across, along)):
                blocks.append((top, left))  # neither blank nor a straight line, which slides along itself
    return blocks[:: -(-len(blocks) // _MOST_BLOCKS)] if blocks else []


def _match(scan: Image, paper: Image, places: Sequence[tuple[int, int]], side: int, reach: int) -> _Blocks:
    """Where the blocks of ``paper`` at ``places`` lie on ``scan`` (same coordinates), to a fraction of a pixel.

    ``side`` of a block and ``reach``, in which it is looked for, in pixels.
    """
    centres, shifts, scores = [], [], []
    for top, left in places:
        block = paper[top : top + side, left : left + side]
        around = scan[top - reach : top + side + reach, left - reach : left + side + reach]
        score = cv2.matchTemplate(around, block, cv2.TM_CCOEFF_NORMED)
        y, x = divmod(int(score.argmax()), score.shape[1])
        shifts.append((x - reach + _peak(score[y], x), y - reach + _peak(score[:, x], y)))
        scores.append(score[y, x])
        centres.append((left + side / 2, top + side / 2))
    pairs = [np.array(values, np.float32).reshape(-1, 2) for values in (centres, shifts)]
    return _Blocks(pairs[0], pairs[1], np.array(scores, np.float32))


def _peak(row: Floats, at: int) -> float:
    """The offset of a parabola's top from sample ``at``, within half a sample."""
    if not 0 < at < len(row) - 1:
        return 0.0
    before, here, after = float(row[at - 1]), float(row[at]), float(row[at + 1])
    bend = 2 * here - before - after
    return max(-0.5, min(0.5, 0.5 * (after - before) / bend)) if bend > 0 else 0.0


def _finish(scan: Image, paper: Image, pose: Homography) -> Registered | NotRegistered:
    """Mesh refinement at full size, then the remap of the colour scan and the measured misfit."""
    grid = _grid(paper.shape)
    offset = np.zeros_like(grid)
    grey, shrink = _at_print_scale(cv2.cvtColor(scan, cv2.COLOR_BGR2GRAY), paper, pose)
    half = cv2.resize(paper, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    places = [(2 * top, 2 * left) for top, left in _inked_blocks(half, 0.5, _BLOCK // 2)]
    error = 0.0
    for reach in (10, 5, 5):
        map_x, map_y = _placed(scan, paper, pose, offset).maps()
        laid = cv2.remap(grey, map_x * shrink, map_y * shrink, cv2.INTER_LINEAR, borderValue=255)
        blocks = _match(laid, paper, places, _BLOCK, reach)
        found = blocks.scores > _MIN_SCORE
        if found.sum() < max(12, _MIN_AGREEING * len(found)):
            return NotRegistered("too little of the print was found on the page")
        error = float(np.quantile(np.abs(blocks.shifts[found]).max(1), 0.9))
        if error < _GOOD_ERROR:
            break
        offset += _mesh(blocks.centres[found], blocks.shifts[found], grid)
    if error > _MAX_ERROR:
        return NotRegistered("the page is bent or torn too much to lie on its print")
    return _laid(scan, paper, pose, offset, error)


def _laid(scan: Image, paper: Image, pose: Homography, offset: Floats, error: float) -> Registered:
    """The colour scan in the print's coordinates."""
    place = _placed(scan, paper, pose, offset)
    map_x, map_y = place.maps()
    source, shrink = _at_print_scale(scan, paper, pose)
    laid = cv2.remap(source, map_x * shrink, map_y * shrink, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    height, width = scan.shape[:2]
    covered = cv2.bitwise_and(cv2.inRange(map_x, 0, width - 1), cv2.inRange(map_y, 0, height - 1))
    return Registered(laid, paper, np.asarray(covered, np.uint8), error, place)


def _at_print_scale(scan: Image, paper: Image, pose: Homography) -> tuple[Image, float]:
    """A much finer scan made smaller, else pixels are skipped and thin strokes vanish; and by how much."""
    zoom = _zoom(pose, paper.shape)
    if zoom < _MUCH_FINER:
        return scan, 1.0
    source = cv2.resize(scan, None, fx=1 / zoom, fy=1 / zoom, interpolation=cv2.INTER_AREA)
    return source, source.shape[1] / scan.shape[1]


def _placed(scan: Image, paper: Image, pose: Homography, offset: Floats) -> Placed:
    """The print's nodes, moved by ``offset``, on the scan."""
    grid = _grid(paper.shape) + offset
    nodes = cv2.perspectiveTransform(grid.reshape(1, -1, 2), pose).reshape(grid.shape)
    height, width = paper.shape
    return Placed(nodes, (height, width), (scan.shape[0], scan.shape[1]), _turns(pose, paper.shape))


def _grid(shape: tuple[int, ...]) -> Floats:
    """Print coordinates of the mesh's nodes, rows x columns x 2, spaced as ``_full`` expects them."""
    rows, columns = (max(2, round(side / _MESH)) for side in shape[:2])
    xs = (np.arange(columns, dtype=np.float32) + 0.5) * shape[1] / columns - 0.5
    ys = (np.arange(rows, dtype=np.float32) + 0.5) * shape[0] / rows - 0.5
    return np.stack(np.meshgrid(xs, ys), axis=2)


def _full(axis: Floats, shape: tuple[int, ...]) -> Floats:
    """A value per mesh node as a value per pixel, straight on beyond the outer nodes."""
    step_y, step_x = shape[0] / axis.shape[0], shape[1] / axis.shape[1]
    scaled = cv2.warpAffine(
        _padded(axis),
        np.array([[1 / step_x, 0, 0.5 / step_x + 0.5], [0, 1 / step_y, 0.5 / step_y + 0.5]]),
        (shape[1], shape[0]),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(scaled, np.float32)


def _padded(nodes: Floats) -> Floats:
    """One more node on every side, straight on."""
    beside = [(1, 1), (1, 1), *([(0, 0)] * (nodes.ndim - 2))]
    return np.pad(nodes, beside, mode="reflect", reflect_type="odd")


def _mesh(centres: Floats, shifts: Floats, grid: Floats) -> Floats:
    """A smooth shift at each node: a quadratic surface, and near blocks what it leaves; stray blocks are left out."""
    surface, at_blocks = _surface(grid), _surface(centres)
    kept = np.ones(len(centres), bool)
    for _ in range(3):
        weights, *_ = np.linalg.lstsq(at_blocks[kept], shifts[kept], rcond=None)
        left = shifts - at_blocks @ weights
        stray = np.abs(left - np.median(left[kept], 0)).max(1)
        kept = stray <= 3.0 * np.median(stray[kept]) + 0.7
    nodes = grid.reshape(-1, 2)
    away = ((nodes[:, None] - centres[None, kept]) ** 2).sum(2)
    near = np.exp(-away / (2 * _LOCAL**2))
    local = near @ left[kept] / (near.sum(1, keepdims=True) + 0.3)
    fitted: Floats = (surface.reshape(len(nodes), -1) @ weights + local).reshape(grid.shape)
    return fitted


def _surface(points: Floats) -> Floats:
    """Terms of a quadratic in x and y, scaled to about 1."""
    x, y = np.moveaxis(points / 1000 - 1, -1, 0)
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)


def _turns(pose: Homography, shape: tuple[int, ...]) -> int:
    """Quarter turns to the left that put the scan upright."""
    height, width = shape[:2]
    ends = cv2.perspectiveTransform(np.array([[[0, height / 2], [width, height / 2]]], np.float64), pose)[0]
    along = ends[1] - ends[0]
    return round(float(np.degrees(np.arctan2(along[1], along[0]))) / 90) % 4
