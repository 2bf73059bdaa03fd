"""Erasing a person, and the list of the erased that lies apart from the home: a restored backup erases them again.

The list holds codes and dates only. It lies beside the key file (``KEY.erased``), so that it outlives home and backups;
without a key file it is written where one says.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from flows.wiring import Dabi, Settings
from rules.errors import InputProblems, Problem, UsageError
from rules.references import is_claimant_code
from store.erasure import Erasure, erase, erased


def erase_person(dabi: Dabi, claimant: str, on: date) -> tuple[Erasure, Path | None]:
    """Erase her for good; also the list beside the key file that now names her, where there is one."""
    done = erase(dabi.store, claimant.strip().upper(), on=on, actor=dabi.actor)
    path = list_beside(dabi.settings)
    if path is not None:
        write_list(path, read_list(path) | erased(dabi.store) if path.exists() else erased(dabi.store))
    return done, path


def list_beside(settings: Settings) -> Path | None:
    """Where the list of the erased lies: beside the key file."""
    return settings.key_file.with_name(f"{settings.key_file.name}.erased") if settings.key_file else None


def write_list(path: Path, people: Mapping[str, date]) -> None:
    """Put the list in its place at once, for its owner alone."""
    text = json.dumps({code: on.isoformat() for code, on in sorted(people.items())}, indent=1)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def read_list(path: Path) -> dict[str, date]:
    """The codes and dates in a list. UsageError for no such file, InputProblems for one that is not a list of ours."""
    try:
        told = json.loads(path.read_text("ascii"))
        found = {str(code): date.fromisoformat(on) for code, on in told.items()}
    except OSError:
        raise UsageError(f"There is no readable file at {path}. Name the list of the erased again.") from None
    except (ValueError, TypeError, AttributeError):
        found = None
    if found is None or not all(map(is_claimant_code, found)):
        what, remedy = "is no list of erased people.", "Take the file that 'dabi people erase' wrote."
        raise InputProblems([Problem(path.name, what, remedy)])
    return found
