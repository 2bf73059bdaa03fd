"""The vault gives back what was put, or says that it cannot; and nothing leads out of it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from hashlib import sha256
from pathlib import Path
from typing import Any

import fsspec
import pytest
from sqlalchemy import select

from rules.errors import StoreDamaged, StoreRefuses, ToolMissing, UsageError
from store import vault as vault_module
from store.sealing import MasterKey
from store.session import Store, create, open_store
from store.tables import VaultOwnerRow
from store.verify import verify
from tests.buckets import bucket

ACTOR = "system:test"
PAPER = "স্বাক্ষর ও সিল ".encode() * 500


def files(store: Store) -> list[Path]:
    return [path for path in (store.home / "vault").rglob("*") if path.is_file()]


def owners(store: Store, address: str) -> set[str]:
    with store.examine() as (session, _):
        return set(session.scalars(select(VaultOwnerRow.owner).where(VaultOwnerRow.sha256 == address)))


def test_what_is_put_comes_back_under_its_hash(store: Store) -> None:
    """The address is the SHA-256 of the plain bytes; the file holds none of them."""
    address = store.vault.put(PAPER, "house")
    assert address == sha256(PAPER).hexdigest()
    assert store.vault.get(address, "system:test") == PAPER
    assert store.vault.has(address)
    assert not store.vault.has("0" * 64)
    (path,) = files(store)
    assert path.name == address
    assert "সিল".encode() not in path.read_bytes()


@pytest.mark.parametrize("data", [b"", b"\0", b"x" * 3_000_000])
def test_any_bytes_are_kept(store: Store, data: bytes) -> None:
    """Nothing, a zero byte and three megabytes."""
    assert store.vault.get(store.vault.put(data, "house"), "system:test") == data


def test_the_same_bytes_are_kept_once_for_both_owners(store: Store) -> None:
    """A second put writes nothing anew and remembers whose it is too."""
    address = store.vault.put(PAPER, "SN-222222")
    (path,) = files(store)
    before = (path.stat().st_mtime_ns, path.stat().st_ino)
    assert store.vault.put(PAPER, "SN-333333") == store.vault.put(PAPER, "SN-222222") == address
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
    assert owners(store, address) == {"SN-222222", "SN-333333"}


def test_papers_put_together_are_each_kept_for_their_owners(store: Store) -> None:
    """Addresses come in order; bytes given twice, or put before, are kept once and belong to everyone named."""
    known = store.vault.put(b"known", "house")
    papers = [(b"one", "SN-222222"), (b"known", "SN-222222"), (b"two", "SN-333333"), (b"one", "SN-333333")]
    addresses = store.vault.put_all(papers)
    assert addresses == [sha256(data).hexdigest() for data, _ in papers]
    assert [store.vault.get(address, "system:test") for address in addresses] == [data for data, _ in papers]
    assert owners(store, addresses[0]) == {"SN-222222", "SN-333333"}
    assert owners(store, known) == {"house", "SN-222222"}
    assert len(files(store)) == 3
    assert store.vault.put_all([]) == []


def test_a_lost_file_is_healed_by_putting_it_again(store: Store) -> None:
    """Scanning the paper again brings it back under its old key."""
    address = store.vault.put(PAPER, "house")
    files(store)[0].unlink()
    with pytest.raises(StoreDamaged, match="missing"):
        store.vault.get(address, "system:test")
    assert store.vault.put(PAPER, "house") == address
    assert store.vault.get(address, "system:test") == PAPER


@pytest.mark.parametrize("spoilt", [b"", b"something else"])
def test_a_damaged_file_is_healed_by_putting_it_again(store: Store, spoilt: bytes) -> None:
    """The good bytes are at hand, and the address says that they are the same; what is whole is not touched."""
    address = store.vault.put(PAPER, "house")
    (path,) = files(store)
    path.write_bytes(spoilt)
    assert store.vault.put(PAPER, "house") == address
    assert store.vault.get(address, "system:test") == PAPER
    whole = path.read_bytes()
    store.vault.put(PAPER, "house")
    assert path.read_bytes() == whole


@pytest.mark.parametrize("where", [0, 1, 30, -1])
def test_one_flipped_bit_is_noticed(store: Store, where: int) -> None:
    """Anywhere in the file."""
    address = store.vault.put(PAPER, "house")
    (path,) = files(store)
    data = bytearray(path.read_bytes())
    data[where] ^= 1
    path.write_bytes(data)
    with pytest.raises(StoreDamaged):
        store.vault.get(address, "system:test")


def test_a_cut_file_and_another_file_are_noticed(store: Store) -> None:
    """A truncated paper, an empty one, and one paper in another's place."""
    one, two = store.vault.put(PAPER, "house"), store.vault.put(b"another", "house")
    path = store.home / "vault" / one[:2] / one
    for spoilt in (path.read_bytes()[:-16], b"", (store.home / "vault" / two[:2] / two).read_bytes()):
        path.write_bytes(spoilt)
        with pytest.raises(StoreDamaged):
            store.vault.get(one, "system:test")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "..",
        "../../etc/passwd",
        "/etc/passwd",
        "a" * 63,
        "A" * 64,
        "a" * 64 + "\n",
        "../" + "a" * 61,
        "০" * 64,
        "\0" * 64,
    ],
)
def test_only_an_address_is_looked_up(store: Store, address: str) -> None:
    """Anything else never becomes a path."""
    with pytest.raises(UsageError):
        store.vault.get(address, "system:test")
    with pytest.raises(UsageError):
        store.vault.folder.read(address)
    with pytest.raises(UsageError):
        store.vault.folder.write(address, b"x")
    assert not store.vault.has(address)


