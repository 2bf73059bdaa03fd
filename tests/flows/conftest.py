"""An opened home in a temporary folder, with the sample's shape of people and none of its names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.wiring import Dabi, Settings, create_home, open_dabi


@pytest.fixture
def dabi(tmp_path: Path) -> Iterator[Dabi]:
    """A fresh home with a key file outside it."""
    settings = Settings(tmp_path / "home", tmp_path / "key", tmp_path / "home" / "inbox", keep_inbox=False)
    create_home(settings)
    opened = open_dabi(settings)
    yield opened
    opened.store.close()
