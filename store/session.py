"""Creating and opening the store, and the transaction in which everything is done.

    create(home, key, *, database_url=None, vault=None)                  StoreExists; nothing is overwritten
    is_store(home) -> bool
    open_store(home, key, *, database_url=None, vault=None, busy_seconds=30, now=utc_now) -> Store
                                                                         StoreMissing, WrongKey, StoreDamaged
    with open_store(home, key) as store:
        with store.begin(actor="system:write_letters") as record:        leaving without commit rolls back
            …
            record.commit()
        with store.begin(actor, read_only=True) as record: …             waits for nobody, cannot write or read names
    store.sign_in(name, password) -> str                                 the actor; store.has_users() says if one must
    store.act_for(actor)                                                 journeys are bounded by that person's scope
    store.vault                                                          see ``store.vault``

A writing transaction shuts out other writers from its first statement to its commit: read paper before it, not in it.
One thread has one transaction at a time; threads and processes each have their own.
"""

from __future__ import annotations

import os
import shutil
import stat
import threading
import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, Engine, event, inspect, select
from sqlalchemy.orm import Session, SessionTransaction

from rules.errors import NotAllowed, StoreDamaged, StoreExists, StoreMissing, StoreRefuses
from store.chain import Chain
from store.engine import BUSY_SECONDS, DATABASE, READ_ONLY, TURN, make_engine, private_file, server_url, sqlite_url
from store.keys import ACCESS, BLIND, CHAIN, HOUSE, Keyring
from store.migrate import bring_up_to_date, upgrade, version
from store.record import Record
from store.sealing import MasterKey
from store.standing import has_users
from store.tables import StoreRow
from store.unit import Now, check_actor, utc_now
from store.vault import Folder, Vault, forget_written, remove_unkept

VAULT = "vault"
RESTORING = ".restore"  # where a restore builds a store; once that is in its place nobody needs it
DOOR = "system:sign_in"


def create(home: Path, key: MasterKey, *, database_url: str | None = None, vault: str | None = None) -> None:
    """Create an empty store in ``home`` (made 0700) under ``key``; a run that is killed leaves none.

    ``database_url`` names a PostgreSQL database instead of the file in home, ``vault`` an fsspec address instead of
    the folder in home.
    """
    _make_private(home)
    papers = Folder(vault or str(home / VAULT))
    if database_url is not None:
        engine = make_engine(server_url(database_url))
        try:
            _fill_server(engine, key, home)
        finally:
            engine.dispose()
    else:
        _create_file(home, key)
    papers.prepare()


def is_store(home: Path) -> bool:
    """Whether there is a database file of ours in ``home`` (one on a server does not count)."""
    return (home / DATABASE).is_file()


def _make_private(home: Path) -> None:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.chmod(0o700)
    except (PermissionError, FileExistsError):
        raise StoreRefuses(f"{home} cannot be made a private folder. Choose another with --home.") from None


def _create_file(home: Path, key: MasterKey) -> None:
    """Build the database under another name, then give it its own: there is a whole store or none."""
    database = home / DATABASE
    if database.exists():
        raise StoreExists(str(home))
    building = home / f"{DATABASE}.{uuid.uuid4().hex[:8]}.new"
    private_file(building)
    try:
        engine = make_engine(sqlite_url(building))
        try:
            with engine.begin() as connection:
                upgrade(connection)
                _fill(connection, key)
        finally:
            engine.dispose()  # the last connection to close folds the write-ahead log into the file
        with building.open("rb") as file:
            os.fsync(file.fileno())
        try:
            os.link(building, database)
        except FileExistsError:
            raise StoreExists(str(home)) from None
    finally:
        building.unlink()
        building.with_name(building.name + TURN).unlink(missing_ok=True)


def _fill_server(engine: Engine, key: MasterKey, home: Path) -> None:
    with engine.begin() as connection:
        if version(connection) is not None:
            raise StoreExists(str(home))
        upgrade(connection)
        _fill(connection, key)


def _fill(connection: Connection, key: MasterKey) -> None:
    with Session(connection) as session:
        session.add(StoreRow(id=1, name=str(uuid.uuid4()), key_check=key.check, created_at=utc_now()))
        keys = Keyring(session, key)
        for owner in (HOUSE, CHAIN, ACCESS, BLIND):
            keys.draw(owner)
        for name in (CHAIN, ACCESS):
            Chain(session, name, keys.need(name)).start()
        session.flush()


