"""Creating and opening a store, and what a transaction keeps."""

from __future__ import annotations

import functools
import os
import shutil
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.errors import StoreDamaged, StoreExists, StoreLocked, StoreMissing, StoreRefuses, UsageError, WrongKey
from rules.events import Event, EventKind
from store.engine import DATABASE
from store.sealing import MasterKey
from store.session import Store, create, is_store, open_store
from tests.store.hands import tamper

ACTOR = "system:test"


def snapshot(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


@pytest.mark.in_a_file
def test_everything_in_the_home_is_for_its_owner_alone(store: Store, samples: Any) -> None:
    """Folders 0700 and files 0600, the write-ahead log and the vault included, whatever the umask."""
    before = os.umask(0)
    try:
        with store.begin(ACTOR) as record:
            samples.letter(store, record, samples.claim(record, samples.claimant(record)))
            record.commit()
            modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [store.home, *store.home.rglob("*")]}
    finally:
        os.umask(before)
    assert any(path.name.endswith("-wal") for path in modes)
    assert all(mode == (0o700 if path.is_dir() else 0o600) for path, mode in modes.items()), modes


def test_a_store_is_never_created_over_another(store: Store, home: Path, key: MasterKey, database: Any) -> None:
    """The second create is refused and changes nothing."""
    with store.begin(ACTOR) as record:
        head = record.head()
    with pytest.raises(StoreExists):
        create(home, MasterKey.generate(), database_url=database.url)
    with open_store(home, key, database_url=database.url) as again, again.begin(ACTOR) as record:
        assert record.head() == head
    assert sorted(path.name for path in home.iterdir() if path.name.endswith(".new")) == []


def test_no_store_is_missing(home: Path, key: MasterKey) -> None:
    """Opening an empty home says so and leaves it empty."""
    assert not is_store(home)
    with pytest.raises(StoreMissing, match="dabi init"):
        open_store(home, key)
    assert not home.exists()


def test_a_wrong_key_changes_nothing(home: Path, key: MasterKey) -> None:
    """It raises WrongKey (exit code 6) and leaves every byte of the home as it was."""
    create(home, key)
    before = snapshot(home)
    with pytest.raises(WrongKey) as caught:
        open_store(home, MasterKey.generate())
    assert caught.value.exit_code == 6
    assert {name: data for name, data in snapshot(home).items() if data} == before


def test_a_key_file_of_a_rotation_opens_with_either_key(home: Path, key: MasterKey) -> None:
    """New and old in one file: the store picks the one that it answers to."""
    create(home, key)
    both = MasterKey.from_text(f"{MasterKey.generate().text()}\n{key.text()}")
    with open_store(home, both) as store, store.begin(ACTOR) as record:
        assert record.head().seq == 0


@pytest.mark.parametrize("keep", [0, 20, 5000])
def test_a_cut_database_is_damage(home: Path, key: MasterKey, keep: int) -> None:
    """An empty or truncated file never opens as an empty store."""
    create(home, key)
    path = home / DATABASE
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises((StoreDamaged, StoreMissing)):
        open_store(home, key)


def test_a_home_that_others_can_look_into_is_refused(home: Path, key: MasterKey) -> None:
    """The message says how to mend it."""
    create(home, key)
    home.chmod(0o755)
    with pytest.raises(StoreRefuses, match="chmod 700"):
        open_store(home, key)


def test_leaving_without_a_commit_undoes_everything(store: Store, samples: Any) -> None:
    """Rows, events and papers of the block are gone; so is what was read about it."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        letter = samples.letter(store, record, claim)
        record.append(Event(EventKind.LETTER_PRINTED, date(2026, 1, 5), claim.code, letter.reference))
    with store.begin(ACTOR) as record:
        assert (record.claimants(), record.claims(), record.letters(), record.events()) == ([], [], [], [])
        assert record.head().seq == 0
    assert list(store.vault.folder.names()) == []


def test_an_error_undoes_only_what_came_after_the_last_commit(store: Store, samples: Any) -> None:
    """Two commits in one block are two transactions."""
    done: list[str] = []

    def work() -> None:
        with store.begin(ACTOR) as record:
            done.append(samples.claimant(record))
            done.append(store.vault.put(b"kept", done[0]))
            record.commit()
            samples.claimant(record)
            store.vault.put(b"not kept", done[0])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    first, kept = done
    with store.begin(ACTOR) as record:
        assert [claimant.code for claimant in record.claimants()] == [first]
    assert store.vault.get(kept, "system:test") == b"kept"
    assert len(list(store.vault.folder.names())) == 1


@pytest.mark.parametrize(
    "actor", ["", "system", "Rupali Kalponik", "system:", ":x", "system:a b", "system:" + "x" * 80]
)
def test_nothing_is_done_without_an_actor(store: Store, actor: str) -> None:
    """An actor is a role and an id."""
    with pytest.raises(UsageError), store.begin(actor):
        pass


def test_one_thread_has_one_transaction(store: Store) -> None:
    """A block within a block is a mistake in the code, and says so instead of waiting for itself."""
    with store.begin(ACTOR), pytest.raises(RuntimeError), store.begin(ACTOR):
        pass


def test_a_busy_store_is_locked_not_broken(home: Path, key: MasterKey, database: Any) -> None:
    """The second writer is told to wait, and can go on afterwards."""
    short = functools.partial(open_store, home, key, database_url=database.url, busy_seconds=0.05)
    with short() as one, short() as two:
        with one.begin(ACTOR) as record:
            record.open_job("write_letters", {})
            with pytest.raises(StoreLocked), two.begin(ACTOR) as other:
                other.head()
            with two.begin(ACTOR, read_only=True) as other:
                assert other.jobs() == []
        with two.begin(ACTOR) as other:
            assert other.head().seq == 0


def test_after_a_rotation_elsewhere_an_open_store_writes_no_more(store: Store) -> None:
    """A process with the old key must not wrap new data keys with it."""
    tamper(store, f"UPDATE store SET key_check = '{MasterKey.generate().check}'")
    with pytest.raises(WrongKey), store.begin(ACTOR) as record:
        record.open_job("write_letters", {})


@pytest.mark.in_a_file
def test_a_store_copied_whole_opens_elsewhere(store: Store, samples: Any, key: MasterKey, tmp_path: Path) -> None:
    """Nothing in the record depends on where the home lies."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        letter = samples.letter(store, record, claim)
        record.commit()
    store.close()
    shutil.copytree(store.home, tmp_path / "copy")
    with open_store(tmp_path / "copy", key) as copy, copy.begin(ACTOR) as record:
        assert record.letter(letter.reference) == letter
        assert copy.vault.get(letter.docx, "system:test") == f"docx {letter.reference}".encode()
