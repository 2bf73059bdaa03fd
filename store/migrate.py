"""Brings a database to the tables that this code knows.

Alembic is loaded only when there is something to do: opening a store must be quick.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from rules.errors import StoreRefuses

HEAD = "0007"
FOLDER = Path(__file__).parent / "migrations"


def version(connection: Connection) -> str | None:
    """The migration that the database stands at; None if it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def upgrade(connection: Connection, to: str = "head") -> None:
    _run(connection, "upgrade", to)


def downgrade(connection: Connection, to: str) -> None:
    _run(connection, "downgrade", to)


def _run(connection: Connection, direction: str, to: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    getattr(command, direction)(config, to)


def bring_up_to_date(connection: Connection) -> bool:
    """Upgrade an older database; True if there was something to do. StoreRefuses if a newer Dabi made it."""
    at = version(connection)
    if at == HEAD:
        return False
    if at is not None and at > HEAD:
        raise StoreRefuses(f"A newer Dabi made this store (version {at}, this one knows {HEAD}). Update Dabi.")
    upgrade(connection)
    return True
