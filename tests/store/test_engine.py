"""Transactions on pysqlite are transactions, and database errors are ours."""

from __future__ import annotations

import fcntl
import sqlite3
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from rules.errors import StoreDamaged, StoreLocked, StoreRefuses, ToolMissing, UsageError
from store.engine import READ_ONLY, TURN, make_engine, private_file, server_url, sqlite_url, translate


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    private_file(tmp_path / "db")
    engine = make_engine(sqlite_url(tmp_path / "db"), busy_seconds=0.05)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER)"))
    return engine


def rows(engine: Engine) -> list[int]:
    with engine.begin() as connection:
        return list(connection.execute(text("SELECT a FROM t ORDER BY a")).scalars())


def test_a_savepoint_rolls_back_alone(engine: Engine) -> None:
    """What came before and after the savepoint stays; pysqlite's own handling loses this."""
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO t VALUES (1)"))
        inner = connection.begin_nested()
        connection.execute(text("INSERT INTO t VALUES (2)"))
        inner.rollback()
        connection.execute(text("INSERT INTO t VALUES (3)"))
    assert rows(engine) == [1, 3]
    engine.dispose()


def test_tables_created_in_a_transaction_roll_back(engine: Engine) -> None:
    """DDL is part of the transaction: a migration that fails leaves nothing."""
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE u (a INTEGER)"))
        connection.rollback()
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'u'")).scalar_one() == 0
    engine.dispose()


def test_a_second_writer_is_told_that_the_store_is_busy(engine: Engine) -> None:
    """The lock is taken by the first statement, so a second transaction cannot even begin."""
    with engine.begin() as connection:
        connection.execute(text("SELECT 1"))
        with pytest.raises(StoreLocked), engine.begin() as other:
            other.execute(text("SELECT 1"))
    engine.dispose()


def test_a_writer_who_never_rests_keeps_nobody_out(tmp_path: Path) -> None:
    """Whoever waits is next: SQLite alone lets the one that has just ended begin again, for as long as it likes."""
    private_file(tmp_path / "db")
    engine = make_engine(sqlite_url(tmp_path / "db"), busy_seconds=20)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER)"))
    begun, over, rounds = threading.Event(), threading.Event(), []

    def write() -> None:
        while not over.is_set():
            with engine.begin() as connection:
                connection.execute(text("INSERT INTO t VALUES (0)"))
                rounds.append(len(rounds))
                begun.set()
                time.sleep(0.03)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        waited = []
        assert begun.wait(10)
        for number in range(1, 9):
            before = len(rounds)
            with engine.begin() as connection:
                connection.execute(text("INSERT INTO t VALUES (:a)"), {"a": number})
            waited.append(len(rounds) - before)
    finally:
        over.set()
        writer.join()
    assert [row for row in rows(engine) if row] == list(range(1, 9))
    assert max(waited) <= 2
    engine.dispose()


def test_waiting_in_line_ends(engine: Engine, tmp_path: Path) -> None:
    """Who waits longer than allowed for the others in line is told so, and nothing was begun."""
    with (tmp_path / f"db{TURN}").open("r+b") as line:
        fcntl.flock(line, fcntl.LOCK_EX)
        with pytest.raises(StoreLocked, match="waiting to write"), engine.begin() as connection:
            connection.execute(text("INSERT INTO t VALUES (1)"))
    assert rows(engine) == []
    engine.dispose()


def test_a_reader_waits_for_nobody_and_writes_nothing(engine: Engine) -> None:
    """A reading transaction sees the last commit beside a writer; writing in it is refused."""
    reading = engine.execution_options(**{READ_ONLY: True})
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO t VALUES (1)"))
        with reading.begin() as other:
            assert other.execute(text("SELECT count(*) FROM t")).scalar_one() == 0
            with pytest.raises(StoreRefuses):
                other.execute(text("INSERT INTO t VALUES (2)"))
    assert rows(engine) == [1]
    engine.dispose()


def test_a_file_that_is_no_database_is_damage(tmp_path: Path) -> None:
    """The connection itself says so."""
    (tmp_path / "db").write_bytes(b"not a database at all, but long enough to be read as a header" * 20)
    engine = make_engine(sqlite_url(tmp_path / "db"))
    with pytest.raises(StoreDamaged), engine.connect():
        pass


def test_a_full_disk_is_said_to_be_full(engine: Engine) -> None:
    """SQLite's own page limit stands for a full disk; what was there before stays readable."""
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 4")
        connection.execute(text("CREATE TABLE big (a BLOB)"))
        with pytest.raises(StoreRefuses, match="full"):
            connection.execute(text("INSERT INTO big VALUES (zeroblob(100000))"))
    assert rows(engine) == []
    engine.dispose()


def test_errors_of_the_code_itself_stay_what_they_are() -> None:
    """A constraint that is broken is not dressed up as something a person could mend."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
    connection.execute("INSERT INTO t VALUES (1)")
    with pytest.raises(sqlite3.IntegrityError) as caught:
        connection.execute("INSERT INTO t VALUES (1)")
    assert translate(caught.value) is None
    assert translate(ValueError()) is None
    connection.close()


@pytest.mark.parametrize(
    ("state", "ours"),
    [
        ("55P03", StoreLocked),
        ("40001", StoreLocked),
        ("53100", StoreRefuses),
        ("08006", StoreRefuses),
        ("XX001", StoreDamaged),
    ],
)
def test_a_servers_errors_are_told_by_their_state(state: str, ours: type[Exception]) -> None:
    """PostgreSQL says what happened by SQLSTATE."""

    class ServerError(Exception):
        sqlstate = state

    assert type(translate(ServerError())) is ours


def test_parameters_never_show_in_errors(engine: Engine) -> None:
    """An error from the database names the statement and hides what was written."""
    with pytest.raises(Exception, match="hidden") as caught, engine.begin() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "Rupali Kalponik"})
    assert "Rupali" not in str(caught.value)
    engine.dispose()


@pytest.mark.parametrize(
    "address", ["", "postgres", "sqlite:////tmp/x", "mysql://u:Zqxmarker@h/d", "postgresql://u:Zqxmarker@h:x/d"]
)
def test_only_an_address_of_postgresql_is_taken(address: str) -> None:
    """What is refused is not repeated: a password may be in it."""
    with pytest.raises(UsageError, match="postgresql://") as refused:
        server_url(address)
    assert "Zqxmarker" not in str(refused.value)


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where psycopg is not installed, the message says what to install, with exit code 5."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ToolMissing, match="psycopg\\[binary\\]") as missing:
        make_engine(server_url("postgresql://u:Zqxmarker@localhost/d"))
    assert missing.value.exit_code == 5
    assert "Zqxmarker" not in str(missing.value)
