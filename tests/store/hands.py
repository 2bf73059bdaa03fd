"""A home with something of each kind in it, and what somebody with its database and without the key can do there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from rules.events import Event, EventKind
from store.engine import DATABASE, make_engine, server_url, sqlite_url
from store.record import Record
from store.session import Store

_ZEROBLOB = (
    "CREATE OR REPLACE FUNCTION zeroblob(size int) RETURNS bytea LANGUAGE sql AS "
    "$$ SELECT decode(repeat('00', size), 'hex') $$"
)


@contextmanager
def database(request: pytest.FixtureRequest, folder: Path, kind: str) -> Iterator[Engine]:
    """An empty database of a kind, sqlite in a file or postgresql on a server."""
    with ExitStack() as lent:
        if kind == "sqlite":
            url = sqlite_url(folder / "db")
        else:
            url = server_url(lent.enter_context(request.getfixturevalue("cluster").database()))
        engine = make_engine(url)
        lent.callback(engine.dispose)
        yield engine


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


def fill_home(store: Store, samples: Any) -> str:
    """A letter with its event and papers, letters and catalogue of the home's own, an inbox; the claimant's code."""
    with store.begin("system:test") as record:
        claim = samples.claim(record, samples.claimant(record))
        letter = samples.letter(store, record, claim)
        facts = {"kind": "application", "office": letter.office, "rung": 0, "variant": ""}
        record.append(
            Event(EventKind.LETTER_PRINTED, date(2026, 1, 5), claim.code, letter.reference, facts, {"a": "Zqxmarker"})
        )
        record.commit()
    (store.home / "letters" / "appeal").mkdir(parents=True)
    (store.home / "letters" / "appeal" / "fields.yaml").write_text("a: Zqxmarker")
    (store.home / "catalogue").mkdir()
    (store.home / "catalogue" / "অফিস.yaml").write_text("[]")
    (store.home / "inbox").mkdir()
    (store.home / "inbox" / "x.pdf").write_bytes(b"%PDF")
    code: str = claim.claimant
    return code


def filled(record: Record, reference: str) -> dict[str, Any] | None:
    """What one letter was filled with."""
    return record.letter_contexts([reference], "test").get(reference)
