"""The chains show every alteration, and no writer loses a link."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from rules.errors import Problem, StoreDamaged
from rules.events import Event, EventKind
from store.chain import Chain
from store.keys import ACCESS, CHAIN
from store.sealing import MasterKey
from store.session import Store, open_store
from store.tables import AccessRow, EventRow
from tests.store.hands import tamper

ACTOR = "system:test"
WRITERS, EACH = 4, 15


def fill(store: Store, samples: Any, count: int = 5) -> str:
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        for number in range(count):
            record.append(Event(EventKind.VISIT_RECORDED, date(2026, 1, 5), claim.code, facts={"n": number}))
            record.identities([claim.claimant], "test")
        record.commit()
    return claim.code


def problems(store: Store, chain: str = CHAIN) -> list[Problem]:
    with store.examine() as (session, keys):
        table = EventRow if chain == CHAIN else AccessRow
        return list(Chain(session, chain, keys.need(chain)).check(table))


def test_a_chain_as_written_has_no_problems(store: Store, samples: Any) -> None:
    """Both chains are whole after ordinary work."""
    fill(store, samples)
    assert problems(store, CHAIN) == problems(store, ACCESS) == []


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE events SET facts = '{\"n\":9}' WHERE seq = 3", "altered"),
        ("UPDATE events SET \"on\" = '2025-12-01' WHERE seq = 3", "altered"),
        ("UPDATE events SET kind = 'granted' WHERE seq = 3", "altered"),
        ("UPDATE events SET kind = 'no such kind' WHERE seq = 3", "altered"),
        ("UPDATE events SET facts = 'not json' WHERE seq = 3", "altered"),
        ("UPDATE events SET actor = 'operator:other' WHERE seq = 3", "altered"),
        ("UPDATE events SET claim = NULL WHERE seq = 3", "altered"),
        ("UPDATE events SET letter = '7K4Q-9XM2-A' WHERE seq = 3", "altered"),
        ("UPDATE events SET recorded_at = '2020-01-01 00:00:00.000000' WHERE seq = 3", "altered"),
        ("UPDATE events SET commitment = 'aa' WHERE seq = 3", "altered"),
        ("UPDATE events SET hash = 'aa' WHERE seq = 3", "altered"),
        ("UPDATE events SET previous = 'aa' WHERE seq = 3", "altered"),
        ("DELETE FROM events WHERE seq = 3", "missing"),
        ("DELETE FROM events WHERE seq = 5", "missing"),
        ("DELETE FROM events", "missing"),
        (
            'INSERT INTO events SELECT 6, recorded_at, actor, hash, hash, kind, "on", claim, letter, facts, commitment '
            "FROM events WHERE seq = 5",
            "altered",
        ),
        (
            "UPDATE chain_heads SET seq = 4, hash = (SELECT hash FROM events WHERE seq = 4) WHERE chain = 'chain'",
            "altered",
        ),
    ],
)
def test_tampering_shows(store: Store, samples: Any, statement: str, kind: str) -> None:
    """Each changed, deleted or added row, and a moved head, is found, on that chain only."""
    fill(store, samples)
    if statement.startswith("INSERT"):
        columns = '(seq, recorded_at, actor, previous, hash, kind, "on", claim, letter, facts, commitment)'
        statement = statement.replace("INTO events", f"INTO events {columns}", 1)
    tamper(store, statement)
    assert kind in {problem.field for problem in problems(store)}
    assert problems(store, ACCESS) == []


def test_links_exchanged_or_renumbered_show(store: Store, samples: Any) -> None:
    """Two links in each other's place are both found, and a gap closed by renumbering too."""
    fill(store, samples)
    tamper(
        store,
        "UPDATE events SET seq = 99 WHERE seq = 2",
        "UPDATE events SET seq = 2 WHERE seq = 3",
        "UPDATE events SET seq = 3 WHERE seq = 99",
    )
    assert sum(problem.field == "altered" for problem in problems(store)) == 2


