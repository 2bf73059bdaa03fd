"""A backup comes back whole or not at all, in an empty place of whichever kind."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.errors import BackupDamaged, StoreExists, StoreRefuses, UsageError, WrongPassphrase
from store import archive
from store.backup import backup
from store.codec import pack
from store.restore import key_in, restore
from store.sealing import MasterKey
from store.session import Store, open_store
from store.stream import CHUNK, TAG
from store.vault import Folder
from store.verify import verify
from tests.buckets import bucket
from tests.clusters import Cluster
from tests.store.conftest import Samples
from tests.store.hands import fill_home, tamper

ACTOR = "system:test"
PASSPHRASE = "তিনটি শুকনো শব্দ"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, empty_home: Path, key: MasterKey) -> bytes:
    """A backup of a filled store, made once."""
    place = tmp_path_factory.mktemp("made")
    shutil.copytree(empty_home, place / "home")
    with open_store(place / "home", key) as store:
        fill_home(store, Samples())
        backup(store, place / "it.backup", PASSPHRASE)
    return (place / "it.backup").read_bytes()


def refused(raw: bytes, folder: Path, error: type[Exception]) -> None:
    """``raw`` is not restored, and nothing is left behind."""
    (folder / "it.backup").write_bytes(raw)
    with pytest.raises(error):
        restore(folder / "it.backup", folder / "deep" / "home", PASSPHRASE)
    assert [path.name for path in folder.iterdir()] == ["it.backup"]


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


@pytest.mark.in_a_file
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


KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
from store.restore import restore

left = int(sys.argv[3])

def pass_(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

def before(owner, name):
    real = getattr(owner, name)
    def passing(*given, **named):
        pass_()
        return real(*given, **named)
    setattr(owner, name, passing)

before(Path, "rename")
before(shutil, "rmtree")
event.listen(Engine, "commit", pass_)
url = sys.argv[4] if len(sys.argv) > 4 else None
restore(Path(sys.argv[1]), Path(sys.argv[2]), os.environ["WORDS"], database_url=url)
"""


def restored_after_kills(folder: Path, databases: Iterator[str | None]) -> int:
    """How often a restore was killed, each time a step later, until one ended. After each kill the next puts a whole
    store into the same place, unless all but tidying up was done."""
    for number, url in enumerate(databases, 1):
        home = folder / f"home-{number}"
        command = [sys.executable, "-c", KILLED, str(folder / "it"), str(home), str(number), *filter(None, [url])]
        code = subprocess.run(command, env=os.environ | {"WORDS": PASSPHRASE}, cwd=ROOT, check=False).returncode
        key = key_in(folder / "it", PASSPHRASE)
        if code:
            assert code == -signal.SIGKILL
            with suppress(StoreExists):
                restore(folder / "it", home, PASSPHRASE, database_url=url)
        with open_store(home, key, database_url=url) as again:
            assert verify(again) == []
        assert not (home / ".restore").exists()
        if code == 0:
            return number - 1
    raise AssertionError("it was never killed less often than tried")


def test_a_restore_killed_at_any_step_can_be_run_again(made: bytes, tmp_path: Path) -> None:
    """Each rename, each commit, the tidying up: there is no store or a whole one."""
    (tmp_path / "it").write_bytes(made)
    assert restored_after_kills(tmp_path, itertools.repeat(None)) >= 6


@pytest.mark.slow
def test_a_restore_on_a_server_killed_at_any_step_can_be_run_again(
    made: bytes, cluster: Cluster, tmp_path: Path
) -> None:
    """Before its rows are there, between these and what lies in the home, and after both."""
    (tmp_path / "it").write_bytes(made)
    with ExitStack() as lent:
        databases = (lent.enter_context(cluster.database()) for _ in itertools.count())
        assert restored_after_kills(tmp_path, databases) >= 7


