"""A backup holds everything, shows nothing, and comes back whole or not at all."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.errors import StoreLocked, UsageError
from rules.events import Event, EventKind
from store.backup import backup
from store.files import alone
from store.restore import key_in, restore
from store.sealing import MasterKey
from store.session import Store, open_store
from store.verify import verify
from tests.store.conftest import Database
from tests.store.hands import fill_home

ACTOR = "system:test"
PASSPHRASE = "তিনটি শুকনো শব্দ"
ROOT = Path(__file__).parents[2]


def everything(home: Path) -> dict[str, bytes]:
    """The files of a home that a backup keeps as they are."""
    names = [path for folder in ("vault", "letters", "catalogue") for path in (home / folder).rglob("*")]
    return {str(path.relative_to(home)): path.read_bytes() for path in names if path.is_file()}


def test_a_restored_store_is_the_store(store: Store, samples: Any, tmp_path: Path, key: MasterKey) -> None:
    """Record, papers, letters and catalogue; it verifies clean and says who took a copy; the inbox is not in it."""
    code = fill_home(store, samples)
    done = backup(store, tmp_path / "it.backup", PASSPHRASE, actor="administrator:u-1")
    assert (done.papers, done.problems, done.size) == (3, (), (tmp_path / "it.backup").stat().st_size)
    assert key_in(tmp_path / "it.backup", PASSPHRASE).text() == key.text()
    restored = restore(tmp_path / "it.backup", tmp_path / "new" / "home", PASSPHRASE)
    assert restored.text() == key.text()
    home = tmp_path / "new" / "home"
    assert everything(home) == everything(store.home)
    assert len(everything(home)) == 5
    assert {path.name for path in home.iterdir()} == {"vault", "letters", "catalogue", "record.sqlite"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in [home, *home.rglob("*")])
    with open_store(home, restored) as again:
        assert verify(again) == []
        with again.begin(ACTOR) as record:
            assert record.head() == done.head
            assert done.head.seq == 1
            assert record.events()[0].beside == {"a": "Zqxmarker"}
            assert record.accesses()[-1].purpose == "backup"
            assert record.accesses()[-1].actor == "administrator:u-1"
            assert record.identities([code], "test") == {code: samples.identity()}


def test_the_file_is_private_and_says_nothing(store: Store, samples: Any, tmp_path: Path) -> None:
    """No code, no name, no table lies in it in the clear; the home holds no copy afterwards."""
    code = fill_home(store, samples)
    before = {path.name for path in store.home.iterdir()}
    backup(store, tmp_path / "it.backup", PASSPHRASE)
    raw = (tmp_path / "it.backup").read_bytes()
    assert not [word for word in (b"SQLite", b"CREATE TABLE", b"Zqxmarker", code.encode(), b"vault/") if word in raw]
    assert (tmp_path / "it.backup").stat().st_mode & 0o777 == 0o600
    assert {path.name for path in store.home.iterdir()} == before


def test_others_write_meanwhile(store: Store, database: Database, samples: Any, tmp_path: Path, key: MasterKey) -> None:
    """Writers are not kept waiting, and what is restored is a whole moment of the record."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        record.commit()
    stop, written = threading.Event(), []

    def write() -> None:
        with open_store(store.home, key, database_url=database.url) as mine:
            while not stop.is_set():
                with mine.begin(ACTOR) as record:
                    number = len(written)
                    paper = mine.vault.put(f"paper {number}".encode(), claim.claimant)
                    facts = {"by": "hand", "proof": paper}
                    record.append(Event(EventKind.LETTER_FILED, date(2026, 1, 6), claim.code, None, facts))
                    record.commit()
                written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 3:
            time.sleep(0.01)
        begun = len(written)
        done = backup(store, tmp_path / "it.backup", PASSPHRASE)
        while len(written) < begun + 3:
            time.sleep(0.01)
    finally:
        stop.set()
        writer.join()
    assert begun <= done.head.seq <= len(written)
    restored = restore(tmp_path / "it.backup", tmp_path / "new", PASSPHRASE)
    with open_store(tmp_path / "new", restored) as again:
        assert verify(again) == []
        with again.begin(ACTOR) as record:
            assert record.head() == done.head


