"""Changing the master key: every data key is wrapped anew, the blind index is made anew, and no content is touched.

    rotate(store, new, actor) -> int           the number of data keys; open the store again with the new key afterwards
    rotate_in_file(store, path, actor) -> int  a new key into the key file at ``path``, and the store under it

It is one transaction: killed at any point, the store answers to the old key alone or to the new one alone. Keep both
in the key file while it runs (new first, old on the second line): ``open_store`` picks the one that answers.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rules.people import Identity
from rules.roles import Right
from store.codec import unpack_as
from store.files import alone
from store.keys import BLIND
from store.record import Record
from store.sealing import MasterKey
from store.session import Store
from store.tables import BlindIndexRow, ClaimantRow, DataKeyRow, StoreRow, VaultFileRow


def rotate(store: Store, new: MasterKey, actor: str) -> int:
    """Let ``new`` open the store and the old key no more; other processes meet WrongKey at their next step."""
    with store.begin(actor) as record:
        old, session = store._key, record._session
        record._note_access([], "rotate key")
        _remake_blind_index(record)
        count = _rewrap(session, old, new)
        session.get_one(StoreRow, 1).key_check = new.check
        record.commit()
    return count


def rotate_in_file(store: Store, path: Path, actor: str) -> int:
    """Draw a new key, put it before the old one in the key file, rotate, and leave it there alone; see ``rotate``.

    Whenever it is killed, the file opens the store. StoreLocked while a backup or another rotation is under way.
    """
    with alone(store.home):
        with store.begin(actor, read_only=True) as record:
            record.head()  # WrongKey here and not later: another process may have changed key and file since
        new = MasterKey.generate()
        (new + store._key.first).replace(path)
        count = rotate(store, new, actor)
        new.replace(path)
    return count


def _remake_blind_index(record: Record) -> None:
    """Under a new secret: who had the old key and a copy can try names on that copy only."""
    record.need(Right.KEEP)
    record._session.execute(delete(BlindIndexRow))
    record._keys.renew(BLIND)
    for row in record._session.scalars(select(ClaimantRow).where(ClaimantRow.sealed.is_not(None))).all():
        assert row.sealed is not None, "asked for"
        data = record._keys.key(row.code).open(row.sealed, f"identity/{row.code}")
        record._index(row.code, unpack_as(Identity, data))
    record._reindex_users()


def _rewrap(session: Session, old: MasterKey, new: MasterKey) -> int:
    count = 0
    for key in session.scalars(select(DataKeyRow)).all():
        key.wrapped = new.wrap(key.owner, old.unwrap(key.owner, key.wrapped))
        count += 1
    for file in session.scalars(select(VaultFileRow).where(VaultFileRow.wrapped.is_not(None))).all():
        owner = f"file/{file.sha256}"
        assert file.wrapped is not None, "asked for"
        file.wrapped = new.wrap(owner, old.unwrap(owner, file.wrapped))
        count += 1
    session.flush()
    return count