def test_links_do_not_lead_out_of_the_vault(store: Store, tmp_path: Path) -> None:
    """A file or a folder of the vault that was replaced by a link is damage, and nothing outside is touched."""
    address = store.vault.put(PAPER, "house")
    (path,) = files(store)
    outside = tmp_path / "outside"
    outside.mkdir()
    path.rename(outside / address)
    path.symlink_to(outside / address)
    with pytest.raises(StoreDamaged, match="link"):
        store.vault.get(address, "system:test")
    path.unlink()
    path.parent.rmdir()
    path.parent.symlink_to(outside)
    with pytest.raises(StoreDamaged, match="is a link"):
        store.vault.get(address, "system:test")
    with pytest.raises(StoreDamaged, match="is a link"):
        store.vault.put(PAPER, "house")
    assert [one.name for one in outside.iterdir()] == [address]


def test_an_unknown_paper_is_a_wrong_question(store: Store) -> None:
    """A well-formed address of nothing."""
    with pytest.raises(UsageError, match="no paper"):
        store.vault.get("0" * 64, "system:test")


def test_papers_put_in_a_transaction_wait_for_its_commit(store: Store) -> None:
    """Inside the block they can be read; without the commit they are gone, file and all."""
    with store.begin(ACTOR) as record:
        address = store.vault.put(PAPER, "house")
        assert store.vault.get(address, "system:test") == PAPER
    assert not store.vault.has(address)
    assert files(store) == []
    with store.begin(ACTOR) as record:
        store.vault.put(PAPER, "house")
        record.commit()
    assert store.vault.get(address, "system:test") == PAPER


def test_a_rollback_leaves_what_another_had_put(store: Store) -> None:
    """Only papers whose keys were rolled back are removed."""
    address = store.vault.put(PAPER, "house")
    with store.begin(ACTOR):
        store.vault.put(PAPER, "SN-222222")
    assert store.vault.get(address, "system:test") == PAPER
    assert owners(store, address) == {"house"}


