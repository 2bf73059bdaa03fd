"""Tables and YAML that came in, opened in a child process with memory and time limits, as pages are by ``apart``.

    cells(path, limits) -> list[list[str]]       a csv or xlsx, row by row
    values(path, limits) -> Any                  a YAML file, with its dates as text

InputProblems for whatever is wrong with the file, in a sentence: also where it ends the child.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from confined.child import ask
from rules.errors import InputProblems, Problem
from rules.limits import STANDARD, Limits

MOST = 20_000_000  # bytes of a file
PARSER = (sys.executable, "-m", "confined.data_parser")


def cells(path: Path, limits: Limits = STANDARD) -> list[list[str]]:
    """All rows of a csv (UTF-8) or of the first sheet of an xlsx, as text."""
    rows: list[list[str]] = _asked("table", path, limits)["rows"]
    return rows


def values(path: Path, limits: Limits = STANDARD) -> Any:
    """What a YAML file holds."""
    return _asked("yaml", path, limits)["value"]


def _asked(kind: str, path: Path, limits: Limits) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST:
            raise _told(path.name, f"The file is larger than {MOST // 1_000_000} MB.", "Split it into smaller files.")
        data = path.read_bytes()
    except OSError:
        raise _told(path.name, "There is no such file that could be read.", "Check the path and try again.") from None
    found = ask(PARSER, kind, data, limits)
    if isinstance(found, str):
        raise _told(path.name, f"It could not be opened: {found}.", "Save it again, or split it into smaller files.")
    if "problem" in found:
        raise _told(path.name, *found["problem"])
    return found


def _told(name: str, what: str, remedy: str) -> InputProblems:
    return InputProblems([Problem(name, what, remedy)])
