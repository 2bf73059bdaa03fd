"""The paper vault: every original and every letter, encrypted, addressed by the SHA-256 of its plain bytes.

    store.vault.put(data, owner) -> address      owner: a claimant's code, "house", or intake(address) for a scan
    store.vault.put_all([(data, owner), …]) -> list of addresses             the same of many at once
    store.vault.get(address, actor) -> bytes     StoreDamaged if it is not what was put, UsageError if never put, or not
                                                 for this actor, NotAllowed if papers are not this actor's to see
    store.vault.get_all(addresses, actor) -> each one's bytes in turn        the same of many
    store.vault.holds(data) -> bool              whether these very bytes lie there: who has them may ask
    store.vault.has(address) -> bool

Each file has a data key of its own in the database, so a file and its key must both be there. ``put`` outside a
transaction has made both durable when it returns. Inside ``with store.begin(...)`` it joins that transaction: key and
file become durable with the commit, and a rollback removes the file again. Hence a source may be deleted only after
the commit. On disk: encrypted, written to a temporary name, fsynced, renamed, folder fsynced, read back and compared.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import fsspec.core
import regex
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rules.errors import DabiError, StoreDamaged, StoreRefuses, ToolMissing, UsageError
from store.files import fsync_folder
from store.keys import chunks
from store.sealing import DataKey, MasterKey
from store.tables import VaultFileRow, VaultOwnerRow
from store.unit import Now, utc_now

_ADDRESS = regex.compile(r"[0-9a-f]{64}")
PART = ".part"
_WRITERS = 8  # files written at a time: most of a file's time is the disk's, which makes several last at once

Row = TypeVar("Row", VaultFileRow, VaultOwnerRow)
Transaction = Callable[[bool], AbstractContextManager[Session]]
Exist = Callable[[Session, str, Sequence[str]], Collection[str]]


def is_address(text: str) -> bool:
    return _ADDRESS.fullmatch(text) is not None


class Folder:
    """Files under one fsspec address, by vault address; a local folder is written with fsync and stays a jail."""

    def __init__(self, place: str) -> None:
        self.place = place
        try:
            # What another machine has put meanwhile must be seen, so no listing is kept.
            self._fs, root = fsspec.core.url_to_fs(place, use_listings_cache=False)
        except ImportError:
            kind = place.split(":")[0]
            remedy = "Install the package that fsspec names for it ('pip install s3fs' for s3), then run this again."
            raise ToolMissing(f"vault on {kind}", "its package is not installed.", remedy) from None
        except ValueError:
            raise UsageError("DABI_VAULT is not an address that fsspec knows, such as s3://bucket/vault.") from None
        self._root: str = root.rstrip("/")
        self._local = "file" in (self._fs.protocol if isinstance(self._fs.protocol, tuple) else (self._fs.protocol,))

    def prepare(self) -> None:
        """Create the folder for its owner alone."""
        if self._local:
            Path(self._root).mkdir(mode=0o700, parents=True, exist_ok=True)
        else:
            with _disk_errors():
                self._fs.makedirs(self._root, exist_ok=True)

    def _path(self, address: str) -> str:
        """Where ``address`` lies. Anything that is not an address, or lies behind a link, is refused."""
        if not is_address(address):
            raise UsageError("That is not a vault address: 64 digits and letters a to f.")
        path = f"{self._root}/{address[:2]}/{address}"
        if self._local and Path(self._root, address[:2]).is_symlink():
            raise StoreDamaged(f"the vault folder {address[:2]} is a link")
        return path

    def write(self, address: str, sealed: bytes) -> None:
        path = self._path(address)
        with _disk_errors():
            if self._local:
                _write_durably(Path(path), sealed)
            else:
                self._fs.pipe_file(path, sealed)

    def read(self, address: str) -> bytes | None:
        """The bytes under ``address``; None if there is no such file."""
        path = self._path(address)
        try:
            if self._local:
                with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                    return file.read()
            return self._read_elsewhere(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise StoreDamaged(f"the vault file {address[:12]} is a link") from None
            raise StoreRefuses(f"The vault file {address[:12]} cannot be read: {error.strerror}.") from None

    def _read_elsewhere(self, path: str) -> bytes | None:
        with _disk_errors():
            try:
                data: bytes = self._fs.cat_file(path)
            except FileNotFoundError:
                return None
        return data

    def has(self, address: str) -> bool:
        path = self._path(address)
        with _disk_errors():
            return bool(self._fs.exists(path))

    def remove(self, address: str) -> None:
        path = self._path(address)
        with _disk_errors():
            if self._fs.exists(path):
                self._fs.rm_file(path)

    def names(self) -> Iterator[str]:
        """Every file in the folder, by its path within it."""
        with _disk_errors():
            found = sorted(self._fs.find(self._root)) if self._fs.exists(self._root) else []
        for path in found:
            yield path.removeprefix(self._root).lstrip("/")


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except DabiError:
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreRefuses("The disk of the vault is full. Make room, then run this again.") from None
        raise StoreRefuses(f"The vault cannot be reached: {error.strerror or type(error).__name__}.") from None
    except Exception as error:  # each kind of fsspec has errors of its own, and their texts hold addresses
        remedy = "Check DABI_VAULT, its credentials and the network, then run this again."
        raise StoreRefuses(f"The vault does not answer ({type(error).__name__}). {remedy}") from None


def _write_durably(path: Path, data: bytes) -> None:
    """Temporary file, fsync, rename, fsync of the folder (and of the vault's, where the folder is new)."""
    try:
        path.parent.mkdir(mode=0o700)
        fsync_folder(path.parent.parent)
    except FileExistsError:
        pass
    # One name for all: who writes this address holds the writing transaction, so what lies there was left by the dead.
    part = path.with_name(f".{path.name}{PART}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    fsync_folder(path.parent)


class Vault:
    """``transaction(read_only)`` gives the session of the transaction under way in this thread, or one of its own;
    ``exist(session, actor, addresses)`` says which papers exist for an actor."""

    def __init__(self, folder: Folder, master: MasterKey, transaction: Transaction, exist: Exist, now: Now) -> None:
        self.folder = folder
        self._master = master
        self._transaction = transaction
        self._exist = exist
        self._now = now

    def put(self, data: bytes, owner: str) -> str:
        """Keep ``data`` for ``owner`` and return its address; the same bytes again are kept once, for both owners, and
        written anew only where what lies there is not they."""
        return self.put_all([(data, owner)])[0]

    def put_all(self, papers: Sequence[tuple[bytes, str]]) -> list[str]:
        """``put`` of several papers with their owners, in few queries; their addresses in the same order."""
        addresses = [sha256(data).hexdigest() for data, _ in papers]
        with self._transaction(False) as session:
            rows = {row.sha256: row for row in _rows(session, VaultFileRow, addresses)}
            unwritten = {}
            for address, (data, _) in zip(addresses, papers, strict=True):
                if address not in rows:
                    rows[address] = VaultFileRow(sha256=address, size=len(data), stored_at=self._now())
                    session.add(rows[address])
                row = rows[address]
                if row.wrapped is None:
                    row.wrapped = self._master.wrap(f"file/{address}", DataKey.draw())
                    session.info.setdefault("written", []).append(address)
                    unwritten[address] = data
                elif address not in unwritten and not self._is_whole(row):
                    unwritten[address] = data
            session.flush()
            self._write([(address, self._key(rows[address]), data) for address, data in unwritten.items()])
            known = {(row.sha256, row.owner) for row in _rows(session, VaultOwnerRow, addresses)}
            owned = dict.fromkeys((address, owner) for address, (_, owner) in zip(addresses, papers, strict=True))
            session.add_all(VaultOwnerRow(sha256=one[0], owner=one[1]) for one in owned if one not in known)
            session.flush()
        return addresses

    def _write(self, papers: Sequence[tuple[str, DataKey, bytes]]) -> None:
        """Write papers under their addresses; all of them last when this returns."""
        if len(papers) < 2:
            for paper in papers:
                self._write_one(*paper)
            return
        with ThreadPoolExecutor(min(_WRITERS, len(papers)), thread_name_prefix="vault") as pool:
            list(pool.map(lambda paper: self._write_one(*paper), papers))

    def _write_one(self, address: str, key: DataKey, data: bytes) -> None:
        sealed = key.seal(data, f"file/{address}")
        self.folder.write(address, sealed)
        if self.folder.read(address) != sealed:
            raise StoreDamaged(f"the vault file {address[:12]} reads back otherwise than it was written")

    def _key(self, row: VaultFileRow) -> DataKey:
        if row.wrapped is None:
            raise UsageError(f"The paper {row.sha256[:12]} was erased.")
        return DataKey(self._master.unwrap(f"file/{row.sha256}", row.wrapped))

    def get(self, address: str, actor: str) -> bytes:
        """The bytes under ``address``, checked against it, if they exist for ``actor``."""
        return next(self.get_all([address], actor))

    def get_all(self, addresses: Sequence[str], actor: str) -> Iterator[bytes]:
        """``get`` of each address in turn, their keys fetched in few queries."""
        if not all(map(is_address, addresses)):
            raise UsageError("That is not a vault address: 64 digits and letters a to f.")
        for some in chunks(addresses):
            with self._transaction(True) as session:
                exist = self._exist(session, actor, some)
                keys = {row.sha256: self._key(row) for row in _rows(session, VaultFileRow, some) if row.sha256 in exist}
            for address in some:
                if address not in keys:
                    raise UsageError(f"There is no paper {address[:12]} in the vault.")
                yield self._read(address, keys[address])

    def check(self, address: str) -> int:
        """How many bytes a paper has that is what was put there, whoever's it is; StoreDamaged if it is not."""
        with self._transaction(True) as session:
            (key,) = (self._key(row) for row in _rows(session, VaultFileRow, [address]))
        return len(self._read(address, key))

    def holds(self, data: bytes) -> bool:
        """Whether these bytes lie in the vault, whole."""
        address = sha256(data).hexdigest()
        try:
            return self.has(address) and self.check(address) == len(data)
        except StoreDamaged:
            return False

    def _is_whole(self, row: VaultFileRow) -> bool:
        key = self._key(row)
        try:
            self._read(row.sha256, key)
        except StoreDamaged:
            return False
        return True

    def _read(self, address: str, key: DataKey) -> bytes:
        sealed = self.folder.read(address)
        if sealed is None:
            raise StoreDamaged(f"the vault file {address[:12]} is missing")
        data = key.open(sealed, f"file/{address}")
        if sha256(data).hexdigest() != address:
            raise StoreDamaged(f"the vault file {address[:12]} is not what was put there")
        return data

    def has(self, address: str) -> bool:
        """Whether the paper is there, with its key."""
        if not is_address(address):
            return False
        with self._transaction(True) as session:
            row = session.get(VaultFileRow, address)
            known = row is not None and row.wrapped is not None
        return known and self.folder.has(address)


def _rows(session: Session, table: type[Row], addresses: Sequence[str]) -> Iterator[Row]:
    """The rows of these addresses."""
    for some in chunks(set(addresses)):
        yield from session.scalars(select(table).where(table.sha256.in_(some)))


def forget_written(session: Session) -> None:
    """After a commit: what was put stays."""
    session.info.pop("written", None)


def remove_unkept(session: Session, folder: Folder, addresses: Iterable[str]) -> None:
    """Remove files whose keys were rolled back, in a new transaction that is itself rolled back.

    Inserting the row claims the address: who puts the same bytes meanwhile comes wholly before this or wholly after.
    """
    for address in addresses:
        session.add(VaultFileRow(sha256=address, size=0, stored_at=utc_now()))
        try:
            session.flush()
        except IntegrityError:  # somebody has put it since: it stays
            pass
        else:
            folder.remove(address)
        session.rollback()
