"""Rows carried from one database into another are the rows that lay there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError

from rules.citizens import Citizen
from rules.events import Event, EventKind
from rules.findings import DocumentKind, ReadDocument, ReviewReason
from rules.roles import Role
from store.carrying import carry
from store.migrate import upgrade
from store.reviews import ReviewEntry
from store.session import Store
from store.states import ItemState
from store.tables import Base
from tests.store.hands import database, tamper

ACTOR = "system:test"
ON = date(2026, 1, 5)


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with empty tables."""
    with database(request, tmp_path, request.param) as engine:
        with engine.begin() as connection:
            upgrade(connection)
        yield engine


def fill(store: Store, samples: Any) -> None:
    """At least one row in each table."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        letter = samples.letter(store, record, claim)
        record.append(Event(EventKind.GRANTED, ON, claim.code, letter.reference, {}, {"memo_no": "৭/ক"}))
        record.identities([claim.claimant], "test")
        job = record.open_job("take_in_scans", {"on": "2026-01-05"})
        record.mark_item(job, "one", ItemState.DONE)
        record.set_standing_order("take_in_scans", {"paths": []})
        record.put_citizen(Citizen("phool", "Ranu", "Post Box 9"))
        address = store.vault.put(b"a scan", "house")
        scan = record.add_scan(address, media_type="image/png", pages=1, received_on=ON, job=job, name="x.png")
        reason = ReviewReason("kind", "no known form")
        read = ReadDocument((1,), DocumentKind.OTHER, "eng", needs_review=(reason,))
        document = record.add_document(scan.id, read, letter.reference)
        record.add_review(ReviewEntry("document", (reason,), scan=scan.id, document=document))
        record.add_user("Didi Kolpona", "long enough words", Role.ADMINISTRATOR, on=ON)
        record.commit()


def rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as the models read it."""
    return {
        table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
        for table in Base.metadata.sorted_tables
    }


def carried(store: Store, target: Engine) -> None:
    with store._engine.begin() as source, target.begin() as to:
        carry(source, to)


def test_every_row_is_the_same_row(store: Store, samples: Any, target: Engine) -> None:
    """Of all tables, none of them empty; numbers given next do not collide."""
    fill(store, samples)
    carried(store, target)
    with store._engine.begin() as source, target.begin() as to:
        there = rows(source)
        assert rows(to) == there
        assert [name for name, found in there.items() if not found] == []
        scan = to.execute(text("SELECT sha256 FROM vault_files WHERE sha256 NOT IN (SELECT sha256 FROM scans)"))
        new = text(
            "INSERT INTO scans (sha256, media_type, pages, received_on, state) "
            "VALUES (:sha256, 'image/png', 1, '2026-01-05', 'received') RETURNING id"
        )
        assert to.execute(new, {"sha256": scan.scalars().first()}).scalar_one() == 2


def test_what_was_tampered_with_arrives_tampered_with(store: Store, samples: Any, target: Engine) -> None:
    """A gap in a chain and a kind of event that does not exist: a store in trouble needs its copy most."""
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        for day in (5, 6, 7):
            record.append(Event(EventKind.GRANTED, date(2026, 1, day), claim.code))
        record.commit()
    tamper(store, "DELETE FROM events WHERE seq = 2", "UPDATE events SET kind = 'Invented' WHERE seq = 3")
    carried(store, target)
    with target.begin() as connection:
        found = connection.execute(text("SELECT seq, kind FROM events ORDER BY seq")).all()
    assert [tuple(row) for row in found] == [(1, "granted"), (3, "Invented")]


def test_the_triggers_hold_afterwards(store: Store, samples: Any, target: Engine) -> None:
    """No link can be changed, deleted, or put elsewhere than behind the last."""
    fill(store, samples)
    carried(store, target)
    columns = ("9" if column.name == "seq" else f'"{column.name}"' for column in Base.metadata.tables["events"].c)
    again = f"INSERT INTO events SELECT {', '.join(columns)} FROM events WHERE seq = 1"
    for deed in ("UPDATE events SET claim = NULL", "DELETE FROM accesses", again):
        with pytest.raises(DatabaseError, match="append-only"), target.begin() as connection:
            connection.execute(text(deed))