def test_who_read_a_name_cannot_be_hidden(store: Store, samples: Any) -> None:
    """The access chain shows a deleted and a reworded query."""
    fill(store, samples)
    tamper(store, "DELETE FROM accesses WHERE seq = 2", "UPDATE accesses SET actor = 'operator:other' WHERE seq = 4")
    assert {problem.field for problem in problems(store, ACCESS)} == {"missing", "altered"}


def test_nothing_is_appended_behind_a_forged_head(store: Store, samples: Any) -> None:
    """A head without its seal stops the next writer instead of being built upon."""
    code = fill(store, samples)
    tamper(store, "UPDATE chain_heads SET seq = 2 WHERE chain = 'chain'")
    with pytest.raises(StoreDamaged), store.begin(ACTOR) as record:
        record.append(Event(EventKind.GRANTED, date(2026, 1, 6), code))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET actor = 'x'",
        "DELETE FROM events WHERE seq = 5",
        "DELETE FROM accesses",
        "UPDATE accesses SET purpose = 'x'",
        "INSERT INTO events SELECT * FROM events WHERE seq = 3 ON CONFLICT (seq) DO UPDATE SET actor = 'x'",
        'INSERT INTO events SELECT seq + 7, recorded_at, actor, previous, hash, kind, "on", claim, letter, facts, '
        "commitment FROM events WHERE seq = 5",
    ],
)
def test_the_database_itself_forbids_changing_links(store: Store, samples: Any, statement: str) -> None:
    """Triggers stop an update, a deletion, a replacement and a link out of order."""
    fill(store, samples)
    if "+ 7" in statement:
        columns = '(seq, recorded_at, actor, previous, hash, kind, "on", claim, letter, facts, commitment)'
        statement = statement.replace("INTO events", f"INTO events {columns}", 1)
    with pytest.raises(DBAPIError, match="append-only"), store._engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert problems(store) == []


@pytest.mark.in_a_file
def test_sqlite_forbids_replacing_a_link_too(store: Store, samples: Any) -> None:
    """INSERT OR REPLACE deletes without saying so; the trigger sees it all the same."""
    fill(store, samples)
    replacing = "INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 3"
    with pytest.raises(DBAPIError, match="append-only"), store._engine.begin() as connection:
        connection.exec_driver_sql(replacing)
    assert problems(store) == []


@pytest.mark.on_a_server
def test_a_server_forbids_emptying_a_chain(store: Store, samples: Any) -> None:
    """TRUNCATE fires no trigger of rows: PostgreSQL has one of its own for it, SQLite no such statement."""
    fill(store, samples)
    with pytest.raises(DBAPIError, match="append-only"), store._engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE accesses")
    assert problems(store, ACCESS) == []


def append_many(home: str, url: str | None, key: str, claim: str, ready: Callable[[], object]) -> None:
    """One writer process: links one by one, each in a transaction of its own."""
    ready()
    with open_store(Path(home), MasterKey.from_text(key), database_url=url) as store:
        for number in range(EACH):
            with store.begin(ACTOR) as record:
                record.append(Event(EventKind.VISIT_RECORDED, date(2026, 1, 5), claim, facts={"n": number}))
                record.commit()


def test_four_writers_lose_no_link(store: Store, home: Path, key: MasterKey, database: Any, samples: Any) -> None:
    """Four processes that start together append sixty links: all are there, in one unbroken chain."""
    code = fill(store, samples, count=1)
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(WRITERS)
    arguments = (str(home), database.url, key.text(), code, barrier.wait)
    writers = [context.Process(target=append_many, args=arguments) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    assert problems(store) == []
    with store.begin(ACTOR) as record:
        events = record.events()
        assert record.head().seq == len(events) == 1 + WRITERS * EACH
        numbers = sorted(event.facts["n"] for event in events[1:])
        assert numbers == sorted(list(range(EACH)) * WRITERS)