def test_a_backup_overwrites_nothing_and_lies_outside_the_home(store: Store, tmp_path: Path) -> None:
    """A file that is there, a link to nowhere, a folder that is not, the home itself."""
    (tmp_path / "there").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for path in ("there", "link", "no folder/it", "home/it", "home/vault/it"):
        with pytest.raises(UsageError):
            backup(store, tmp_path / path, PASSPHRASE)
    with pytest.raises(UsageError, match="passphrase"):
        backup(store, tmp_path / "it", "")
    assert (tmp_path / "there").read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"home", "there", "link"}


def test_one_at_a_time(store: Store, tmp_path: Path) -> None:
    """A second backup, or one while the key changes, is told to wait; the store itself is not locked."""
    with alone(store.home):
        with pytest.raises(StoreLocked):
            backup(store, tmp_path / "it", PASSPHRASE)
        with store.begin(ACTOR) as record:
            record.open_job("write_letters", {})
            record.commit()
    backup(store, tmp_path / "it", PASSPHRASE)


def test_a_missing_paper_and_a_link_are_told_and_the_rest_is_saved(store: Store, samples: Any, tmp_path: Path) -> None:
    """A store in trouble needs its backup most."""
    fill_home(store, samples)
    lost = next(path for path in (store.home / "vault").rglob("*") if path.is_file())
    lost.unlink()
    (store.home / "letters" / "out").symlink_to(tmp_path)
    (store.home / "catalogue" / "out.yaml").symlink_to("/etc/hostname")
    done = backup(store, tmp_path / "it", PASSPHRASE)
    assert sorted(str(problem.field) for problem in done.problems) == ["link", "link", "missing"]
    assert done.papers == 2
    restored = restore(tmp_path / "it", tmp_path / "new", PASSPHRASE)
    with open_store(tmp_path / "new", restored) as again:
        assert [(problem.where, problem.field) for problem in verify(again)] == [
            (f"vault file {lost.name[:12]}", "missing")
        ]


def test_papers_of_a_vault_elsewhere_are_in_it(home: Path, key: MasterKey, tmp_path: Path, empty_home: Path) -> None:
    """The vault may be any fsspec address; restored, it is a folder in the home."""
    shutil.copytree(empty_home, home)
    with open_store(home, key, vault="memory://backup-test") as store:
        address = store.vault.put(b"a paper", "house")
        assert backup(store, tmp_path / "it", PASSPHRASE).papers == 1
    restored = restore(tmp_path / "it", tmp_path / "new", PASSPHRASE)
    with open_store(tmp_path / "new", restored) as again:
        assert again.vault.get(address, "system:test") == b"a paper"


KILLED = """
import os, signal, sys
from pathlib import Path
import store.archive as archive
from store.backup import backup
from store.sealing import MasterKey
from store.session import open_store

class Mortal(archive.SealedWriter):
    def write(self, data):
        super().write(data)
        if self._number >= 2:
            os.kill(os.getpid(), signal.SIGKILL)

archive.SealedWriter = Mortal
key, url = MasterKey.from_text(os.environ["KEY"]), os.environ.get("DABI_DATABASE_URL")
with open_store(Path(sys.argv[1]), key, database_url=url) as store:
    backup(store, Path(sys.argv[2]), "words")
"""


def test_killed_half_way_there_is_no_backup_and_the_next_one_is_made(
    store: Store, database: Database, samples: Any, tmp_path: Path, key: MasterKey
) -> None:
    """kill -9 within the database: nothing lies under the name, the store is whole, its copy goes with the next."""
    fill_home(store, samples)
    command = [sys.executable, "-c", KILLED, str(store.home), str(tmp_path / "it")]
    run = subprocess.run(command, env={**database.environment(), "KEY": key.text()}, cwd=ROOT, check=False)
    assert run.returncode == -signal.SIGKILL
    assert not (tmp_path / "it").exists()
    assert verify(store) == []
    assert (store.home / ".backup").exists()
    backup(store, tmp_path / "it", PASSPHRASE)
    assert not (store.home / ".backup").exists()
    restore(tmp_path / "it", tmp_path / "new", PASSPHRASE)


def test_a_large_paper_does_not_need_its_size_in_memory_twice(store: Store, tmp_path: Path) -> None:
    """A home with 40 MB of letters is streamed: the most that Python holds at once stays small."""
    (store.home / "letters").mkdir()
    (store.home / "letters" / "big").write_bytes(os.urandom(40_000_000))
    tracemalloc.start()
    backup(store, tmp_path / "it", PASSPHRASE)
    restore(tmp_path / "it", tmp_path / "new", PASSPHRASE)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 12_000_000
    assert (tmp_path / "new" / "letters" / "big").stat().st_size == 40_000_000
