"""A machine without Tesseract, without Bengali, without LibreOffice: told with 5, and nothing that came in is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from confined.landlock import abi
from tests.desk.desks import ROW, Desk

RUN = "import sys; from desk.cli import main; main(sys.argv[1:])"


def without(desk: Desk, environment: dict[str, str], *words: object) -> tuple[int, str]:
    """Exit code and remarks of a command on a machine with that environment."""
    given = [sys.executable, "-c", RUN, "--home", desk.home, "--key-file", desk.key, *words]
    done = subprocess.run(
        list(map(str, given)), env={**os.environ, **environment}, capture_output=True, text=True, timeout=120
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def doctor(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What the doctor says on a machine with that environment."""
    given = [sys.executable, "-c", RUN, "doctor", "--json"]
    return subprocess.run(given, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)


def page(path: Path) -> Path:
    picture = Image.new("L", (1240, 1754), "white")
    drawing = ImageDraw.Draw(picture)
    for row in range(12):
        drawing.text(
            (150, 150 + 60 * row), f"Memo No. {row}/BDO, the application is under process", fill=0, font_size=34
        )
    picture.save(path, dpi=(150, 150))
    return path


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """A PATH with no program on it."""
    (tmp_path / "bin").mkdir()
    return {"PATH": str(tmp_path / "bin")}


def test_reading_without_tesseract_is_told(desk: Desk, bare: dict[str, str]) -> None:
    """Without Tesseract `scans read` ends with 5 and the line that installs it."""
    code, said = without(desk, bare, "scans", "read", page(desk.folder / "page.png"))
    assert code == 5
    assert "apt-get install tesseract-ocr" in said


def test_reading_without_bengali_is_told(desk: Desk) -> None:
    """Without the Bengali model nothing is read: it would be read as noise, and believed."""
    code, said = without(desk, {"TESSDATA_PREFIX": str(desk.folder)}, "scans", "read", page(desk.folder / "page.png"))
    assert code == 5
    assert "ben" in said


@pytest.mark.slow
def test_what_came_in_without_tesseract_is_kept_and_read_later(desk: Desk, bare: dict[str, str]) -> None:
    """Without Tesseract an intake ends with 5 and keeps the file in the record; with it again the next one reads it."""
    page(desk.home / "inbox" / "page.png")
    code, said = without(desk, bare, "scans", "ingest", desk.home / "inbox", "--on", "2026-07-20")
    assert code == 5
    assert "tesseract" in said
    assert list((desk.home / "inbox").iterdir()) == []
    assert desk("verify").code == 0
    counts = desk("scans", "ingest", desk.home / "inbox", "--on", "2026-07-21", "--json").json["counts"]
    assert (counts["files"], counts["queued"]) == (0, 1)
    assert len(desk("review", "list", "--json").json["reviews"]) == 1


@pytest.mark.slow
def test_letters_without_libreoffice_are_written_later(desk: Desk, bare: dict[str, str]) -> None:
    """Without LibreOffice writing ends with 5 and no letter on record; the same command later writes each once."""
    [claim] = desk.claims([ROW])
    words = ["letters", "write", "--claims", claim, "--on", "2026-07-06", "--out", desk.folder / "out"]
    code, said = without(desk, bare, *words)
    assert code == 5
    assert "libreoffice" in said.lower()
    assert desk(*words, "--json").json["written"] == 1
    assert desk(*words, "--json").json["written"] == 0


def test_doctor_tells_every_lack_with_its_remedy(bare: dict[str, str]) -> None:
    """`doctor` goes on after the first lack and ends with 5."""
    done = doctor(bare)
    assert done.returncode == 5
    assert done.stdout.count('"ok": false') == 2
    assert done.stdout.count("apt-get install") >= 2


@pytest.mark.slow
@pytest.mark.skipif(not abi(), reason="nothing is shut out by this kernel")
def test_doctor_tells_of_a_libreoffice_that_works_only_in_the_open(tmp_path: Path) -> None:
    """One that leans on files elsewhere tells its version, and makes no page where it may not look there."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "settings").write_text("")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "soffice"
    program.write_text(f'#!/bin/sh\n. {tmp_path}/lib/settings\nexec {shutil.which("soffice")} "$@"\n')
    program.chmod(0o700)
    done = doctor({"PATH": f"{program.parent}:{os.environ['PATH']}"})
    assert done.returncode == 5
    assert done.stdout.count('"ok": false') == 1
    assert "makes no PDF of a page" in done.stdout
