"""What every room's tests may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.clusters import Cluster, running

settings.register_profile("suite", deadline=None)  # a busy machine is no failure of the code
settings.load_profile("suite")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server, started when the first test asks for it."""
    with running() as started:
        yield started
