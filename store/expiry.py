"""Old backups: whom they hold, erasure does not reach; so they end with their period.

    expired(store, folder, before, actor) -> list[Path]       backups of this store in ``folder`` made before a day
    remove(paths)                                             for good, with what they held

A backup says in its head, without a passphrase, which store it is of and when it was made. The head is bound to the
sealed stream: who alters it has a backup that does not open.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from rules.errors import BackupDamaged, StoreRefuses
from rules.roles import Right
from store import archive
from store.files import fsync_folder
from store.session import Store
from store.tables import StoreRow


def expired(store: Store, folder: Path, before: date, actor: str) -> list[Path]:
    """Backups of this very store in ``folder`` that were made before a day, by name; other files are left alone."""
    with store.begin(actor, read_only=True) as record:
        record.need(Right.KEEP)
        name = record._session.get_one(StoreRow, 1).name
    found = []
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.is_symlink():
            label = _label(path)
            if label is not None and label.store == name and label.made_on < before:
                found.append(path)
    return found


def _label(path: Path) -> archive.Label | None:
    try:
        with path.open("rb") as file:
            return archive.label(file)
    except (OSError, BackupDamaged, StoreRefuses):
        return None


def remove(paths: Iterable[Path]) -> None:
    """Remove these files. Where the disk keeps what was removed, it has to be destroyed with it."""
    for path in paths:
        path.unlink()
        fsync_folder(path.parent)
