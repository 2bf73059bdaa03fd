"""The composition root: settings in, an opened Dabi out. Nothing is opened or created anywhere else."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flows.workdirs import wipe_left, workdir
from rules import catalogue as law
from rules.catalogue import Catalogue, Extra
from rules.errors import InputProblems, Problem, StoreExists, StoreRefuses, UsageError
from rules.limits import STANDARD, Limits
from rules.roles import Right

if TYPE_CHECKING:
    from store.sealing import MasterKey
    from store.session import Store
    from templates.catalog import LetterCatalog

KOLKATA = ZoneInfo("Asia/Kolkata")
_QUIET = "30"  # seconds: a scanner may wait between two pages of one file
NOBODY = "person:command-line"  # who holds the key of a store without users


def today() -> date:
    """Today in West Bengal, the default wherever a date may be given."""
    return datetime.now(KOLKATA).date()


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are. ``inbox`` is the folder of the scheduled intake; ``keep_inbox`` leaves incoming files there.

    ``inbox_quiet``: for how many seconds a file there must not have changed before it is taken.
    ``limits`` are those of files that come in;
    ``database_url`` and ``vault`` (an fsspec address) are for a record and papers outside the home.
    """

    home: Path
    key_file: Path | None
    inbox: Path
    keep_inbox: bool
    database_url: str | None = None
    vault: str | None = None
    limits: Limits = STANDARD
    inbox_quiet: int = 0

    @classmethod
    def from_environment(
        cls, home: Path | None = None, key_file: Path | None = None, environment: Mapping[str, str] = os.environ
    ) -> Settings:
        """Settings of this process: what is given, else DABI_HOME and DABI_KEY_FILE; and what only DABI_INBOX,
        DABI_KEEP_INBOX, DABI_INBOX_QUIET, DABI_DATABASE_URL, DABI_VAULT and DABI_LIMIT_… say. UsageError for a number
        that is none."""
        if home is None:
            home = Path(environment["DABI_HOME"]) if environment.get("DABI_HOME") else _platform_home()
        if key_file is None and environment.get("DABI_KEY_FILE"):
            key_file = Path(environment["DABI_KEY_FILE"])
        home = home.expanduser().absolute()
        inbox = Path(environment["DABI_INBOX"]) if environment.get("DABI_INBOX") else home / "inbox"
        keep = environment.get("DABI_KEEP_INBOX", "").lower() in {"1", "yes", "true"}
        key_file = key_file.expanduser().absolute() if key_file else None
        database_url, vault = environment.get("DABI_DATABASE_URL") or None, environment.get("DABI_VAULT") or None
        limits = Limits.from_environment(environment)
        quiet = environment.get("DABI_INBOX_QUIET") or _QUIET
        if not quiet.isdecimal():
            raise UsageError("DABI_INBOX_QUIET: that is no whole number of seconds. Write it in digits, or unset it.")
        return cls(home, key_file, inbox, keep, database_url, vault, limits, int(quiet))


def _platform_home() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_path("dabi", appauthor=False))


