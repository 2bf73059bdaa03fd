"""A backup's time ends: it is known by its head, and nothing else in its folder is touched."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from rules.errors import BackupDamaged
from store import archive
from store.backup import backup
from store.expiry import expired, remove
from store.restore import restore
from store.sealing import MasterKey
from store.session import Store, create, open_store

ACTOR = "person:command-line"
WORDS = "three dry words"


def test_old_backups_of_this_store_alone_are_found(store: Store, clock: Any, tmp_path: Path, key: MasterKey) -> None:
    """Not younger ones, not another store's, not files that are no backups, not links."""
    place = tmp_path / "stick"
    place.mkdir()
    backup(store, place / "january", WORDS)
    create(tmp_path / "other", key)
    with open_store(tmp_path / "other", key, now=clock) as other:
        backup(other, place / "theirs", WORDS)
    clock.move(10 * 86400)
    backup(store, place / "later", WORDS)
    (place / "letter.pdf").write_bytes(b"%PDF")
    (place / "cut").write_bytes((place / "january").read_bytes()[:50])
    (place / "link").symlink_to(place / "january")
    assert expired(store, place, date(2026, 1, 5), ACTOR) == []
    found = expired(store, place, date(2026, 1, 6), ACTOR)
    assert found == [place / "january"]
    remove(found)
    assert {path.name for path in place.iterdir()} == {"theirs", "later", "letter.pdf", "cut", "link"}
    restore(place / "later", tmp_path / "new", WORDS)


def test_who_changes_the_label_has_no_backup_any_more(store: Store, tmp_path: Path) -> None:
    """A younger day written into the head, its hash made anew: the stream does not open under it."""
    backup(store, tmp_path / "it", WORDS)
    data = (tmp_path / "it").read_bytes()
    size = int.from_bytes(data[8:12], "big")
    head = data[: 12 + size].replace(b'"made_on":"2026-01-05"', b'"made_on":"2027-01-05"')
    (tmp_path / "it").write_bytes(head + archive.sha256(head).digest() + data[12 + size + 32 :])
    assert archive.label(BytesIO((tmp_path / "it").read_bytes())) is not None
    with pytest.raises(BackupDamaged):
        restore(tmp_path / "it", tmp_path / "new", WORDS)


def test_a_backup_of_before_there_were_labels_still_opens(key: MasterKey) -> None:
    """It has no label, and is never taken for an old one."""
    file = BytesIO()
    with archive.begin(file, key, WORDS) as writer:
        archive.end(writer)
    file.seek(0)
    assert archive.label(file) is None
    file.seek(0)
    assert archive.unlock(file, WORDS)[0].check == key.check
