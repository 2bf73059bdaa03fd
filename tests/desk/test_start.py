"""What a command loads before it answers: Prefect takes seconds, so only the flows may load it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk.desks import Desk

RUN = """
import sys
from desk.cli import main
try:
    main(sys.argv[1:])
finally:
    heavy = ("prefect", "sqlalchemy", "cv2", "numpy", "docxtpl", "docx", "pypdf", "pypdfium2", "PIL", "alembic")
    sys.stderr.write("LOADED " + " ".join(name for name in heavy if name in sys.modules))
"""


def loaded(*words: object) -> tuple[int, set[str]]:
    """Exit code of a command in a process of its own, and which heavy libraries it had loaded by its end."""
    command = [sys.executable, "-c", RUN, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return done.returncode, set(done.stderr.rpartition("LOADED ")[2].split())


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["letters", "write", "--help"],
        ["clock", "rti.reply", "--from", "2026-01-02", "--json"],
    ],
)
def test_help_and_clock_load_nothing_heavy(tmp_path: Path, words: list[str]) -> None:
    """Help and one clock need neither database, pictures, documents nor Prefect."""
    assert loaded("--home", tmp_path / "none", *words) == (0, set())


def test_a_wrong_word_is_told_without_loading_anything(tmp_path: Path) -> None:
    """A command that is none ends with 2."""
    assert loaded("--home", tmp_path / "none", "fly") == (2, set())


def test_commands_on_the_record_do_without_prefect(desk: Desk) -> None:
    """Review and verify open the record and never Prefect."""
    home = ["--home", desk.home, "--key-file", desk.key]
    for words in (["review", "list"], ["verify"]):
        code, modules = loaded(*home, *words)
        assert code == 0
        assert "sqlalchemy" in modules
        assert "prefect" not in modules


@pytest.mark.slow
def test_reading_and_looking_do_without_prefect(tmp_path: Path) -> None:
    """`scans read` and `doctor` never load Prefect; reading needs no store."""
    page = tmp_path / "page.pdf"
    page.write_bytes(b"")
    assert "prefect" not in loaded("doctor")[1]
    code, modules = loaded("--home", tmp_path / "none", "scans", "read", page)
    assert code == 3
    assert "prefect" not in modules