class Dabi:
    """An opened home: the record, the vault, the law and the letters."""

    def __init__(self, settings: Settings, store: Store, actor: str = NOBODY) -> None:
        self.settings = settings
        self.store = store
        self.actor = actor  # whoever sits here

    def need(self, right: Right) -> None:
        """NotAllowed if whoever sits here has not this right; for what a journey is going to do at once."""
        with self.store.begin(self.actor, read_only=True) as record:
            record.need(right)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The shipped rows and those under the home."""
        return law.load(catalogue_rows(self.settings.home, self.settings.limits))

    def workdir(self) -> AbstractContextManager[Path]:
        """A private folder for plain files of one step; gone afterwards."""
        return workdir()

    @cached_property
    def letters(self) -> LetterCatalog:
        """The shipped letters, each overridden by a folder of the same name under the home."""
        return letter_catalog(self.settings.home, self.settings.limits)


def letter_catalog(home: Path, limits: Limits = STANDARD) -> LetterCatalog:
    """The letters of a home: its own folders before the shipped ones."""
    from templates.catalog import LetterCatalog

    return LetterCatalog(home / "letters", limits)


def catalogue_rows(home: Path, limits: Limits = STANDARD) -> list[Extra]:
    """Further rows of the law's tables, from ``<home>/catalogue/<table>*.yaml``: the table is the name up to a dot.

    Each is opened in a child process. Raises InputProblems for files that cannot be.
    """
    rows: list[Extra] = []
    problems: list[Problem] = []
    for path in sorted((home / "catalogue").glob("*.yaml")):
        try:
            rows.append(extra_rows(path, limits, where=f"catalogue/{path.name}"))
        except InputProblems as error:
            problems += error.problems
    if problems:
        raise InputProblems(problems)
    return rows


def extra_rows(path: Path, limits: Limits, *, where: str, table: str | None = None) -> Extra:
    """Rows of one table, as the child process gives them: in JSON, which is YAML too."""
    from confined.data_files import values

    try:
        found = values(path, limits)
    except InputProblems as error:
        raise InputProblems([replace(problem, where=where) for problem in error.problems]) from None
    return Extra(table or path.name.split(".")[0], where, json.dumps(found, ensure_ascii=False))


def read_key(settings: Settings, *, new: bool = False) -> MasterKey:
    """The master key: DABI_KEY itself, else the key file, else a passphrase asked at the terminal.

    Raises WrongKey where a given key cannot be a key, UsageError where there is none and nobody to ask.
    """
    from store.sealing import MasterKey

    if os.environ.get("DABI_KEY"):
        return MasterKey.from_text(os.environ["DABI_KEY"])
    if settings.key_file is not None:
        return MasterKey.from_file(settings.key_file)
    if not sys.stdin.isatty():
        raise UsageError("No key was given. Name its file with --key-file, or set DABI_KEY or DABI_KEY_FILE.")
    import getpass

    passphrase = getpass.getpass("Passphrase of this store: ")
    if new and passphrase != getpass.getpass("The same passphrase again: "):
        raise UsageError("The two passphrases differ. Nothing was created; run 'dabi init' again.")
    return MasterKey.from_passphrase(passphrase, settings.home, new=new)


def key_at_hand(settings: Settings) -> bool:
    """Whether the home holds a store whose key is given without asking for a passphrase."""
    from store.session import is_store

    there = settings.database_url is not None or is_store(settings.home)
    return there and bool(os.environ.get("DABI_KEY") or settings.key_file)


def open_dabi(settings: Settings) -> Dabi:
    """Open the store in ``settings.home``. Raises StoreMissing, WrongKey, StoreDamaged or StoreLocked."""
    from store.session import open_store

    wipe_left()
    key = read_key(settings)
    return Dabi(settings, open_store(settings.home, key, database_url=settings.database_url, vault=settings.vault))


def open_for(settings: Settings, user: str | None, password_file: Path | None) -> Dabi:
    """Open the store in the name of ``user``, whose password is in a private file or asked for.

    In a store without users nobody signs in. Raises UsageError without a user where one is needed, or with one where
    there is none; NotAllowed for a wrong password; else as ``open_dabi``.
    """
    dabi = open_dabi(settings)
    try:
        if dabi.store.has_users():
            if not user:
                raise UsageError("This store has users. Say who you are with --user NAME, or set DABI_USER.")
            password = read_passphrase(password_file, f"user {user}", option="--password-file")
            dabi.actor = dabi.store.sign_in(user, password)
            dabi.store.act_for(dabi.actor)
        elif user:
            raise UsageError("This store has no users. Leave --user and DABI_USER out, or see 'dabi users add --help'.")
    except BaseException:
        dabi.store.close()
        raise
    return dabi


def refuse_key_in_home(settings: Settings) -> None:
    """UsageError where the key file would lie in the home."""
    if settings.key_file is not None and settings.key_file.resolve().is_relative_to(settings.home.resolve()):
        raise UsageError("The key file would lie inside the home, where a thief finds both. Name another place.")


def read_passphrase(file: Path | None, what: str, *, new: bool = False, option: str = "--passphrase-file") -> str:
    """The passphrase or password of ``what``: the first line of ``file``, else asked at the terminal, twice if ``new``.

    Raises UsageError for a file that is not there or no text, or with nobody to ask; StoreRefuses for one that others
    can read.
    """
    if file is not None:
        return _passphrase_in(file)
    if not sys.stdin.isatty():
        word = option.removeprefix("--").removesuffix("-file")
        raise UsageError(f"No {word} was given. Name a file that holds it with {option}.")
    import getpass

    word = option.removeprefix("--").removesuffix("-file")
    given = getpass.getpass(f"{word.capitalize()} of {what}: ")
    if new and given != getpass.getpass(f"The same {word} again: "):
        raise UsageError(f"The two {word}s differ. Nothing was written; run this again.")
    return given


def _passphrase_in(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            others = stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077
            line = file.readline(4096).rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"There is no readable text file at {path}. Name the passphrase's file again.") from None
    if others:
        raise StoreRefuses(f"Others can read the passphrase in {path}. Run 'chmod 600 {path}', then run this again.")
    return line


def create_home(settings: Settings) -> bool:
    """Create an empty store; True if a new key file was written for it.

    The key is DABI_KEY, an existing key file, a new key file outside the home, or a passphrase asked for.
    Raises StoreExists, StoreRefuses, UsageError for a key file inside the home.
    """
    from store.sealing import MasterKey
    from store.session import create, is_store

    if settings.database_url is None and is_store(settings.home):
        raise StoreExists(str(settings.home))
    path = settings.key_file
    refuse_key_in_home(settings)
    if os.environ.get("DABI_KEY") or path is None or path.exists():
        key, made = read_key(settings, new=True), False
    else:
        key, made = MasterKey.generate(), True
        key.write(path)
    create(settings.home, key, database_url=settings.database_url, vault=settings.vault)
    settings.inbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    return made
