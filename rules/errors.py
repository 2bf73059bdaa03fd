"""Every error Dabi raises on purpose, and the exit code that each one means.

    DabiError
    ├── UsageError            2  the command was asked wrongly
    ├── InputProblems         3  a person's file has problems, all of them listed
    ├── ToolMissing           5  a program, language or font is not there, or crashed
    ├── PipelineError         1  a step inside Prefect failed; only a code and an id
    └── StoreRefuses          6  the record will not do it
        ├── StoreExists          init over an existing store
        ├── StoreMissing         no store in this home
        ├── StoreLocked          another process holds it
        ├── NotAllowed           the actor has no right to it
        ├── StoreDamaged         the record or the vault is not what was written
        │   └── BackupDamaged       a backup is not what was written
        └── WrongKey             the key does not open this store
            └── WrongPassphrase     the passphrase does not open this backup

Messages say what, which one and what to do next, and never a name, phone or address: they reach logs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with something a person gave us; collected, not raised one at a time."""

    where: str  # file, or file and row: "claims.csv row 7"
    what: str  # what is wrong, in words
    remedy: str  # what to do next
    field: str | None = None

    def __str__(self) -> str:
        at = f"{self.where}, {self.field}" if self.field else self.where
        return f"{at}: {self.what} {self.remedy}".strip()


class DabiError(Exception):
    """Root of everything raised on purpose."""

    exit_code = 1


class UsageError(DabiError):
    exit_code = 2


class InputProblems(DabiError):
    """A file with problems: nothing of it was recorded unless the message says so."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ToolMissing(DabiError):
    exit_code = 5

    def __init__(self, tool: str, what: str, remedy: str) -> None:
        self.tool = tool
        self.remedy = remedy
        super().__init__(f"{tool}: {what} {remedy}")


class PipelineError(DabiError):
    """What a Prefect flow or task may say of a failure: a code and the id of the job, nothing of its content."""

    def __init__(self, code: str, job: str) -> None:
        self.code = code
        self.job = job
        super().__init__(code, job)

    def __str__(self) -> str:
        return f"{self.code} in job {self.job}"


class StoreRefuses(DabiError):
    exit_code = 6


class StoreExists(StoreRefuses):
    def __init__(self, home: str) -> None:
        super().__init__(f"There is a store in {home} already. Choose another folder with --home; nothing was changed.")


class StoreMissing(StoreRefuses):
    def __init__(self, home: str) -> None:
        super().__init__(f"There is no store in {home}. Create one with 'dabi init', or name its folder with --home.")


class StoreLocked(StoreRefuses):
    def __init__(self, holder: str) -> None:
        super().__init__(f"The store is busy: {holder}. Wait until it has ended, then run this again.")


class NotAllowed(StoreRefuses):
    def __init__(self, actor: str, what: str) -> None:
        super().__init__(f"{actor} may not {what}. Ask somebody who may, or sign in as another user with --user.")


class StoreDamaged(StoreRefuses):
    def __init__(self, what: str) -> None:
        super().__init__(f"The store is damaged: {what}. Change nothing, make a copy of it, and run 'dabi verify'.")


class WrongKey(StoreRefuses):
    def __init__(self) -> None:
        super().__init__("This key does not open this store. Check --key-file or DABI_KEY; nothing was changed.")


class BackupDamaged(StoreDamaged):
    def __init__(self, what: str) -> None:
        StoreRefuses.__init__(self, f"This backup is damaged: {what}. Nothing was restored; use another copy of it.")


class WrongPassphrase(WrongKey):
    def __init__(self) -> None:
        StoreRefuses.__init__(self, "This passphrase does not open this backup. Try it again; nothing was restored.")
