"""What only a server can get wrong: the store is created there once, and opened by its key alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rules.errors import StoreExists, StoreLocked, StoreMissing, StoreRefuses, WrongKey
from store.sealing import MasterKey
from store.session import create, open_store
from store.verify import verify
from tests.clusters import Cluster

ACTOR = "system:test"


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    """An empty database."""
    with cluster.database() as lent:
        yield lent


def test_a_store_is_created_on_a_server_once(url: str, home: Path, key: MasterKey) -> None:
    """Its papers lie in the home, its record does not; the second create is refused and changes nothing."""
    with pytest.raises(StoreMissing):
        open_store(home, key, database_url=url)
    create(home, key, database_url=url)
    assert {path.name for path in home.iterdir()} == {"vault"}
    with pytest.raises(StoreExists):
        create(home, MasterKey.generate(), database_url=url)
    with open_store(home, key, database_url=url) as store:
        assert verify(store) == []
        assert store.database is None


def test_a_wrong_key_opens_no_store_on_a_server(url: str, home: Path, key: MasterKey) -> None:
    """Exit code 6; the right one opens it afterwards."""
    create(home, key, database_url=url)
    with pytest.raises(WrongKey) as caught:
        open_store(home, MasterKey.generate(), database_url=url)
    assert caught.value.exit_code == 6
    open_store(home, key, database_url=url).close()


def test_a_server_that_is_away_is_said_to_be(home: Path, key: MasterKey) -> None:
    """Nothing listens there; the address, with its password, is not repeated."""
    with pytest.raises(StoreRefuses, match="does not answer") as caught:
        open_store(home, key, database_url="postgresql://u:Zqxmarker@127.0.0.1:1/d")
    assert "Zqxmarker" not in str(caught.value)


def test_a_writer_on_a_server_waits_its_time(url: str, home: Path, key: MasterKey) -> None:
    """A second writer gives up after busy_seconds; a reader sees the last commit and cannot write."""
    create(home, key, database_url=url)
    with open_store(home, key, database_url=url, busy_seconds=0.05) as store:
        with store._engine.begin() as connection:
            connection.exec_driver_sql("SELECT 1")
            with pytest.raises(StoreLocked), store.begin(ACTOR) as record:
                record.head()
        with store.begin(ACTOR, read_only=True) as record, pytest.raises(StoreRefuses):
            record.open_job("write_letters", {})
