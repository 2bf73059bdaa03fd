"""The inbox: a file is taken when nobody writes to it any more, and removed when it is still the one that was taken."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flows import jobs
from flows.take_in_scans import inbox, steps
from flows.take_in_scans.inbox import arrived, look, remove
from flows.wiring import Dabi

QUIET = 30


def put(path: Path, data: bytes, age: float) -> Path:
    """A file that was last written to so many seconds ago; negative by a clock that is ahead of ours."""
    path.write_bytes(data)
    os.utime(path, (time.time() - age,) * 2)
    return path


def between_looks(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do this between the two looks, in the place of waiting."""
    monkeypatch.setattr(inbox.time, "sleep", lambda seconds: act())


def test_a_file_is_taken_when_it_has_been_quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was written to just now is still arriving; where its clock is ahead of ours, two looks decide."""
    between_looks(monkeypatch, lambda: None)
    old = put(tmp_path / "old.pdf", b"all of it", 31)
    put(tmp_path / "new.pdf", b"half of", 5)
    ahead = put(tmp_path / "ahead.pdf", b"all of it", -3600)
    assert arrived(tmp_path, QUIET) == {old, ahead}
    assert arrived(tmp_path / "not there", QUIET) == set()


@pytest.mark.parametrize("age", [31, -3600])
def test_a_file_that_grows_between_two_looks_is_arriving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age: float
) -> None:
    """Whatever its own clock says; so is one that was not there at the first look, and one that is there no more."""
    grows, goes = put(tmp_path / "a.pdf", b"half", age), put(tmp_path / "b.pdf", b"whole", age)
    stays = put(tmp_path / "c.pdf", b"whole", age)

    def meanwhile() -> None:
        put(grows, b"half and more", age)
        goes.unlink()
        put(tmp_path / "d.pdf", b"new", age)

    between_looks(monkeypatch, meanwhile)
    assert arrived(tmp_path, QUIET) == {stays}


def test_another_file_under_the_same_name_stays(tmp_path: Path) -> None:
    """A scanner that numbers from 1 again writes over a name that was just read."""
    path = put(tmp_path / "scan1.pdf", b"the first", 60)
    seen = look(path.lstat())
    put(path, b"the second", 60)
    remove(path, seen)
    assert path.exists()
    remove(path, look(path.lstat()))
    assert not path.exists()
    remove(path, seen)


def test_a_file_that_vanishes_stops_no_other(dabi: Dabi) -> None:
    """Somebody takes a file out of the inbox while it is looked through."""
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        put(dabi.settings.inbox / name, b"no paper: " + name.encode(), 60)
    found = steps.found_files(dabi, [])
    assert next(found).name == "a.pdf"
    (dabi.settings.inbox / "b.pdf").unlink()
    assert [path.name for path in found] == ["c.pdf"]


def test_a_scheduled_run_leaves_what_is_arriving(dabi: Dabi, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is counted and lies there for the next run; files that somebody names are taken at once."""
    between_looks(monkeypatch, lambda: None)
    dabi.settings = replace(dabi.settings, inbox_quiet=QUIET)
    path = put(dabi.settings.inbox / "new.pdf", b"no paper at all", 5)
    put(dabi.settings.inbox / "old.pdf", b"no paper either", 60)

    def run(paths: list[str]) -> dict[str, int]:
        job = jobs.open_job(dabi, steps.JOURNEY, {"on": "2026-07-20", "paths": paths}, "system:test")
        return steps.run(dabi, job)

    counts = run([])
    assert (counts["files"], counts["arriving"], path.exists()) == (1, 1, True)
    assert run([str(path)])["files"] == 1
    assert not path.exists()
