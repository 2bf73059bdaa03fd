"""One encrypted file that holds the whole store, and the way back from it.

    backup(store, path, passphrase, *, actor="system:backup") -> Backup
    key_in(path, passphrase) -> MasterKey
    restore(path, home, passphrase, *, erased={}) -> MasterKey

In it: the database, copied by SQLite's own online backup while others go on writing; the papers that this copy speaks
of, encrypted as they lie in the vault; the home's catalogue and letters; and the master key, wrapped by a passphrase.
The file's form is ``store.archive``'s. It is written beside its place, fsynced, read back and compared, then renamed.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import func, select

from rules.errors import (
    BackupDamaged,
    Problem,
    StoreDamaged,
    StoreExists,
    StoreMissing,
    StoreRefuses,
    UsageError,
    WrongKey,
)
from rules.roles import Right
from store import archive
from store.archive import FOLDERS, MANIFEST, PART
from store.chain import Chain, Head
from store.codec import pack, unpack
from store.engine import BUSY_SECONDS, DATABASE, private_file, translate
from store.erasure import replay
from store.files import alone, fsync_folder
from store.keys import ACCESS, CHAIN
from store.sealing import SALT_FILE, MasterKey
from store.session import VAULT, Store, is_store, open_store
from store.stream import SealedReader, SealedWriter
from store.tables import StoreRow, VaultFileRow

_COPYING = ".backup"  # in the home: the database's copy; wiped by the next backup if this one is killed
_RESTORING = ".restore"


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written: ``head`` is the event chain's, worth noting elsewhere; ``problems`` what could not be taken."""

    path: Path
    size: int  # bytes
    head: Head
    papers: int
    problems: tuple[Problem, ...]


def backup(store: Store, path: Path, passphrase: str, *, actor: str = "system:backup") -> Backup:
    """Write the whole store into one new encrypted file at ``path``; the access chain says that ``actor`` did.

    UsageError for a file that is there or a place inside the home, StoreLocked while another backup runs, StoreRefuses
    for a database on a server. A paper missing in the vault is told in ``problems``, and the rest is saved.
    """
    path = path.absolute()
    _check_place(store.home, path)
    with alone(store.home):
        with store.begin(actor) as record:
            record.need(Right.KEEP)
            record._note_access([], "backup")
            record.commit()
        with _copy(store) as copy:
            part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
            try:
                with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
                    done, digest = _write(file, copy, store, passphrase)
                    _write_out(file)
                    _read_back(file, passphrase, digest, store)
                _check_place(store.home, path)
                part.rename(path)
            except OSError as error:
                raise StoreRefuses(f"The backup cannot be written: {error.strerror}. Choose another place.") from None
            finally:
                part.unlink(missing_ok=True)
        fsync_folder(path.parent)
    head, papers, problems = done
    return Backup(path, path.stat().st_size, head, papers, tuple(problems))


