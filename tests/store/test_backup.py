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
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.errors import (
    BackupDamaged,
    StoreExists,
    StoreLocked,
    StoreRefuses,
    UsageError,
    WrongPassphrase,
)
from rules.events import Event, EventKind
from store import archive
from store.backup import backup, key_in, restore
from store.codec import pack
from store.files import alone
from store.sealing import MasterKey
from store.session import Store, open_store
from store.stream import CHUNK, TAG
from store.verify import verify

ACTOR = "system:test"
pytestmark = pytest.mark.in_a_file
PASSPHRASE = "তিনটি শুকনো শব্দ"
ROOT = Path(__file__).parents[2]


def fill(store: Store, samples: Any) -> str:
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        letter = samples.letter(store, record, claim)
        facts = {"kind": "application", "office": letter.office, "rung": 0, "variant": ""}
        record.append(
            Event(EventKind.LETTER_PRINTED, date(2026, 1, 5), claim.code, letter.reference, facts, {"a": "Zqxmarker"})
        )
        record.commit()
    (store.home / "letters" / "appeal").mkdir(parents=True)
    (store.home / "letters" / "appeal" / "fields.yaml").write_text("a: Zqxmarker")
    (store.home / "catalogue").mkdir()
    (store.home / "catalogue" / "অফিস.yaml").write_text("[]")
    (store.home / "inbox").mkdir()
    (store.home / "inbox" / "x.pdf").write_bytes(b"%PDF")
    code: str = claim.claimant
    return code


def everything(home: Path) -> dict[str, bytes]:
    """The files of a home that a backup keeps as they are."""
    names = [path for folder in ("vault", "letters", "catalogue") for path in (home / folder).rglob("*")]
    return {str(path.relative_to(home)): path.read_bytes() for path in names if path.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, empty_home: Path, key: MasterKey) -> bytes:
    """A backup of a filled store, made once."""
    from tests.store.conftest import Samples

    place = tmp_path_factory.mktemp("made")
    shutil.copytree(empty_home, place / "home")
    with open_store(place / "home", key) as store:
        fill(store, Samples())
        backup(store, place / "it.backup", PASSPHRASE)
    return (place / "it.backup").read_bytes()


def refused(raw: bytes, folder: Path, error: type[Exception]) -> None:
    """``raw`` is not restored, and nothing is left behind."""
    (folder / "it.backup").write_bytes(raw)
    with pytest.raises(error):
        restore(folder / "it.backup", folder / "deep" / "home", PASSPHRASE)
    assert [path.name for path in folder.iterdir()] == ["it.backup"]


def test_a_restored_store_is_the_store(store: Store, samples: Any, tmp_path: Path, key: MasterKey) -> None:
    """Record, papers, letters and catalogue; it verifies clean and says who took a copy; the inbox is not in it."""
    code = fill(store, samples)
    done = backup(store, tmp_path / "it.backup", PASSPHRASE, actor="administrator:u-1")
    assert (done.papers, done.problems, done.size) == (3, (), (tmp_path / "it.backup").stat().st_size)
    assert key_in(tmp_path / "it.backup", PASSPHRASE).text() == key.text()
    restored = restore(tmp_path / "it.backup", tmp_path / "new" / "home", PASSPHRASE)
    assert restored.text() == key.text()
    home = tmp_path / "new" / "home"
    assert everything(home) == everything(store.home)
    assert len(everything(home)) == 5
    assert {path.name for path in home.iterdir()} == {
        "vault",
        "letters",
        "catalogue",
        "record.sqlite",
        "record.sqlite-turn",
    }
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
    code = fill(store, samples)
    before = {path.name for path in store.home.iterdir()}
    backup(store, tmp_path / "it.backup", PASSPHRASE)
    raw = (tmp_path / "it.backup").read_bytes()
    assert not [word for word in (b"SQLite", b"CREATE TABLE", b"Zqxmarker", code.encode(), b"vault/") if word in raw]
    assert (tmp_path / "it.backup").stat().st_mode & 0o777 == 0o600
    assert {path.name for path in store.home.iterdir()} == before


