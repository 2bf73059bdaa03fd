"""Looks at what Dabi needs of its machine, and says of each lack how to mend it."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from rules.errors import InputProblems, ToolMissing

if TYPE_CHECKING:
    from rules.catalogue import Extra

_PACKAGES = ("prefect", "sqlalchemy", "docxtpl", "pypdf", "pytesseract", "zxing-cpp", "opencv-python-headless")
_LIST_IS_OUT = 11  # the month in which the next year's list of holidays comes out (law.md 8)
_LEAST_FREE = 500_000_000  # bytes: a print run and its chunk of scans need about this much


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what, what was found, and what to do where it is not well."""

    what: str
    ok: bool
    found: str
    remedy: str = ""

    def to_json(self) -> dict[str, str | bool]:
        return asdict(self)


def examine(rows: Callable[[], Sequence[Extra]], today: date) -> list[Check]:
    """Every check, the failing ones included; ``rows`` are the law's further rows under the home."""
    return [_python(), *_packages(), _tesseract(), _libreoffice(), *_law(rows, today), _disk(), _confinement()]


def _python() -> Check:
    remedy = "Install Python 3.11 or newer."
    return Check("Python", sys.version_info >= (3, 11), platform.python_version(), remedy)


def _packages() -> list[Check]:
    found = []
    for name in _PACKAGES:
        try:
            found.append(Check(name, True, metadata.version(name)))
        except metadata.PackageNotFoundError:
            found.append(Check(name, False, "not installed", "Run 'make setup'."))
    return found


def _tesseract() -> Check:
    from extractors import ocr

    try:
        ocr.check()
        return Check("Tesseract with Bengali and English", True, ocr.version())
    except ToolMissing as missing:
        return Check("Tesseract with Bengali and English", False, str(missing), missing.remedy)


def _libreoffice() -> Check:
    """LibreOffice and the fonts that letters are set in, which it is asked for together."""
    from templates import libreoffice

    what = "LibreOffice with the letters' fonts"
    try:
        probe = libreoffice.probe()
    except ToolMissing as missing:
        return Check(what, False, str(missing), missing.remedy)
    with tempfile.TemporaryDirectory(prefix="doctor-") as name:
        page = Path(name) / "page.txt"
        page.write_text("দাবি", encoding="utf-8")
        works = not libreoffice.to_pdf([page], Path(name)).failed
    found = f"{probe.version}; {', '.join(probe.fonts)}"
    remedy = "Install it from the system's packages: it may not look outside /usr, /opt and its own folder."
    return Check(what, works, found if works else f"{probe.version} makes no PDF of a page", remedy)


def _confinement() -> Check:
    """How far the program that opens files which came in is shut out of all others; without it one works as well."""
    from confined.landlock import abi

    found = f"by Landlock, version {abi()}" if abi() else "not by this kernel: Landlock came with Linux 5.13"
    return Check("Files that came in are opened without sight of others", True, found)


def _law(rows: Callable[[], Sequence[Extra]], today: date) -> list[Check]:
    """The law's tables with those of the home, and the years whose holidays they hold."""
    from rules import catalogue

    try:
        found = catalogue.load(rows())
        tables = Check("The law's tables", True, f"{len(found.clocks)} clocks, {len(found.services)} services")
    except InputProblems as faulty:
        found = catalogue.load()
        tables = Check("The law's tables", False, str(faulty), "Mend these rows, or take their file out.")
    years = sorted(found.calendar.years)
    listed = ", ".join(map(str, years)) or "none"
    if today.month >= _LIST_IS_OUT and today.year + 1 not in years:
        listed += f"; not yet {today.year + 1}"
    remedy = f"Run 'dabi holidays import {today.year}.csv' with the Finance Department's list."
    return [tables, Check("Holidays of the years", today.year in years, listed, remedy)]


def _disk() -> Check:
    free = shutil.disk_usage(tempfile.gettempdir()).free
    return Check("Free disk for temporary files", free > _LEAST_FREE, f"{free // 1_000_000} MB", "Free some disk.")
