"""Plain files of a step: private, gone afterwards, and wiped where a killed process left them."""

from __future__ import annotations

import os
import time
from pathlib import Path

from flows.workdirs import wipe_left, workdir


def test_a_workdir_is_private_and_gone_afterwards() -> None:
    """Others cannot look in; nothing of it stays."""
    with workdir() as folder:
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "letter.docx").write_text("Kalpana Namuna")
    assert not folder.exists()


def test_what_a_killed_process_left_is_wiped(tmp_path: Path) -> None:
    """An old folder without a living owner goes; a young one, and files that are not ours, stay: a home, above all."""
    with workdir() as folder:
        ours = folder.name
    names = (ours, f"{ours}-young", "dabi-home", "other")
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "letter.docx").write_text("Kalpana Namuna")
    hour_ago = time.time() - 3600
    for name in (ours, "dabi-home", "other"):
        os.utime(tmp_path / name, (hour_ago, hour_ago))
    assert wipe_left((tmp_path,)) == 1
    assert {path.name for path in tmp_path.iterdir()} == {f"{ours}-young", "dabi-home", "other"}


def test_a_folder_in_use_stays_however_old() -> None:
    """The lock of a living process keeps its folder."""
    with workdir() as folder:
        wipe_left((folder.parent,), now=time.time() + 36_000)
        assert folder.exists()