def test_a_backup_comes_back_on_a_server_and_in_a_bucket(
    made: bytes, samples: Any, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It verifies clean, work goes on there, and a backup of it comes back in a home as the same record."""
    (tmp_path / "it").write_bytes(made)
    home = tmp_path / "home"
    with cluster.database() as url, bucket(monkeypatch) as place:
        key = restore(tmp_path / "it", home, PASSPHRASE, database_url=url, vault=place)
        assert {path.name for path in home.iterdir()} == {"letters", "catalogue"}
        with open_store(home, key, database_url=url, vault=place) as store:
            assert verify(store) == []
            with store.begin(ACTOR) as record:
                samples.letter(store, record, samples.claim(record, samples.claimant(record)), "step-2")
                record.commit()
            backup(store, tmp_path / "later", PASSPHRASE)
            with store.begin(ACTOR, read_only=True) as record:
                there = record.letters()
        with pytest.raises(StoreExists):
            restore(tmp_path / "it", tmp_path / "other", PASSPHRASE, database_url=url)
        assert not (tmp_path / "other").exists()
    with open_store(tmp_path / "new", restore(tmp_path / "later", tmp_path / "new", PASSPHRASE)) as again:
        assert verify(again) == []
        with again.begin(ACTOR, read_only=True) as record:
            assert record.letters() == there
    assert len(there) == 2


def test_a_vault_that_holds_other_papers_is_not_written_to(made: bytes, tmp_path: Path) -> None:
    """Neither strange papers nor strange bytes under an address of ours; what a killed restore put there may stay."""
    (tmp_path / "it").write_bytes(made)
    restore(tmp_path / "it", tmp_path / "home", PASSPHRASE)
    ours = sorted(path for path in (tmp_path / "home" / "vault").rglob("*") if path.is_file())
    for name, data in (("a" * 64, b"strange"), (ours[0].name, b"strange")):
        place = tmp_path / f"vault-{name[:6]}"
        Folder(str(place)).prepare()
        Folder(str(place)).write(name, data)
        with pytest.raises(StoreRefuses, match="other papers"):
            restore(tmp_path / "it", tmp_path / "new", PASSPHRASE, vault=str(place))
        assert [(path.name, path.read_bytes()) for path in place.rglob("*") if path.is_file()] == [(name, data)]
        assert not (tmp_path / "new").exists()
    place = tmp_path / "left"
    Folder(str(place)).prepare()
    Folder(str(place)).write(ours[0].name, ours[0].read_bytes())
    key = restore(tmp_path / "it", tmp_path / "new", PASSPHRASE, vault=str(place))
    with open_store(tmp_path / "new", key, vault=str(place)) as again:
        assert verify(again) == []


@pytest.mark.in_a_file
def test_what_a_server_does_not_take_leaves_nothing_anywhere(
    store: Store, samples: Any, cluster: Cluster, tmp_path: Path
) -> None:
    """A word longer than a server keeps: no papers, no home, no tables; in a home the same backup comes back."""
    fill_home(store, samples)
    tamper(store, f"UPDATE claims SET block = '{'x' * 65}'")
    backup(store, tmp_path / "it", PASSPHRASE)
    place, new = tmp_path / "vault", tmp_path / "new"
    with cluster.database() as url:
        for _ in range(2):
            with pytest.raises(BackupDamaged):
                restore(tmp_path / "it", new, PASSPHRASE, database_url=url, vault=str(place))
    assert [path for path in place.rglob("*") if path.is_file()] == []
    assert not new.exists()
    restore(tmp_path / "it", new, PASSPHRASE)


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


@pytest.mark.in_a_file
def test_an_older_database_in_it_is_seen(store: Store, samples: Any, tmp_path: Path, key: MasterKey) -> None:
    """The manifest names the heads of both chains: a database that ends before them is not taken."""
    fill_home(store, samples)
    store.close()
    database, file = (store.home / "record.sqlite").read_bytes(), BytesIO()
    with archive.begin(file, key, PASSPHRASE) as writer:
        for one in (add("manifest.json", MANIFEST), add("record.sqlite", database)):
            one(writer)
        archive.end(writer)
    (tmp_path / "apart").mkdir()
    refused(file.getvalue(), tmp_path / "apart", BackupDamaged)