def open_store(
    home: Path,
    key: MasterKey,
    *,
    database_url: str | None = None,
    vault: str | None = None,
    busy_seconds: float = BUSY_SECONDS,
    now: Now = utc_now,
) -> Store:
    """Open the store in ``home``. WrongKey before anything is changed; an older store is migrated."""
    if database_url is None:
        if not is_store(home):
            raise StoreMissing(str(home))
        _must_be_private(home)
    engine = make_engine(
        server_url(database_url) if database_url else sqlite_url(home / DATABASE), busy_seconds=busy_seconds
    )
    try:
        with engine.execution_options(**{READ_ONLY: True}).begin() as connection:
            if version(connection) is None:
                raise StoreMissing(str(home))
            if not inspect(connection).has_table(StoreRow.__tablename__):
                raise StoreDamaged("its first table is missing")
            check = connection.execute(select(StoreRow.key_check)).scalar_one_or_none()
        if check is None:
            raise StoreDamaged("it does not say which key opens it")
        key = key.answering(check)
        with engine.begin() as connection:
            bring_up_to_date(connection)
    except BaseException:
        engine.dispose()
        raise
    remove_left(home)
    return Store(home, engine, key, Folder(vault or str(home / VAULT)), now)


def remove_left(home: Path) -> None:
    """What a restore that was killed last of all has left: copies that no erasure would reach."""
    shutil.rmtree(home / RESTORING, ignore_errors=True)


def _must_be_private(home: Path) -> None:
    if stat.S_IMODE(home.stat().st_mode) & 0o077:
        raise StoreRefuses(f"Others can look into {home}. Run 'chmod 700 {home}', then run this again.")


class Store:
    """An open store; close it, or use it in a ``with``."""

    def __init__(self, home: Path, engine: Engine, key: MasterKey, folder: Folder, now: Now) -> None:
        self.home = home
        self._engine = engine
        self._reading = engine.execution_options(**{READ_ONLY: True})
        self._key = key
        self._now = now
        self._behalf: str | None = None
        self._here = threading.local()
        self.vault = Vault(folder, key, self._joined, self._exist, now)

    @property
    def database(self) -> Path | None:
        """The database file; None where the record is on a server."""
        url = self._engine.url
        return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def begin(self, actor: str, *, read_only: bool = False) -> Iterator[Record]:
        """One transaction in the name of ``actor`` (role:id). StoreLocked if other writers do not let go in time."""
        with self._alone(read_only) as (session, keys):
            yield Record(session, keys, actor, self._now, self._behalf)

    def has_users(self) -> bool:
        """Whether one has to sign in here."""
        with self.examine() as (session, _):
            return has_users(session)

    def sign_in(self, name: str, password: str) -> str:
        """The actor that a user is, by name or id. NotAllowed if it is not her password, she has ended or must wait."""
        with self.begin(DOOR) as record:
            user = record.let_in(name, password)
            record.commit()
        if user is None:
            raise NotAllowed("This user", "come in: name or password is wrong, or was wrong too often. Wait, try again")
        return user.actor

    def act_for(self, actor: str | None) -> None:
        """From now on journeys of this process work for ``actor``, and see only what exists for that person."""
        self._behalf = None if actor is None else check_actor(actor)

    def _exist(self, session: Session, actor: str, addresses: Sequence[str]) -> Collection[str]:
        record = Record(session, Keyring(session, self._key), actor, self._now, self._behalf)
        return record.existing_papers(addresses)

    def examine(self) -> AbstractContextManager[tuple[Session, Keyring]]:
        """A reading transaction for other modules of the store, which look at the tables themselves."""
        return self._alone(read_only=True)

    @contextmanager
    def _alone(self, read_only: bool) -> Iterator[tuple[Session, Keyring]]:
        if getattr(self._here, "session", None) is not None:
            raise RuntimeError("a transaction is under way in this thread already")
        with self._session(read_only) as session:
            self._here.session = session
            try:
                yield session, Keyring(session, self._key)
            finally:
                self._here.session = None

    @contextmanager
    def _joined(self, read_only: bool) -> Iterator[Session]:
        """The session under way in this thread; else one of its own, committed at the end."""
        session: Session | None = getattr(self._here, "session", None)
        if session is not None:
            yield session
            return
        with self._session(read_only) as session:
            yield session
            session.commit()

    @contextmanager
    def _session(self, read_only: bool) -> Iterator[Session]:
        with Session(self._reading if read_only else self._engine) as session:
            event.listen(session, "after_begin", self._check_key)
            event.listen(session, "after_commit", forget_written)
            try:
                yield session
            finally:
                session.rollback()
                unkept = session.info.pop("written", ())
                if unkept:
                    with suppress(StoreRefuses), Session(self._engine) as cleaning:
                        remove_unkept(cleaning, self.vault.folder, unkept)

    def _check_key(self, session: Session, transaction: SessionTransaction, connection: Connection) -> None:
        """Another process may have rotated the key since this store was opened; then nothing more is written."""
        if not transaction.nested:
            self._key.answering(connection.execute(select(StoreRow.key_check)).scalar_one())
