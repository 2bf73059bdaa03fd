"""Tables and YAML that came in, opened in a child process with memory and time limits, as pages are by ``apart``.

    cells(path, limits) -> list[list[str]]       a csv or xlsx, row by row
    values(path, limits) -> Any                  a YAML file, with its dates as text

InputProblems for whatever is wrong with the file, in a sentence: also where it ends the child.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rules.errors import InputProblems, Problem
from rules.limits import STANDARD, Limits

MOST = 20_000_000  # bytes of a file
PARSER = (sys.executable, "-m", "extractors.data_parser")
_HOUSE = Path(__file__).parents[1]
_LONGEST_ANSWER = 64 * 2**20  # bytes


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


def ask(program: Sequence[str], kind: str, data: bytes, limits: Limits) -> dict[str, Any] | str:
    """The answer of a child process about one file; why there is none, where it crashes, lies or takes too long."""
    process = subprocess.Popen(  # noqa: S603  # ourselves
        [*program, kind, json.dumps(dataclasses.asdict(limits))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PYTHONPATH": str(_HOUSE), "PATH": os.defpath},  # of our own environment nothing: no key, no home
        start_new_session=True,
    )
    late = threading.Event()

    def give_up() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(limits.seconds, give_up)
    clock.start()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(data)
            process.stdin.close()
        found = json.loads(process.stdout.read(_LONGEST_ANSWER + 1))
        if not isinstance(found, dict) or not found.keys() & {"rows", "value", "problem"}:
            raise ValueError
        return found
    except (OSError, ValueError):
        return f"it took longer than {limits.seconds} seconds" if late.is_set() else "it ends the program that opens it"
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):
                pipe.close()
