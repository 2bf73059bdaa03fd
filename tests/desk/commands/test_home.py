"""`dabi init`, `doctor`."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from store.sealing import MasterKey
from tests.desk.desks import Desk


def files(folder: Path) -> dict[str, str]:
    """Every file under a folder by the hash of its bytes."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in found}


def test_init_makes_a_private_home_and_a_private_key(desk: Desk) -> None:
    """Home and key are readable by their owner alone."""
    assert desk.home.stat().st_mode & 0o077 == 0
    assert desk.key.stat().st_mode & 0o077 == 0


def test_init_never_overwrites(desk: Desk) -> None:
    """A second init is refused with 6 and changes no byte."""
    before = files(desk.folder)
    said = desk("init")
    assert said.code == 6
    assert "already" in said.err
    assert files(desk.folder) == before


@pytest.mark.parametrize("name", ["inside/key", "inside/deep/../key", "elsewhere/../inside/key"])
def test_a_key_inside_the_home_is_refused(desk: Desk, name: str) -> None:
    """However the path is written, the key may not lie in the home; nothing is created."""
    (desk.folder / "elsewhere").mkdir()
    said = desk("init", home=desk.folder / "inside", key=desk.folder / name)
    assert said.code == 2
    assert "inside the home" in said.err
    assert not (desk.folder / "inside").exists()


def test_a_key_through_a_link_into_the_home_is_refused(desk: Desk) -> None:
    """A link that leads into the home does not hide where the key would lie."""
    (desk.folder / "inside").mkdir(mode=0o700)
    (desk.folder / "link").symlink_to(desk.folder / "inside")
    assert desk("init", home=desk.folder / "inside", key=desk.folder / "link" / "key").code == 2


def test_a_home_that_cannot_be_made_is_told(desk: Desk) -> None:
    """A file where the home's folder should be is named, without a traceback."""
    (desk.folder / "file").write_text("x")
    said = desk("init", home=desk.folder / "file" / "home", key=desk.folder / "key2")
    assert said.code == 2
    assert "file/home" in said.err


def test_a_wrong_key_is_refused_and_changes_nothing(desk: Desk) -> None:
    """Another key gives 6 on reading and on writing commands, and every byte stays."""
    other = desk.folder / "other"
    MasterKey.generate().write(other)
    before = files(desk.home)
    for words in (["claims", "list"], ["verify"], ["track", "--on", "2026-07-06"], ["init"]):
        said = desk(*words, key=other)
        assert said.code == 6, words
    assert "nothing was changed" in desk("claims", "list", key=other).err
    assert files(desk.home) == before


def test_no_key_and_no_store_are_told(desk: Desk) -> None:
    """A missing key file is wrong usage, a missing store is refused."""
    assert desk("claims", "list", key=desk.folder / "none").code == 2
    said = desk("claims", "list", home=desk.folder / "none")
    assert said.code == 6
    assert "dabi init" in said.err


def test_a_key_that_others_can_read_is_refused(desk: Desk) -> None:
    """A key file open to others is refused with its remedy."""
    desk.key.chmod(0o644)
    said = desk("verify")
    assert said.code == 6
    assert "chmod 600" in said.err


@pytest.mark.slow
def test_doctor_says_what_is_there(desk: Desk) -> None:
    """Every check has a name, a finding, and a remedy where it fails; the exit code follows."""
    said = desk("doctor", "--json")
    checks = said.json["checks"]
    assert {"Python", "prefect", "Tesseract with Bengali and English"} <= {check["what"] for check in checks}
    assert any("Landlock" in check["found"] for check in checks)
    assert all(check["remedy"] for check in checks if not check["ok"])
    assert said.code == (0 if all(check["ok"] for check in checks) else 5)