def test_threads_put_side_by_side(store: Store) -> None:
    """Eight threads with the same and with other bytes: each paper is there once and whole."""
    papers = [PAPER, b"a", b"b", PAPER, b"c", b"a", PAPER, b"d"]
    threads = [threading.Thread(target=store.vault.put, args=(paper, f"SN-{n}")) for n, paper in enumerate(papers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(files(store)) == 5
    assert all(store.vault.get(sha256(paper).hexdigest(), "system:test") == paper for paper in papers)


def test_a_full_disk_leaves_no_half_file(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The write fails with a sentence, no part stays, and the same put works once there is room."""

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreRefuses, match="full"):
            store.vault.put(PAPER, "house")
    assert files(store) == []
    assert store.vault.get(store.vault.put(PAPER, "house"), "system:test") == PAPER


def test_a_disk_that_lies_is_noticed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads back otherwise than it was written is not recorded."""

    def lie(self: vault_module.Folder, address: str) -> bytes:
        return b"something else"

    with monkeypatch.context() as patched:
        patched.setattr(vault_module.Folder, "read", lie)
        with pytest.raises(StoreDamaged):
            store.vault.put(PAPER, "house")
    assert not store.vault.has(sha256(PAPER).hexdigest())


def test_the_vault_may_lie_elsewhere(home: Path, key: MasterKey) -> None:
    """Any fsspec address will do; this one is in memory."""
    create(home, key, vault="memory://papers")
    with open_store(home, key, vault="memory://papers") as store:
        address = store.vault.put(PAPER, "house")
        assert store.vault.get(address, "system:test") == PAPER
        assert store.vault.put(PAPER, "SN-222222") == address
        assert list(store.vault.folder.names()) == [f"{address[:2]}/{address}"]
        with store.begin(ACTOR):
            store.vault.put(b"not kept", "house")
        assert len(list(store.vault.folder.names())) == 1
    assert not (home / "vault").exists()
    fsspec.filesystem("memory").rm("/papers", recursive=True)


@pytest.mark.slow
def test_the_vault_may_lie_in_a_bucket(home: Path, key: MasterKey, monkeypatch: pytest.MonkeyPatch) -> None:
    """On S3 papers are put once, read back, rolled back, healed and verified as in a folder; only sealed bytes go."""
    with bucket(monkeypatch) as place:
        create(home, key, vault=place)
        with open_store(home, key, vault=place) as store:
            address = store.vault.put(PAPER, "house")
            assert store.vault.get(address, "system:test") == PAPER
            assert store.vault.put(PAPER, "SN-222222") == address
            assert PAPER not in (store.vault.folder.read(address) or b"")
            with store.begin(ACTOR):
                store.vault.put(b"not kept", "house")
            assert list(store.vault.folder.names()) == [f"{address[:2]}/{address}"]
            store.vault.folder.remove(address)
            assert not store.vault.has(address)
            assert [problem.field for problem in verify(store)] == ["missing", "orphan"]
            store.vault.put(PAPER, "house")
            assert store.vault.get(address, "system:test") == PAPER
        assert not (home / "vault").exists()
        with open_store(home, key, vault="s3://nobodys/vault") as store, pytest.raises(StoreRefuses, match="vault"):
            store.vault.put(b"another", "house")


def test_a_bucket_out_of_reach_is_said_to_be(home: Path, key: MasterKey) -> None:
    """Whatever its package raises, a person is told what to check."""

    class Away(fsspec.AbstractFileSystem):  # type: ignore[misc]
        protocol = "away"

        def makedirs(self, path: str, exist_ok: bool = False) -> None:
            raise ValueError("EndpointConnectionError: http://u:Zqxmarker@nowhere")

    fsspec.register_implementation("away", Away, clobber=True)
    with pytest.raises(StoreRefuses, match="DABI_VAULT") as caught:
        create(home, key, vault="away://papers")
    assert "Zqxmarker" not in str(caught.value)


KILLED = """
import os, signal, sys
from pathlib import Path
from store.sealing import MasterKey
from store.session import open_store
from tests.buckets import bucket

place = os.environ.get("DABI_DATABASE_URL")
with open_store(Path(sys.argv[1]), MasterKey.from_text(os.environ["KEY"]), database_url=place) as store:
    if sys.argv[2] == "alone":
        store.vault.put(b"the original", "house")
    elif sys.argv[2] == "inside":
        with store.begin("system:test") as record:
            store.vault.put(b"the original", "house")
            os.kill(os.getpid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("when", ["alone", "inside"])
def test_kill_9_between_vault_and_commit_loses_nothing(store: Store, key: MasterKey, database: Any, when: str) -> None:
    """A paper put alone is readable and reported as an orphan; one put inside is reported; putting again mends both."""
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(store.home), when],
        env=database.environment() | {"KEY": key.text()},
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert run.returncode == -signal.SIGKILL
    address = sha256(b"the original").hexdigest()
    (problem,) = verify(store)
    assert problem.field == "orphan"
    assert store.vault.has(address) is (when == "alone")
    with store.begin(ACTOR) as record:
        assert store.vault.put(b"the original", "house") == address
        record.commit()
    assert store.vault.get(address, "system:test") == b"the original"
    assert len(files(store)) == 1


def test_a_part_left_by_a_kill_is_reported(store: Store, samples: Any) -> None:
    """A temporary file of a write that never ended is named, and is in nobody's way."""
    address = store.vault.put(PAPER, "house")
    (store.home / "vault" / address[:2] / f".{address}.0a1b2c3d{vault_module.PART}").write_bytes(b"half")
    assert [problem.field for problem in verify(store)] == ["orphan", "orphan"]
    assert store.vault.get(address, "system:test") == PAPER


def test_a_vault_address_that_cannot_work_creates_nothing(
    home: Path, key: MasterKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kind that fsspec does not know is wrong usage; a kind whose package is missing says what to install."""
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(UsageError, match="DABI_VAULT"):
        create(home, key, vault="nowhere://papers")
    with pytest.raises(ToolMissing, match="pip install s3fs"):
        create(home, key, vault="gs://papers/vault")
    assert list(home.iterdir()) == []
