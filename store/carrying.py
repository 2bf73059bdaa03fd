"""The rows of one database carried into another, whichever kinds the two are of: a file, or a database on a server.

    carry(source, target)        both stand at the same migration, and the target's tables are empty

Rows go as they lie, also those of a store that was tampered with: no link is put in order, nothing sealed is opened,
and a word that no longer means anything stays that word. What is wrong is found in the copy as in the original.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, Enum, Integer, String, Text, column, insert, select, table, text
from sqlalchemy.types import TypeEngine

from store.tables import AccessRow, Base, EventRow, Plain

_ROWS = 500  # at a time
_GUARDED = (AccessRow.__tablename__, EventRow.__tablename__)  # triggers hold their rows in order


def carry(source: Connection, target: Connection) -> None:
    """Put every row of ``source`` into ``target``, within the transaction of each."""
    with _unguarded(target):
        for whole in Base.metadata.sorted_tables:
            plain = table(whole.name, *(column(one.name, _as_it_lies(one)) for one in whole.columns))
            found = source.execute(select(plain).execution_options(yield_per=_ROWS))
            for rows in found.mappings().partitions():
                target.execute(insert(plain), [dict(row) for row in rows])
    if target.dialect.name != "sqlite":
        _count_on(target)


def _as_it_lies(one: Column[Any]) -> TypeEngine[Any]:
    """The type under which a value passes as it is."""
    if isinstance(one.type, Enum):
        return String()
    return Text() if isinstance(one.type, Plain) else one.type


@contextmanager
def _unguarded(target: Connection) -> Iterator[None]:
    """Without the triggers, which would refuse a chain that has a gap; they are back before anybody else comes."""
    if target.dialect.name == "sqlite":
        found = target.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        off = [f"DROP TRIGGER {name}" for name, _ in found]
        on = [made for _, made in found]
    else:
        off, on = ([f"ALTER TABLE {name} {deed} TRIGGER USER" for name in _GUARDED] for deed in ("DISABLE", "ENABLE"))
    for statement in off:
        target.exec_driver_sql(statement)
    yield
    for statement in on:
        target.exec_driver_sql(statement)


def _count_on(target: Connection) -> None:
    """Numbers that a server gives by itself go on behind those that came; SQLite looks at the rows."""
    for whole in Base.metadata.sorted_tables:
        for one in whole.primary_key:
            if one is whole.autoincrement_column and isinstance(one.type, Integer):
                sequence = f"pg_get_serial_sequence('{whole.name}', '{one.name}')"
                target.exec_driver_sql(f"SELECT setval({sequence}, max({one.name})) FROM {whole.name}")  # noqa: S608
