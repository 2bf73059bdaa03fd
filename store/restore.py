"""The way back from a backup: its store in an empty home, on a server or on a bucket, whichever it came from.

    key_in(path, passphrase) -> MasterKey
    restore(path, home, passphrase, *, erased={}, database_url=None, vault=None) -> MasterKey

All is unpacked into the home and checked there; what has to lie elsewhere is carried there only then. The database
comes to its place last; what is left of the building after that is removed now, or when the store is opened.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from rules.errors import BackupDamaged, StoreDamaged, StoreExists, StoreMissing, StoreRefuses, UsageError, WrongKey
from store import archive
from store.archive import FOLDERS, MANIFEST
from store.backup import heads
from store.carrying import carry
from store.codec import unpack
from store.engine import DATABASE, TURN, make_engine, server_url, sqlite_url
from store.erasure import replay
from store.files import alone, fsync_folder
from store.migrate import upgrade, version
from store.sealing import SALT_FILE, MasterKey
from store.session import RESTORING, VAULT, is_store, open_store, remove_left
from store.stream import SealedReader
from store.vault import Folder


def key_in(path: Path, passphrase: str) -> MasterKey:
    """The master key that a backup holds; the rest of it is not looked at. Errors as ``restore``."""
    with _opened(path) as file:
        return archive.unlock(file, passphrase)[0]


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise UsageError(f"The backup {path} cannot be read: {error.strerror}. Name the right file.") from None
    with file:
        yield file


def restore(
    path: Path,
    home: Path,
    passphrase: str,
    *,
    erased: Mapping[str, date] | None = None,
    database_url: str | None = None,
    vault: str | None = None,
) -> MasterKey:
    """Put the store in a backup into ``home``, which must be empty or missing, and return its key.

    ``erased`` names people erased since the backup was made (``store.erasure.erased``): they are erased again first.
    ``database_url`` and ``vault`` name places outside the home, as for ``store.session.create``, which are empty too.

    StoreExists or StoreRefuses for what is not empty, WrongPassphrase, BackupDamaged: then nothing is left behind. The
    database is put in its place last: a restore that is killed leaves no store, and can be run again.
    """
    home = home.absolute()
    papers = Folder(vault) if vault is not None else None
    _must_be_empty(home)
    with _opened(path) as file, _server(database_url) as server:
        _must_hold_none(server, home)
        key, reader = archive.unlock(file, passphrase)
        with _made(home), alone(home):
            _must_be_empty(home)
            _clear(home)  # what one that was killed has left
            building = home / RESTORING
            try:
                building.mkdir(mode=0o700)
                _unpack(reader, building)
                _check(building, key, erased or {})
                with _carried_papers(building, papers):
                    _put_in_place(building, home, server)
            except OSError as error:
                _clear(home)
                raise StoreRefuses(f"{home} cannot be written to: {error.strerror}. Nothing was restored.") from None
            except BaseException:
                _clear(home)
                raise
    return key


def _must_be_empty(home: Path) -> None:
    """Or hold at most what a restore that was killed has left: its database is not in its place yet."""
    if is_store(home):
        raise StoreExists(str(home))
    left = {RESTORING}
    if (home / RESTORING / DATABASE).exists():
        left |= {VAULT, SALT_FILE, *FOLDERS}
    if home.exists() and (not home.is_dir() or {path.name for path in home.iterdir()} - left):
        raise StoreRefuses(f"{home} is not an empty folder. Choose another with --home; nothing was changed.")


@contextmanager
def _server(database_url: str | None) -> Iterator[Engine | None]:
    if database_url is None:
        yield None
        return
    engine = make_engine(server_url(database_url))
    try:
        yield engine
    finally:
        engine.dispose()


def _must_hold_none(server: Engine | None, home: Path) -> None:
    if server is not None:
        with server.begin() as connection:
            if version(connection) is not None:
                raise StoreExists(str(home))


@contextmanager
def _made(home: Path) -> Iterator[None]:
    """``home`` made private; if the block fails, the folders made for it are removed."""
    made = [folder for folder in (home, *home.parents) if not folder.exists()]
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.chmod(0o700)
    except OSError:
        raise StoreRefuses(f"{home} cannot be made a private folder. Choose another with --home.") from None
    try:
        yield
    except BaseException:
        for folder in made:
            folder.rmdir()
        raise


def _unpack(reader: SealedReader, building: Path) -> None:
    for name, parts in archive.members(reader):
        place = archive.place_of(building, name)
        try:
            _make_folders(building, place.parent)
            descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        except (FileExistsError, NotADirectoryError):
            raise BackupDamaged("it holds two files under one name") from None
        with os.fdopen(descriptor, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
    for folder in [building, *(path for path in building.rglob("*") if path.is_dir())]:
        fsync_folder(folder)


def _make_folders(building: Path, folder: Path) -> None:
    for one in reversed([folder, *folder.parents]):
        if one != building and one.is_relative_to(building) and not one.is_dir():
            one.mkdir(mode=0o700)


def _check(building: Path, key: MasterKey, erased: Mapping[str, date]) -> None:
    """The database is the one that the manifest tells of, and ``key`` opens it; the erased are erased in it."""
    try:
        manifest = unpack((building / MANIFEST).read_bytes())
        ends = manifest["heads"]
        (building / MANIFEST).unlink()
        with open_store(building, key) as store:
            if heads(store) != ends:
                raise BackupDamaged("the event chain in it does not end as its manifest says")
            replay(store, erased)
    except BackupDamaged:
        raise
    except (ValueError, KeyError, TypeError, FileNotFoundError, StoreMissing):
        raise BackupDamaged("a part of it is missing") from None
    except (StoreDamaged, WrongKey):
        raise BackupDamaged("the database in it was damaged when it was made") from None


@contextmanager
def _carried_papers(building: Path, papers: Folder | None) -> Iterator[None]:
    """The papers where they are to lie, as long as nothing after this fails; a vault elsewhere must hold no others."""
    if papers is None:
        (building / VAULT).mkdir(mode=0o700, exist_ok=True)
        yield
        return
    papers.prepare()
    ours = {path.name: path for path in (building / VAULT).rglob("*") if path.is_file()}
    there = {name.rpartition("/")[2] for name in papers.names()}
    if any(name not in ours or papers.read(name) != ours[name].read_bytes() for name in there):
        raise StoreRefuses("The vault in DABI_VAULT holds other papers. Name an empty place; nothing was restored.")
    written = []
    try:
        for name in sorted(ours.keys() - there):
            written.append(name)
            papers.write(name, ours[name].read_bytes())
        shutil.rmtree(building / VAULT, ignore_errors=True)
        yield
    except BaseException:
        for name in written:
            papers.remove(name)
        raise


def _put_in_place(building: Path, home: Path, server: Engine | None) -> None:
    """Each thing by a rename; the database last, so that there is a whole store or none."""
    (building / f"{DATABASE}{TURN}").unlink(missing_ok=True)
    for path in sorted(building.iterdir(), key=lambda path: path.name == DATABASE):
        if server is None or path.name != DATABASE:
            path.rename(home / path.name)
    fsync_folder(home)
    if server is not None:
        _carry_over(building / DATABASE, server, home)
    remove_left(home)


def _carry_over(database: Path, server: Engine, home: Path) -> None:
    """The rows of a file on a server, in one transaction."""
    file = make_engine(sqlite_url(database))
    try:
        with file.begin() as source, server.begin() as target:
            if version(target) is not None:
                raise StoreExists(str(home))
            upgrade(target)
            carry(source, target)
    except (SQLAlchemyError, ValueError, TypeError):
        raise BackupDamaged("its rows are not such as a server takes") from None
    finally:
        file.dispose()


def _clear(home: Path) -> None:
    """Remove what a restore put into a home that was empty."""
    for name in (RESTORING, VAULT, *FOLDERS):
        shutil.rmtree(home / name, ignore_errors=True)
    for name in (SALT_FILE, DATABASE):
        (home / name).unlink(missing_ok=True)
