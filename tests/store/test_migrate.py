"""The migrations lead to the tables that the code knows, and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, inspect, text

from rules.citizens import Citizen
from rules.errors import StoreRefuses
from rules.events import Event, EventKind
from rules.findings import DocumentKind, ReadDocument
from store import archive, migrate
from store.engine import DATABASE, make_engine, server_url, sqlite_url
from store.restore import restore
from store.reviews import ReviewEntry
from store.sealing import MasterKey
from store.session import Store, open_store
from store.tables import Base
from store.verify import verify
from tests.store.hands import database, filled


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database, in a file and on a server."""
    with database(request, tmp_path, request.param) as engine:
        yield engine


def test_the_head_is_what_the_models_say(engine: Engine) -> None:
    """Alembic finds nothing to add between the last migration and the models, nor server types that differ."""
    with engine.begin() as connection:
        migrate.upgrade(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_code_knows_the_last_migration() -> None:
    """HEAD is Alembic's head, and there is one."""
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.HEAD]


def test_down_removes_everything(engine: Engine) -> None:
    """After a downgrade to nothing no table and no trigger of ours is left, and up works again."""
    for _ in range(2):
        with engine.begin() as connection:
            migrate.upgrade(connection)
            assert migrate.version(connection) == migrate.HEAD
        with engine.begin() as connection:
            migrate.downgrade(connection, "base")
        with engine.begin() as connection:
            assert inspect(connection).get_table_names() == ["alembic_version"]
            if connection.dialect.name == "sqlite":
                left = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            else:
                left = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            assert connection.execute(text(left)).scalars().all() == []


def test_every_constraint_has_a_name(engine: Engine) -> None:
    """A constraint without a name cannot be changed by a later migration."""
    with engine.begin() as connection:
        migrate.upgrade(connection)
        look = inspect(connection)
        for table in look.get_table_names():
            named = [
                *look.get_foreign_keys(table),
                *look.get_unique_constraints(table),
                *look.get_check_constraints(table),
            ]
            assert all(constraint["name"] for constraint in named), table


