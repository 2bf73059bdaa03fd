"""An opened home in a temporary folder, with the sample's shape of people and none of its names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flows.wiring import Dabi, Settings, create_home, open_dabi
from rules.roles import Role


@pytest.fixture
def dabi(tmp_path: Path) -> Iterator[Dabi]:
    """A fresh home with a key file outside it."""
    settings = Settings(tmp_path / "home", tmp_path / "key", tmp_path / "home" / "inbox", keep_inbox=False)
    create_home(settings)
    opened = open_dabi(settings)
    yield opened
    opened.store.close()


@pytest.fixture
def worker(dabi: Dabi) -> str:
    """A social worker, who may write and neither confirm nor change the law in a letter."""
    on = date(2026, 4, 1)
    with dabi.store.begin("system:test") as record:
        record.add_user("first", "three dry words", Role.ADMINISTRATOR, on=on)
        record.commit()
    with dabi.store.begin(dabi.store.sign_in("first", "three dry words")) as record:
        user = record.add_user("a worker", "three dry words", Role.SOCIAL_WORKER, on=on, organisation="Namuna Sangha")
        record.commit()
    return user.actor
