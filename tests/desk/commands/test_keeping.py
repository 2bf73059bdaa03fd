"""`dabi verify`, `backup`, `restore`, `key rotate`."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.sealing import MasterKey
from tests.clusters import Cluster
from tests.desk.desks import FOUR, Desk, Written


@pytest.fixture
def words(desk: Desk) -> Path:
    """A passphrase in a private file."""
    path = desk.folder / "words"
    path.write_text("three dry words\n")
    path.chmod(0o600)
    return path


def test_verify_of_a_fresh_store_is_clean(desk: Desk) -> None:
    """An empty store is as it was recorded, and its chain has a head."""
    said = desk("verify", "--json")
    assert said.code == 0
    assert said.json["problems"] == []
    assert len(said.json["head"]) == 64


@pytest.mark.slow
def test_verify_tells_of_an_altered_paper(written: Written) -> None:
    """One byte changed in the vault gives 6 and names the paper by its address; before it all is clean."""
    desk = written.desk
    assert desk("verify").code == 0
    vault = sorted(path for path in (desk.home / "vault").rglob("*") if path.is_file())
    data = bytearray(vault[0].read_bytes())
    data[len(data) // 2] ^= 1
    vault[0].chmod(0o600)
    vault[0].write_bytes(bytes(data))
    said = desk("verify", "--json")
    assert said.code == 6
    assert any(vault[0].name[:12] in problem["where"] for problem in said.json["problems"])


@pytest.mark.slow
def test_a_last_day_that_was_misread_is_told_once_it_is_corrected(desk: Desk) -> None:
    """A reminder states the limit of the paper before it; its receipt corrected, verify ends with 4 and says which."""
    [code] = desk.claims(FOUR[3:])
    wrote = desk("letters", "write", "--claims", code, "--on", "2026-07-06", "--out", desk.folder / "out", "--json")
    [reference] = wrote.json["letters"]
    assert desk("verify").code == 0
    events = desk("claims", "events", code, "--json").json["events"]
    [receipt] = [event for event in events if event["kind"] == "receipt_recorded"]
    done = ("--reason", "misread", "--note", "It says the ninth.", "--on", "2026-07-10")
    assert desk("claims", "correct", code, receipt["event"], *done).code == 0
    assert desk("letters", "received", receipt["letter"], "--on", "2026-03-09").code == 0
    said = desk("verify", "--json")
    [problem] = said.json["problems"]
    assert (said.code, problem["field"], problem["where"]) == (4, "due", f"letter {reference}")
    assert "2026-05-01" in problem["what"]
    assert code in problem["remedy"]


def test_a_backup_comes_back_in_another_home(desk: Desk, words: Path) -> None:
    """With its claims, its key and the same chain; verify finds nothing there."""
    codes = desk.claims(FOUR)
    made = desk("backup", desk.folder / "it", "--passphrase-file", words, "--json")
    assert made.code == 0
    assert made.json["problems"] == []
    assert made.json["bytes"] == (desk.folder / "it").stat().st_size
    home, key = desk.folder / "new", desk.folder / "new.key"
    said = desk("restore", desk.folder / "it", "--passphrase-file", words, "--json", home=home, key=key)
    assert said.code == 0
    assert (said.json["events"], said.json["head"]) == (made.json["events"], made.json["head"])
    assert said.json["problems"] == []
    assert key.read_text() == desk.key.read_text()
    listed = desk("claims", "list", "--json", home=home, key=key).json
    assert sorted(claim["code"] for claim in listed["claims"]) == sorted(codes)
    assert desk("verify", home=home, key=key).code == 0


def test_a_store_moves_to_a_server_by_its_backup(
    desk: Desk, words: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Restored where DABI_DATABASE_URL and DABI_VAULT say; a second time it is refused, and the first stays."""
    codes = desk.claims(FOUR)
    assert desk("backup", desk.folder / "it", "--passphrase-file", words).code == 0
    home, key = desk.folder / "new", desk.folder / "new.key"
    with cluster.database() as url:
        monkeypatch.setenv("DABI_DATABASE_URL", url)
        monkeypatch.setenv("DABI_VAULT", str(desk.folder / "papers"))
        restore = ("restore", desk.folder / "it", "--passphrase-file", words, "--json")
        assert desk(*restore, home=home, key=key).json["problems"] == []
        assert {path.name for path in home.iterdir()} == {"inbox"}
        assert desk(*restore, home=desk.folder / "newer", key=key).code == 6
        listed = desk("claims", "list", "--json", home=home, key=key).json
        assert sorted(claim["code"] for claim in listed["claims"]) == sorted(codes)
        assert desk("verify", home=home, key=key).code == 0


