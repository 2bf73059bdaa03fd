"""One encrypted file that holds the whole store; the way back is ``store.restore``.

    backup(store, path, passphrase, *, actor="system:backup") -> Backup

In it: the database as of one moment, while others go on writing (a file by SQLite's own online backup, one on a server
row by row into such a file); the papers that this copy speaks of, encrypted as they lie in the vault; the home's
catalogue and letters; and the master key, wrapped by a passphrase. So a backup is the
same wherever record and papers lay. The file's form is ``store.archive``'s. It is written beside its place, fsynced,
read back and compared, then renamed.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import func, select

from rules.errors import BackupDamaged, Problem, StoreRefuses, UsageError
from rules.roles import Right
from store import archive
from store.archive import FOLDERS, MANIFEST, PART
from store.carrying import carry
from store.chain import Chain, Head
from store.codec import pack
from store.engine import BUSY_SECONDS, DATABASE, make_engine, private_file, sqlite_url, translate
from store.files import alone, fsync_folder
from store.keys import ACCESS, CHAIN
from store.migrate import upgrade
from store.sealing import SALT_FILE
from store.session import VAULT, Store, open_store
from store.stream import SealedWriter
from store.tables import StoreRow, VaultFileRow

_COPYING = ".backup"  # in the home: the database's copy; wiped by the next backup if this one is killed


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

    UsageError for a file that is there or a place inside the home, StoreLocked while another backup runs. A paper
    missing in the vault is told in ``problems``, and the rest is saved.
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
    folder = store.home / _COPYING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        private_file(folder / DATABASE)
        if store.database is None:
            _carry_over(store, folder / DATABASE)
        else:
            _copy_file(store.database, folder / DATABASE)
        with open_store(folder, store._key, vault=store.vault.folder.place) as copy:
            yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_file(database: Path, to: Path) -> None:
    try:
        with closing(sqlite3.connect(database, timeout=BUSY_SECONDS)) as source, closing(sqlite3.connect(to)) as target:
            source.backup(target)  # in one step: under the write-ahead log it hinders nobody
    except sqlite3.Error as error:
        raise translate(error) or StoreRefuses("The database cannot be copied. Run 'dabi verify'.") from None


def _carry_over(store: Store, to: Path) -> None:
    """What a server holds, in a file: read under one snapshot, which keeps no writer waiting."""
    engine = make_engine(sqlite_url(to))
    try:
        with store.examine() as (session, _), engine.begin() as target:
            upgrade(target)
            carry(session.connection(), target)
    finally:
        engine.dispose()


def heads(store: Store) -> dict[str, dict[str, object]]:
    """The heads of both chains, as a manifest has them."""
    with store.examine() as (session, keys):
        found = {name: Chain(session, name, keys.need(name)).head() for name in (CHAIN, ACCESS)}
    return {name: {"seq": head.seq, "hash": head.hash} for name, head in found.items()}


def _write(file: BinaryIO, copy: Store, store: Store, passphrase: str) -> tuple[tuple[Head, int, list[Problem]], str]:
    """All members in order: manifest, database, settings, papers. Also the hash of what was written."""
    ends = heads(copy)
    problems: list[Problem] = []
    with copy.examine() as (session, _):
        kept = select(VaultFileRow.sha256).where(VaultFileRow.wrapped.is_not(None)).order_by(VaultFileRow.sha256)
        manifest: dict[str, Any] = {
            "store": session.get_one(StoreRow, 1).name,
            "made_at": store._now(),
            "heads": ends,
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
    events = ends[CHAIN]
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
