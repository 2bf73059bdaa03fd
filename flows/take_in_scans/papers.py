"""Kept files opened and read: the papers on each scan with their pictures, or why there are none."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from extractors.apart import Apart, PageLost
from extractors.pages import LazyPages, Pages, bind
from extractors.pool import THREADS
from extractors.proof import crop
from extractors.read import read_stacks
from flows.guard import code_of
from flows.take_in_scans.archive import ACTOR, Archive
from flows.wiring import Dabi
from rules.errors import Problem, StoreDamaged, ToolMissing, UsageError
from rules.findings import DocumentKind, Finding, ReadDocument
from rules.rows import Cue
from store.scans import Scan

log = logging.getLogger("dabi.scans")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as read, with its pictures for a person: first the office's mark alone, where there is one."""

    read: ReadDocument
    pictures: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """One scan as opened and read: its ``papers``, or ``failed`` says why there are none; neither where it is empty."""

    papers: tuple[Paper, ...] = ()
    problems: tuple[Problem, ...] = ()
    failed: str = ""


def open_and_read(dabi: Dabi, scans: Sequence[Scan], archive: Archive, on: date) -> dict[int, Opened]:
    """What is on each scan, by its id, as read on a day; one that cannot be read stops no other."""
    with Apart(dabi.settings.limits, children=THREADS) as apart:
        loaded = _load(dabi, apart, scans)
        readable = [scan for scan in scans if loaded[scan.id].pages]
        read = _read_all(readable, loaded, archive, on, dabi.catalogue.cues)
    return {scan.id: _opened(loaded[scan.id], read.get(scan.id)) for scan in scans}


def read_as_one(
    dabi: Dabi, groups: Sequence[Sequence[tuple[Scan, int]]], archive: Archive, on: date
) -> tuple[list[Paper | None], list[bytes | None]]:
    """Groups of pages, each a scan and the number of a page in it, each read as one paper; None where nothing is on it.

    A group over several scans is bound into one file of its own, whose pages are numbered from 1; its bytes stand
    second, None for a group of one scan. UsageError where a page cannot be opened.
    """
    with Apart(dabi.settings.limits, children=THREADS) as apart:
        scans = {scan.id: scan for group in groups for scan, _ in group}
        loaded = _load(dabi, apart, list(scans.values()))
        for scan, page in (one for group in groups for one in group):
            if page not in loaded[scan.id].numbers:
                raise UsageError(
                    f"Page {page} of scan {scan.id} cannot be opened. Run 'dabi verify', or scan it again."
                )
        bound: list[bytes | None] = []
        stacks = []
        for group in groups:
            sides = LazyPages([partial(loaded[scan.id].page, page) for scan, page in group])
            file = bind(sides) if len({scan.id for scan, _ in group}) > 1 else None
            opened = apart.load(file, "the joined pages") if file is not None else None
            stacks.append(opened or Pages(sides, (), tuple(page for _, page in group)))
            bound.append(file)
        pages = [one.pages for one in stacks]
        read = read_stacks(pages, archive=archive, today=on, cues=dabi.catalogue.cues, whole=True)
        papers = [_papers(one, found) for one, found in zip(stacks, read, strict=True)]
    return [found[0] if found else None for found in papers], bound


def page_pictures(dabi: Dabi, scan: Scan, numbers: Sequence[int]) -> dict[int, bytes]:
    """PNG of pages of a scan, as scanned, by their number; without those that cannot be opened."""
    with Apart(dabi.settings.limits) as apart:
        loaded = _load(dabi, apart, [scan])[scan.id]
        wanted = [number for number in numbers if number in loaded.numbers]
        return {number: crop(loaded.page(number).image, (0.0, 0.0, 1.0, 1.0), margin=0.0) for number in wanted}


def _opened(loaded: Pages, found: list[Paper] | str | None) -> Opened:
    if isinstance(found, str):
        return Opened((), loaded.problems, found)
    if found or (loaded.pages and not loaded.problems):  # nothing but blank sides and separator sheets is no failure
        return Opened(tuple(found or ()), loaded.problems)
    return Opened((), loaded.problems, " ".join(f"It {problem.what} {problem.remedy}" for problem in loaded.problems))


def _load(dabi: Dabi, apart: Apart, scans: Sequence[Scan]) -> dict[int, Pages]:
    """The pages of each scan, by its id."""
    kept, loaded = {}, {}
    for scan in scans:
        try:
            kept[scan.id] = dabi.store.vault.get(scan.sha256, ACTOR)
        except StoreDamaged:
            what = "is not what was put into the vault."
            problem = Problem(f"scan {scan.id}", what, "Run 'dabi verify', and scan the paper again.")
            loaded[scan.id] = Pages((), (problem,))
    opened = apart.load_all([(data, f"scan {scan}") for scan, data in kept.items()])
    return loaded | dict(zip(kept, opened, strict=True))


def _read_all(
    scans: Sequence[Scan], loaded: Mapping[int, Pages], archive: Archive, on: date, cues: Sequence[Cue]
) -> dict[int, list[Paper] | str]:
    """The papers on each scan; where reading failed, why. All at once, and one by one only if that fails."""
    try:
        stacks = read_stacks([loaded[scan.id].pages for scan in scans], archive=archive, today=on, cues=cues)
        return {scan.id: _papers(loaded[scan.id], stack) for scan, stack in zip(scans, stacks, strict=True)}
    except ToolMissing:
        raise
    except Exception as error:
        if len(scans) == 1 and isinstance(error, PageLost):
            return {scans[0].id: f"It {error.problem.what} {error.problem.remedy}"}
        if len(scans) == 1:
            # The original is safe in the vault; a person is told, by a code that names nobody.
            log.warning("scan %d: %s", scans[0].id, code_of(error))
            return {scans[0].id: f"Reading it failed ({code_of(error)}). Look at the original, or scan it again."}
    apart: dict[int, list[Paper] | str] = {}
    for scan in scans:
        apart |= _read_all([scan], loaded, archive, on, cues)
    return apart


def _papers(loaded: Pages, stack: Sequence[ReadDocument]) -> list[Paper]:
    return [Paper(replace(read, proof=None), tuple(_pictures(loaded, read))) for read in stack]


def _pictures(loaded: Pages, read: ReadDocument) -> list[bytes]:
    images = {number: loaded.page(number).image for number in read.pages}
    pictures = [read.proof] if read.proof else []
    if read.proof_box is not None and read.proof_page in images:
        pictures.append(crop(images[read.proof_page], read.proof_box))
    elif read.kind is not DocumentKind.RECEIPT:
        boxes = [found[0] for found in read.facts.values() if found and found[0].page == read.pages[0]]
        if boxes:
            pictures.append(crop(images[read.pages[0]], _around(boxes)))
    return pictures


def _around(findings: Sequence[Finding]) -> tuple[float, float, float, float]:
    boxes = [finding.box for finding in findings]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