def test_a_backup_is_not_made_where_it_should_not_be(desk: Desk, words: Path) -> None:
    """Over a file, inside the home, without a passphrase or with nobody to ask for one: 2, and nothing is written."""
    (desk.folder / "it").write_text("mine")
    for place in (desk.folder / "it", desk.home / "it"):
        assert desk("backup", place, "--passphrase-file", words).code == 2
    said = desk("backup", desk.folder / "other")
    assert said.code == 2
    assert "--passphrase-file" in said.err
    assert (desk.folder / "it").read_text() == "mine"
    assert not (desk.folder / "other").exists()


def test_what_cannot_be_restored_leaves_neither_home_nor_key(desk: Desk, words: Path) -> None:
    """A wrong passphrase, a damaged file: 6; no such file: 2."""
    made = desk.folder / "it"
    assert desk("backup", made, "--passphrase-file", words).code == 0
    home, key, wrong = desk.folder / "new", desk.folder / "new.key", desk.folder / "wrong"
    wrong.write_text("three wet words")
    wrong.chmod(0o600)
    said = desk("restore", made, "--passphrase-file", wrong, home=home, key=key)
    assert said.code == 6
    assert "passphrase" in said.err
    (desk.folder / "cut").write_bytes(made.read_bytes()[:-1])
    assert desk("restore", desk.folder / "cut", "--passphrase-file", words, home=home, key=key).code == 6
    assert desk("restore", desk.folder / "none", "--passphrase-file", words, home=home, key=key).code == 2
    assert not home.exists()
    assert not key.exists()


def test_a_store_or_a_key_that_is_there_is_never_overwritten(desk: Desk, words: Path) -> None:
    """Over a store 6, over another key or with a key inside the home 2; the same key may be there."""
    made = desk.folder / "it"
    assert desk("backup", made, "--passphrase-file", words).code == 0
    assert desk("restore", made, "--passphrase-file", words).code == 6
    home, other = desk.folder / "new", desk.folder / "other"
    MasterKey.generate().write(other)
    before = other.read_text()
    assert desk("restore", made, "--passphrase-file", words, home=home, key=other).code == 2
    assert desk("restore", made, "--passphrase-file", words, home=home, key=home / "key").code == 2
    assert other.read_text() == before
    assert not home.exists()
    assert desk("restore", made, "--passphrase-file", words, home=home).code == 0
    assert desk("verify", home=home).code == 0


def test_a_new_key_opens_the_store_and_the_old_one_no_more(desk: Desk) -> None:
    """The key file holds the new key alone, readable by its owner alone; nothing else lies beside it."""
    desk.claims(FOUR)
    old = desk.folder / "old"
    old.write_bytes(desk.key.read_bytes())
    old.chmod(0o600)
    before = {path.name for path in desk.folder.iterdir()}
    said = desk("key", "rotate", "--json")
    assert said.code == 0
    assert said.json["data_keys"] == 4 + len(FOUR)  # the house's own, and one a person
    assert len(desk.key.read_text().split()) == 1
    assert desk.key.stat().st_mode & 0o077 == 0
    assert desk("verify").code == 0
    assert desk("verify", key=old).code == 6
    assert {path.name for path in desk.folder.iterdir()} == before


def test_a_key_that_lies_in_no_file_is_not_rotated(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """DABI_KEY cannot be changed from here: 2, and the store keeps its key."""
    monkeypatch.setenv("DABI_KEY", desk.key.read_text().strip())
    said = desk("key", "rotate")
    assert said.code == 2
    assert "DABI_KEY" in said.err
    monkeypatch.delenv("DABI_KEY")
    assert desk("verify").code == 0


def test_old_backups_are_told_and_removed_when_asked(desk: Desk, words: Path) -> None:
    """Long after, a new backup names those beside it; with --remove-expired they go once the new one is whole."""
    old, new, newer, newest = (desk.folder / name for name in ("old", "new", "newer", "newest"))
    assert desk("backup", old, "--passphrase-file", words).code == 0
    assert desk("backup", new, "--passphrase-file", words, "--json").json["expired"] == []
    made = desk("backup", newer, "--passphrase-file", words, "--on", "2199-01-01")
    assert str(old) in made.err
    assert old.exists()
    said = desk("backup", newest, "--passphrase-file", words, "--remove-expired", "--on", "2199-01-01", "--json")
    assert said.json["expired"] == sorted(map(str, (old, new, newer)))
    assert [path.exists() for path in (old, new, newer, newest)] == [False, False, False, True]
