"""What somebody with the database and without the key can do, on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import text

from store.engine import DATABASE
from store.session import Store

_ZEROBLOB = (
    "CREATE OR REPLACE FUNCTION zeroblob(size int) RETURNS bytea LANGUAGE sql AS "
    "$$ SELECT decode(repeat('00', size), 'hex') $$"
)


def tamper(store: Store, *statements: str) -> None:
    """Switch triggers and foreign keys off, and write what he likes; each statement changes something."""
    if store.database is None:
        with store._engine.begin() as server:
            server.exec_driver_sql("SET LOCAL session_replication_role = replica")
            server.exec_driver_sql(_ZEROBLOB)
            with server.connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                    assert cursor.rowcount > 0, statement
        return
    connection = sqlite3.connect(store.home / DATABASE)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        assert connection.execute(statement).rowcount > 0, statement
    connection.commit()
    connection.close()


def look(store: Store, query: str) -> list[tuple[Any, ...]]:
    """The rows as they lie there."""
    with store.examine() as (session, _):
        return [tuple(row) for row in session.execute(text(query))]
