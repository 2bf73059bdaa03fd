"""What every command is given: where home and key are, opened only by the commands that need them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from rules.errors import UsageError

if TYPE_CHECKING:
    from flows.take_in_scans.archive import Archive
    from flows.wiring import Dabi, Settings
    from rules.catalogue import Extra

_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Context:
    """The global options of one call."""

    home: Path | None
    key_file: Path | None
    user: str | None
    password_file: Path | None
    verbose: bool
    at_end: Callable[[Callable[[], None]], object]  # what is opened here is closed when the command has ended

    def settings(self) -> Settings:
        from flows.wiring import Settings

        return Settings.from_environment(self.home, self.key_file)

    def catalogue_rows(self) -> list[Extra]:
        """The law's further rows under the home, where there is one."""
        from flows.wiring import catalogue_rows

        settings = self.settings()
        return catalogue_rows(settings.home, settings.limits)

    def open(self) -> Dabi:
        """Open the store in home, in the name of the user where it has users.

        Asks for the passphrase where there is neither key file nor DABI_KEY, and for the password where no file has it.
        """
        from flows.wiring import open_for

        dabi = open_for(self.settings(), self.user, self.password_file)
        self.at_end(dabi.store.close)
        return dabi

    def archive(self) -> Archive | None:
        """The archived prints of the store in home, where there is one, and key and user are at hand without asking."""
        from flows.wiring import key_at_hand

        if not key_at_hand(self.settings()):
            return None
        from flows.take_in_scans.archive import Archive
        from flows.wiring import open_dabi

        dabi = open_dabi(self.settings()) if not self.user else self.open()
        self.at_end(dabi.store.close)
        return Archive(dabi) if self.user or not dabi.store.has_users() else None


def given(context: typer.Context) -> Context:
    """The Context that the global options made."""
    assert isinstance(context.obj, Context)
    return context.obj


def today() -> date:
    from flows.wiring import today

    return today()


def folder(path: Path) -> Path:
    """A folder for papers, made if it is not there, before anything is written: papers must not lack their place."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise UsageError(f"{path} cannot be made a folder. Name another one with --out.") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise UsageError(f"Nothing can be written into {path}. Name another folder with --out.")
    return path.absolute()


def day(text: str | None) -> date:
    """A date given on the command line, ISO 8601; today in Asia/Kolkata where none is given."""
    return today() if text is None else day_of("--on", text)


def day_of(option: str, text: str) -> date:
    """The date given with an option. UsageError where it is none, or lies where no clock of ours could run."""
    try:
        found = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        raise UsageError(f"{option}: '{text[:20]}' is not a date. Write it as YYYY-MM-DD, like 2026-07-06.") from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise UsageError(f"{option}: the year {found.year} cannot be meant. Check the date.")
    return found