def _check_place(home: Path, path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise UsageError(f"There is a file at {path} already; a backup never overwrites one. Name another.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}. Make it, or name another place.")
    if path.parent.resolve().is_relative_to(home.resolve()):
        raise UsageError("The backup would lie inside the home and be lost with it. Name another place.")


@contextmanager
def _copy(store: Store) -> Iterator[Store]:
    """A copy of the database as of this moment, opened; other writers are not kept waiting."""
    database = store.database
    if database is None:
        what = "The record is in a database on a server, which 'dabi backup' does not copy. Use the server's own backup"
        raise StoreRefuses(f"{what} (pg_dump), and copy the vault and the key.")
    folder = store.home / _COPYING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        private_file(folder / DATABASE)
        try:
            source = sqlite3.connect(database, timeout=BUSY_SECONDS)
            with closing(source), closing(sqlite3.connect(folder / DATABASE)) as target:
                source.backup(target)  # in one step: under the write-ahead log it hinders nobody
        except sqlite3.Error as error:
            raise translate(error) or StoreRefuses("The database cannot be copied. Run 'dabi verify'.") from None
        with open_store(folder, store._key, vault=store.vault.folder.place) as copy:
            yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _heads(store: Store) -> dict[str, dict[str, object]]:
    with store.examine() as (session, keys):
        heads = {name: Chain(session, name, keys.need(name)).head() for name in (CHAIN, ACCESS)}
    return {name: {"seq": head.seq, "hash": head.hash} for name, head in heads.items()}


def _write(file: BinaryIO, copy: Store, store: Store, passphrase: str) -> tuple[tuple[Head, int, list[Problem]], str]:
    """All members in order: manifest, database, settings, papers. Also the hash of what was written."""
    heads = _heads(copy)
    problems: list[Problem] = []
    with copy.examine() as (session, _):
        kept = select(VaultFileRow.sha256).where(VaultFileRow.wrapped.is_not(None)).order_by(VaultFileRow.sha256)
        manifest: dict[str, Any] = {
            "store": session.get_one(StoreRow, 1).name,
            "made_at": store._now(),
            "heads": heads,
            "papers": session.scalar(select(func.count()).select_from(kept.subquery())),
        }
        label = archive.Label(manifest["store"], manifest["made_at"].date())
        with archive.begin(file, store._key, passphrase, label) as writer:
            _add(writer, MANIFEST, pack(manifest))
            _add_file(writer, DATABASE, copy.home / DATABASE)
            problems += _add_settings(writer, store.home)
            papers = 0
            for address in session.scalars(kept.execution_options(yield_per=500)):
                sealed = store.vault.folder.read(address)
                if sealed is None:
                    remedy = "It is not in this backup. Put it back from an older one, or scan the paper again."
                    problems.append(Problem(f"vault file {address[:12]}", "is missing.", remedy, "missing"))
                    continue
                _add(writer, f"{VAULT}/{address[:2]}/{address}", sealed)
                papers += 1
            archive.end(writer)
    events = heads[CHAIN]
    return (Head(int(str(events["seq"])), str(events["hash"])), papers, problems), writer.digest


def _add(writer: SealedWriter, name: str, data: bytes) -> None:
    archive.add(writer, name, len(data), [data])


def _add_file(writer: SealedWriter, name: str, path: Path) -> None:
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        archive.add(writer, name, os.fstat(file.fileno()).st_size, iter(lambda: file.read(PART), b""))


def _add_settings(writer: SealedWriter, home: Path) -> Iterator[Problem]:
    """The salt of the home's passphrase, its catalogue and its letters; a link is told, not followed."""
    if (home / SALT_FILE).is_file():
        _add_file(writer, SALT_FILE, home / SALT_FILE)
    for name in FOLDERS:
        for folder, inner, files in os.walk(home / name):
            inner.sort()
            for one in sorted(files) + [one for one in inner if (Path(folder) / one).is_symlink()]:
                path = Path(folder) / one
                if path.is_symlink() or not path.is_file():
                    remedy = "Put the file itself in its place, then back up again."
                    yield Problem(path.relative_to(home).parts[0], "holds a link, which is left out.", remedy, "link")
                else:
                    _add_file(writer, path.relative_to(home).as_posix(), path)


def _write_out(file: BinaryIO) -> None:
    """Onto the disk, and out of memory, so that reading back reads the disk."""
    file.flush()
    os.fsync(file.fileno())
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _read_back(file: BinaryIO, passphrase: str, digest: str, store: Store) -> None:
    """Open what was written as a restore would, to its end, and compare it with what was meant."""
    file.seek(0)
    key, reader = archive.unlock(file, passphrase)
    for _, parts in archive.members(reader):
        for _ in parts:
            pass
    if reader.digest != digest or key.check != store._key.check:
        raise BackupDamaged("it reads back otherwise than it was written")


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


def restore(path: Path, home: Path, passphrase: str, *, erased: Mapping[str, date] | None = None) -> MasterKey:
    """Put the store in a backup into ``home``, which must be empty or missing, and return its key.

    ``erased`` names people erased since the backup was made (``store.erasure.erased``): they are erased again first.

    StoreExists or StoreRefuses for a home that is not empty, WrongPassphrase, BackupDamaged: then nothing is left
    behind. The database is put in its place last: a restore that is killed leaves no store, and can be run again.
    """
    home = home.absolute()
    _must_be_empty(home)
    with _opened(path) as file:
        key, reader = archive.unlock(file, passphrase)
        with _made(home), alone(home):
            _must_be_empty(home)
            building = home / _RESTORING
            shutil.rmtree(building, ignore_errors=True)
            try:
                building.mkdir(mode=0o700)
                _unpack(reader, building)
                _check(building, key, erased or {})
                _put_in_place(building, home)
            except OSError as error:
                _clear(home)
                raise StoreRefuses(f"{home} cannot be written to: {error.strerror}. Nothing was restored.") from None
            except BaseException:
                _clear(home)
                raise
    return key


def _must_be_empty(home: Path) -> None:
    if is_store(home):
        raise StoreExists(str(home))
    if home.exists() and (not home.is_dir() or {path.name for path in home.iterdir()} - {_RESTORING}):
        raise StoreRefuses(f"{home} is not an empty folder. Choose another with --home; nothing was changed.")


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
        heads = manifest["heads"]
        (building / MANIFEST).unlink()
        with open_store(building, key) as store:
            if _heads(store) != heads:
                raise BackupDamaged("the event chain in it does not end as its manifest says")
            replay(store, erased)
    except BackupDamaged:
        raise
    except (ValueError, KeyError, TypeError, FileNotFoundError, StoreMissing):
        raise BackupDamaged("a part of it is missing") from None
    except (StoreDamaged, WrongKey):
        raise BackupDamaged("the database in it was damaged when it was made") from None


def _put_in_place(building: Path, home: Path) -> None:
    (building / VAULT).mkdir(mode=0o700, exist_ok=True)
    for path in sorted(building.iterdir(), key=lambda path: path.name == DATABASE):
        path.rename(home / path.name)
    building.rmdir()
    fsync_folder(home)


def _clear(home: Path) -> None:
    """Remove what a restore put into a home that was empty."""
    for name in (_RESTORING, VAULT, *FOLDERS):
        shutil.rmtree(home / name, ignore_errors=True)
    for name in (SALT_FILE, DATABASE):
        (home / name).unlink(missing_ok=True)