def test_a_store_of_a_newer_dabi_is_refused(engine: Engine) -> None:
    """An older Dabi does not touch what it does not know."""
    with engine.begin() as connection:
        migrate.upgrade(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(StoreRefuses, match="newer Dabi"):
            migrate.bring_up_to_date(connection)


def test_nothing_is_done_at_the_head(engine: Engine) -> None:
    """Only an older database is migrated."""
    with engine.begin() as connection:
        assert migrate.bring_up_to_date(connection) is True
        assert migrate.bring_up_to_date(connection) is False


def test_papers_and_questions_on_record_survive_a_step_down_and_up(store: Store, samples: Any) -> None:
    """What other rows point to is not made anew: a store with documents and reviews comes up from the step before."""
    read = ReadDocument((1,), DocumentKind.RECEIPT, "eng")
    with store.begin("system:test") as record:
        claim = samples.claim(record, samples.claimant(record))
        letter = samples.letter(store, record, claim)
        address = store.vault.put(b"pixels", "house")
        scan = record.add_scan(address, media_type="image/png", pages=1, received_on=date(2026, 1, 7))
        document = record.add_document(scan.id, read, letter.reference)
        record.add_review(ReviewEntry("receipt", (), scan=scan.id, document=document, letter=letter.reference))
        record.commit()
    with store._engine.begin() as connection:
        migrate.downgrade(connection, "0002")
        migrate.upgrade(connection)
    with store.begin("system:test") as record:
        assert [one.read for one in record.documents()] == [read]
        assert [entry.document for entry in record.reviews()] == [document]


def test_a_list_of_citizens_of_no_organisation_goes(store: Store) -> None:
    """The step to citizens with organisations leaves nobody behind in a list that nothing reads; orders stay."""
    with store.begin("system:test") as record:
        for name in ("general_requests", "track_deadlines"):
            record.set_standing_order(name, {"citizens": []})
        record.commit()
    with store._engine.begin() as connection:
        migrate.downgrade(connection, "0004")
        migrate.upgrade(connection)
    with store.begin("system:test") as record:
        assert record.standing_order("general_requests") is None
        assert record.standing_order("track_deadlines") is not None
        assert record.citizens() == []


def test_a_filled_store_migrates_down_and_up(store: Store, samples: Any) -> None:
    """Rows, foreign keys and append-only triggers do not stand in the way; up again gives the empty tables."""
    with store.begin("system:test") as record:
        claim = samples.claim(record, samples.claimant(record))
        samples.letter(store, record, claim)
        record.append(Event(EventKind.GRANTED, date(2026, 1, 5), claim.code, beside={"memo_no": "7"}))
        record.identities([claim.claimant], "test")
        record.put_citizen(Citizen("phool", "Ranu", "Post Box 9"))
        record.commit()
    engine = store._engine
    with engine.begin() as connection:
        assert migrate.bring_up_to_date(connection) is False
        migrate.downgrade(connection, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        migrate.upgrade(connection)
        assert connection.execute(text("SELECT count(*) FROM claims")).scalar_one() == 0
    engine.dispose()


FROZEN, WORDS = Path(__file__).parent / "frozen" / "store-0001.backup", "three dry words"


@pytest.fixture
def first(tmp_path: Path) -> tuple[Path, MasterKey]:
    """A home as the first schema left it, unpacked and not opened; and its key."""
    home = tmp_path / "first"
    home.mkdir(mode=0o700)
    with FROZEN.open("rb") as file:
        key, reader = archive.unlock(file, WORDS)
        for name, parts in archive.members(reader):
            path = archive.place_of(home, name)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_bytes(b"".join(parts))
    return home, key


def move(database: Path, url: str) -> None:
    """The rows of a file of the first schema on a server, under the first migration."""
    file, server = make_engine(sqlite_url(database)), make_engine(server_url(url))
    there = MetaData()
    with file.begin() as source, server.begin() as target:
        there.reflect(source)
        migrate.upgrade(target, "0001")
        target.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        for table in there.sorted_tables:
            rows = [dict(row) for row in source.execute(table.select()).mappings()]
            if rows and table.name != "alembic_version":
                target.execute(table.insert(), rows)
    file.dispose()
    server.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_filled_store_of_the_first_schema_is_migrated_whole(
    request: pytest.FixtureRequest, first: tuple[Path, MasterKey], kind: str
) -> None:
    """Opened by this code it stands at the head, verifies clean, and says all that it said."""
    (home, key), url = first, None
    with ExitStack() as lent:
        if kind == "postgresql":
            url = lent.enter_context(request.getfixturevalue("cluster").database())
            move(home / DATABASE, url)
        engine = make_engine(server_url(url) if url else sqlite_url(home / DATABASE))
        with engine.begin() as connection:
            assert migrate.version(connection) == "0001"
        engine.dispose()
        with open_store(home, key, database_url=url) as store:
            with store._engine.begin() as connection:
                assert migrate.version(connection) == migrate.HEAD
            assert verify(store) == []
            with store.begin("system:test") as record:
                [person] = record.claimants()
                assert record.identities([person.code], "test")[person.code].name == "Rupali Kalponik"
                assert [event.beside for event in record.events()] == [{}, {"words": "কাল আসুন"}]
                [letter] = record.letters()
                assert filled(record, letter.reference) == {"name": "Rupali Kalponik", "on": "2026-01-05"}
                [scan], [review], [document] = record.scans(), record.reviews(), record.documents()
                assert (record.scan_name(scan.id), store.vault.get(scan.sha256, "system:test")) == ("x.png", b"a scan")
                assert (review.scan, review.document, document.letters) == (scan.id, document.id, (letter.reference,))
                record.append(Event(EventKind.GRANTED, date(2026, 1, 6), letter.claim))
                record.commit()
            assert verify(store) == []


def test_a_backup_of_the_first_schema_comes_back(tmp_path: Path) -> None:
    """At the head of today, and as whole as it was."""
    key = restore(FROZEN, tmp_path / "home", WORDS)
    with open_store(tmp_path / "home", key) as store:
        assert verify(store) == []
