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
from sqlalchemy import Engine, inspect, text

from rules.errors import StoreRefuses
from rules.events import Event, EventKind
from rules.findings import DocumentKind, ReadDocument
from store import migrate
from store.engine import make_engine, server_url, sqlite_url
from store.reviews import ReviewEntry
from store.session import Store
from store.tables import Base


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database, in a file and on a server."""
    with ExitStack() as lent:
        if request.param == "sqlite":
            url = sqlite_url(tmp_path / "db")
        else:
            url = server_url(lent.enter_context(request.getfixturevalue("cluster").database()))
        engine = make_engine(url)
        lent.callback(engine.dispose)
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


def test_a_filled_store_migrates_down_and_up(store: Store, samples: Any) -> None:
    """Rows, foreign keys and append-only triggers do not stand in the way; up again gives the empty tables."""
    with store.begin("system:test") as record:
        claim = samples.claim(record, samples.claimant(record))
        samples.letter(store, record, claim)
        record.append(Event(EventKind.GRANTED, date(2026, 1, 5), claim.code, beside={"memo_no": "7"}))
        record.identities([claim.claimant], "test")
        record.commit()
    engine = store._engine
    with engine.begin() as connection:
        assert migrate.bring_up_to_date(connection) is False
        migrate.downgrade(connection, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        migrate.upgrade(connection)
        assert connection.execute(text("SELECT count(*) FROM claims")).scalar_one() == 0
    engine.dispose()
