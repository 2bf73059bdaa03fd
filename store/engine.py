"""The database engine: transactions that really are ones on pysqlite, and database errors as our own.

pysqlite opens transactions when it thinks fit, so savepoints leak and a read that turns into a write fails under
load. Here it opens none: each transaction starts with a ``BEGIN IMMEDIATE`` of ours, or with ``BEGIN`` and
``query_only`` where it only reads. SQLite lets whoever asks at the right moment write next, so that one busy writer can
keep all others out; here they wait in line for ``busy_seconds``. PostgreSQL is held to the same: one writer
at a time, readers with a snapshot.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, DBAPIError

from rules.errors import DabiError, StoreDamaged, StoreLocked, StoreRefuses, ToolMissing, UsageError

DATABASE = "record.sqlite"
BUSY_SECONDS = 30.0
READ_ONLY = "dabi_read_only"
TURN = "-turn"  # what the name of the file adds to its database's: its lock is held by the writer whose turn is next
WRITERS = 0x44414249  # the advisory lock of writing transactions on PostgreSQL: any number nobody else uses

_LOOK_AGAIN = 0.002  # seconds
_NOT_OURS = "The store cannot be written to: it was opened for reading only, or its folder is somebody else's."

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    # A scan leaves the inbox after the commit, so the commit must survive a power cut.
    "PRAGMA synchronous = FULL",
    # What is erased is overwritten, and nothing spills to a temporary file.
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
    # INSERT OR REPLACE fires the triggers that forbid deleting.
    "PRAGMA recursive_triggers = ON",
)


def sqlite_url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


def server_url(address: str) -> URL:
    """The address of a PostgreSQL database taken apart. UsageError, not repeating it: there may be a password in it."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in {"postgresql", "postgresql+psycopg"}:
        raise UsageError("DABI_DATABASE_URL is not an address such as postgresql://user@host/database. Correct it.")
    return url.set(drivername="postgresql+psycopg")


def private_file(path: Path) -> None:
    """Create ``path`` for its owner alone; SQLite gives its -wal and -shm the same mode."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def make_engine(url: URL, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """An engine for SQLite or PostgreSQL; nothing is connected yet.

    ToolMissing where the driver of PostgreSQL is not installed.
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url, hide_parameters=True, connect_args={"timeout": busy_seconds, "check_same_thread": False}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", lambda connection: _begin_sqlite(connection, busy_seconds))
    else:
        try:
            engine = create_engine(url, hide_parameters=True, pool_pre_ping=True)
        except ImportError:
            remedy = "Run 'pip install \"psycopg[binary]\"' in Dabi's environment, then run this again."
            raise ToolMissing("psycopg", "the driver of PostgreSQL is not installed.", remedy) from None
        event.listen(engine, "begin", lambda connection: _begin_postgres(connection, busy_seconds))
    event.listen(engine, "handle_error", _as_ours, retval=True)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    connection.isolation_level = None
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma).close()
    except sqlite3.Error as error:
        ours = translate(error)
        connection.close()
        if ours is None:
            raise
        raise ours from error


def _reads_only(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(READ_ONLY))


def _begin_sqlite(connection: Connection, busy_seconds: float) -> None:
    reads = _reads_only(connection)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reads else 'OFF'}")
    if reads:
        connection.exec_driver_sql("BEGIN")
    else:
        with _turn(f"{connection.engine.url.database}{TURN}", busy_seconds):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _turn(path: str, busy_seconds: float) -> Iterator[None]:
    """The next turn to write: while one waits here for the present writer to end, nobody else can begin before it."""
    until = time.monotonic() + busy_seconds
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        raise StoreRefuses(_NOT_OURS) from None
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise StoreLocked("others are waiting to write to it") from None
                time.sleep(_LOOK_AGAIN)
        yield
    finally:
        os.close(descriptor)


def _begin_postgres(connection: Connection, busy_seconds: float) -> None:
    """One writer at a time, as on SQLite: what is looked for and then inserted is not inserted twice."""
    if _reads_only(connection):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    else:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(busy_seconds * 1000)}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


def _as_ours(context: ExceptionContext) -> DabiError | None:
    """What SQLAlchemy raises in place of its own error."""
    return translate(context.original_exception)


def translate(error: BaseException) -> DabiError | None:
    """Our error for a database error that a person can do something about, judged by its code; None for the rest."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    if isinstance(error, sqlite3.Error):
        return _from_sqlite(getattr(error, "sqlite_errorcode", 0))
    state = getattr(error, "sqlstate", None)
    if state is None and type(error).__name__ == "OperationalError":  # psycopg's, before there is a connection
        what = "The database server does not answer, or does not let us in."
        return StoreRefuses(f"{what} Start it, check DABI_DATABASE_URL, then run this again.")
    return _from_postgres(str(state or ""))


def _from_sqlite(code: int) -> DabiError | None:
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreLocked("another process is writing to it")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StoreDamaged("the database file is not what was written")
        case sqlite3.SQLITE_FULL:
            return StoreRefuses("The disk of the store is full. Make room, then run this again; nothing was recorded.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return StoreRefuses(_NOT_OURS)
        case sqlite3.SQLITE_IOERR:
            return StoreRefuses("The disk of the store failed. Check the disk, then run 'dabi verify'.")
    return None


def _from_postgres(state: str) -> DabiError | None:
    """By SQLSTATE: lock not available, deadlock, serialisation; disk full; connection lost; data corrupted."""
    if state == "25006":
        return StoreRefuses("This was opened for reading only; nothing was recorded.")
    if state in {"55P03", "40P01", "40001"}:
        return StoreLocked("another process is writing to it")
    if state == "53100":
        return StoreRefuses("The disk of the database is full. Make room, then run this again; nothing was recorded.")
    if state.startswith("08") or state in {"57P01", "57P03"}:
        return StoreRefuses("The database server does not answer. Start it, then run this again.")
    if state.startswith("XX"):
        return StoreDamaged("the database server reports corrupted data")
    return None