def test_others_write_meanwhile(store: Store, samples: Any, tmp_path: Path, key: MasterKey) -> None:
    """Writers are not kept waiting, and what is restored is a whole moment of the record."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        record.commit()
    stop, written = threading.Event(), []

    def write() -> None:
        with open_store(store.home, key) as mine:
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


def test_a_wrong_passphrase_leaves_nothing(made: bytes, tmp_path: Path) -> None:
    """Neither a home nor the folder over it."""
    (tmp_path / "it.backup").write_bytes(made)
    with pytest.raises(WrongPassphrase) as error:
        restore(tmp_path / "it.backup", tmp_path / "deep" / "home", "তিনটি ভেজা শব্দ")
    assert error.value.exit_code == 6
    assert [path.name for path in tmp_path.iterdir()] == ["it.backup"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_byte_can_be_changed(made: bytes, tmp_path: Path, data: st.DataObject) -> None:
    """Wherever it lies, head or body: refused as damage, and nothing is left behind."""
    at = data.draw(st.one_of(st.integers(0, 400), st.integers(0, len(made) - 1)).filter(lambda at: at != 7))
    change = data.draw(st.integers(1, 255))
    refused(made[:at] + bytes([made[at] ^ change]) + made[at + 1 :], tmp_path, BackupDamaged)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_end_can_be_cut_off(made: bytes, tmp_path: Path, data: st.DataObject) -> None:
    """At any byte, and exactly between chunks."""
    body = body_of(made)
    bounds = [body + number * (CHUNK + TAG) for number in range((len(made) - body) // (CHUNK + TAG) + 1)]
    size = data.draw(st.one_of(st.integers(0, len(made) - 1), st.sampled_from(bounds)))
    refused(made[:size], tmp_path, BackupDamaged)


def body_of(raw: bytes) -> int:
    """Where the head ends."""
    return len(archive.MAGIC) + 4 + int.from_bytes(raw[8:12], "big") + 32


def test_chunks_cannot_be_exchanged_or_added(made: bytes, tmp_path: Path) -> None:
    """Nor can the last come from another backup of the same store."""
    body, size = body_of(made), CHUNK + TAG
    head, one, two, rest = (
        made[:body],
        made[body : body + size],
        made[body + size : body + 2 * size],
        made[body + 2 * size :],
    )
    assert rest
    refused(head + two + one + rest, tmp_path, BackupDamaged)
    refused(head + one + rest, tmp_path, BackupDamaged)
    refused(head + one + two + two + rest, tmp_path, BackupDamaged)
    refused(made + b"x", tmp_path, BackupDamaged)
    refused(made + rest, tmp_path, BackupDamaged)


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    """An empty file, a PDF; a folder or nothing at all is a mistake in the command."""
    refused(b"", tmp_path, BackupDamaged)
    refused(b"%PDF-1.7", tmp_path, BackupDamaged)
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError):
            restore(path, tmp_path / "home", PASSPHRASE)
    assert not (tmp_path / "home").exists()


def test_only_an_empty_home_is_filled(made: bytes, store: Store, samples: Any, tmp_path: Path) -> None:
    """A store, a stray file, a file in the place of the home: nothing is touched."""
    (tmp_path / "it.backup").write_bytes(made)
    with pytest.raises(StoreExists):
        restore(tmp_path / "it.backup", store.home, PASSPHRASE)
    assert verify(store) == []
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "note.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for place in ("other", "file", "file/below"):
        with pytest.raises(StoreRefuses):
            restore(tmp_path / "it.backup", tmp_path / place, PASSPHRASE)
    assert (tmp_path / "other" / "note.txt").read_text() == "mine"
    assert (tmp_path / "file").read_text() == "mine"
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "it.backup", tmp_path / "empty", PASSPHRASE)
    assert (tmp_path / "empty").stat().st_mode & 0o777 == 0o700


def test_a_restore_cut_short_can_be_run_again(made: bytes, tmp_path: Path) -> None:
    """What one that was killed left behind is no store, and no obstacle."""
    (tmp_path / "it.backup").write_bytes(made)
    (tmp_path / "home" / ".restore" / "vault").mkdir(parents=True)
    (tmp_path / "home" / ".restore" / "record.sqlite").write_bytes(b"half")
    restored = restore(tmp_path / "it.backup", tmp_path / "home", PASSPHRASE)
    with open_store(tmp_path / "home", restored) as again:
        assert verify(again) == []
    assert not (tmp_path / "home" / ".restore").exists()


Evil = Callable[[archive.SealedWriter], None]


def add(name: str, data: bytes) -> Evil:
    return lambda writer: archive.add(writer, name, len(data), [data])


def raw_member(name: bytes, data: bytes) -> Evil:
    return lambda writer: writer.write(len(name).to_bytes(2, "big") + name + len(data).to_bytes(8, "big") + data)


MANIFEST = pack({"heads": {"chain": {"seq": 9, "hash": "0" * 64}, "access": {"seq": 0, "hash": "0" * 64}}})


@pytest.mark.parametrize(
    "evil",
    [
        [raw_member(b"../evil", b"x")],
        [raw_member(b"/tmp/evil", b"x")],
        [raw_member(b"letters/../../evil", b"x")],
        [raw_member(b"letters/a", b"x"), raw_member(b"letters/a/b", b"x")],
        [raw_member(b"letters/a", b"x"), raw_member(b"letters/a", b"y")],
        [raw_member(b"\xff\xfe", b"x")],
        [raw_member(b"manifest.json", b"not json")],
        [raw_member(b"manifest.json", MANIFEST)],
        [raw_member(b"manifest.json", MANIFEST), raw_member(b"record.sqlite", b"no database")],
        [],
    ],
)
def test_whoever_has_the_passphrase_cannot_write_elsewhere(evil: list[Evil], tmp_path: Path) -> None:
    """A backup forged by one who knows the passphrase stays in its jail, and is refused."""
    file = BytesIO()
    with archive.begin(file, MasterKey.generate(), PASSPHRASE) as writer:
        for one in evil:
            one(writer)
        archive.end(writer)
    refused(file.getvalue(), tmp_path, BackupDamaged)


def test_an_older_database_in_it_is_seen(store: Store, samples: Any, tmp_path: Path, key: MasterKey) -> None:
    """The manifest names the heads of both chains: a database that ends before them is not taken."""
    fill(store, samples)
    store.close()
    database, file = (store.home / "record.sqlite").read_bytes(), BytesIO()
    with archive.begin(file, key, PASSPHRASE) as writer:
        for one in (add("manifest.json", MANIFEST), add("record.sqlite", database)):
            one(writer)
        archive.end(writer)
    (tmp_path / "apart").mkdir()
    refused(file.getvalue(), tmp_path / "apart", BackupDamaged)


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
    fill(store, samples)
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
        assert again.vault.get(address) == b"a paper"


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
with open_store(Path(sys.argv[1]), MasterKey.from_text(os.environ["KEY"])) as store:
    backup(store, Path(sys.argv[2]), "words")
"""


def test_killed_half_way_there_is_no_backup_and_the_next_one_is_made(
    store: Store, samples: Any, tmp_path: Path, key: MasterKey
) -> None:
    """kill -9 within the database: nothing lies under the name, the store is whole, its copy goes with the next."""
    fill(store, samples)
    command = [sys.executable, "-c", KILLED, str(store.home), str(tmp_path / "it")]
    run = subprocess.run(command, env=os.environ | {"KEY": key.text()}, cwd=ROOT, check=False)
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
