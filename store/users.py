"""Those who may sign in: role, bounds, and password, of which only an argon2id hash is kept, and that sealed.

    record.add_user(name, password, role, on=…, organisation=None, collective=None, may_override=False) -> User
    record.users() -> list[User]
    record.end_user(name, on=…); record.set_password(name, password)
    store.sign_in(name, password) -> str         the actor, such as "social-worker:u-7k4q9x"; NotAllowed

The first user must be an administrator, or nobody could add a second. Who was added, ended or refused stands on the
access chain, by id. After ten wrong passwords in a row a user waits a quarter of an hour.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select

from rules.errors import UsageError
from rules.roles import BOUND_TO_COLLECTIVE, BOUND_TO_ORGANISATION, Right, Role
from store.access import Accesses
from store.codec import pack, unpack
from store.keys import BLIND, HOUSE
from store.sealing import ARGON2, blind_index, normalise
from store.standing import has_users
from store.tables import UserRow

LEAST_PASSWORD = 10  # signs
MOST_FAILURES = 10
WAIT = timedelta(minutes=15)
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0, 1, i, l, o
_FIELD = "user"


@dataclass(frozen=True, slots=True)
class User:
    """One who may sign in, or might until ``ended_on``; ``name`` only for those who may read names or manage users."""

    id: str
    name: str
    role: Role
    organisation: str | None
    collective: str | None
    may_override: bool
    added_on: date
    ended_on: date | None

    @property
    def actor(self) -> str:
        return f"{self.role.value}:{self.id}"


@cache
def _hasher() -> PasswordHasher:
    costs = ARGON2
    return PasswordHasher(costs["time_cost"], costs["memory_cost"], costs["parallelism"])


@cache
def _nobodys_hash() -> str:
    """What is tried for a name that nobody has, so that the time taken does not tell."""
    return _hasher().hash(secrets.token_hex(16))


def _plain(password: str) -> str:
    return unicodedata.normalize("NFC", password)


class Users(Accesses):
    def add_user(
        self,
        name: str,
        password: str,
        role: Role,
        *,
        on: date,
        organisation: str | None = None,
        collective: str | None = None,
        may_override: bool = False,
    ) -> User:
        """Let somebody in. UsageError for a taken name, a short password, or bounds that do not fit the role."""
        self.need(Right.USERS)
        name = " ".join(name.split())
        if not normalise(name):
            raise UsageError("A user needs a name. Give the one that she signs in with.")
        if role is not Role.ADMINISTRATOR and not has_users(self._session):
            raise UsageError("The first user must be an administrator, who lets in the others.")
        _check_bounds(role, organisation, collective, may_override)
        if self._user_row(name) is not None:
            raise UsageError("There is a user of this name already, or was. Choose another name.")
        row = UserRow(
            id=self._free_id(),
            role=role,
            organisation=organisation,
            collective=collective,
            may_override=may_override,
            digest=self._digest(name),
            failures=0,
            added_on=on,
        )
        row.sealed = self._sealed(row.id, name, password)
        self._session.add(row)
        self._note_access([], f"add {role.value} {row.id}")
        self._session.flush()
        return self._user(row)

    def _free_id(self) -> str:
        while True:
            found = f"u-{''.join(secrets.choice(_SIGNS) for _ in range(6))}"
            if self._session.get(UserRow, found) is None:
                return found

    def _digest(self, name: str) -> str:
        return blind_index(self._keys.need(BLIND), _FIELD, normalise(name))

    def _sealed(self, user: str, name: str, password: str) -> bytes:
        if len(_plain(password)) < LEAST_PASSWORD:
            raise UsageError(
                f"A password has at least {LEAST_PASSWORD} signs. Choose a longer one; nothing was changed."
            )
        kept = {"name": name, "password": _hasher().hash(_plain(password))}
        return self._keys.key(HOUSE).seal(pack(kept), f"user/{user}")

    def _opened(self, row: UserRow) -> dict[str, str]:
        found: dict[str, str] = unpack(self._keys.key(HOUSE).open(row.sealed, f"user/{row.id}"))
        return found

    def _user_row(self, name: str) -> UserRow | None:
        """By the name she signs in with, or by her id."""
        row = self._session.scalar(select(UserRow).where(UserRow.digest == self._digest(name)))
        return row or self._session.get(UserRow, name.strip().lower())

    def _user(self, row: UserRow) -> User:
        return User(
            row.id,
            self._opened(row)["name"],
            row.role,
            row.organisation,
            row.collective,
            row.may_override,
            row.added_on,
            row.ended_on,
        )

    def users(self) -> list[User]:
        """Everybody who was ever let in, in order of the id."""
        self.need(Right.USERS)
        return [self._user(row) for row in self._session.scalars(select(UserRow).order_by(UserRow.id))]

    def end_user(self, name: str, *, on: date) -> User:
        """From now on she is let in no more; her id stays hers. UsageError for the last administrator."""
        self.need(Right.USERS)
        row = self._known(name)
        others = select(UserRow.id).where(
            UserRow.role == Role.ADMINISTRATOR, UserRow.ended_on.is_(None), UserRow.id != row.id
        )
        if row.role is Role.ADMINISTRATOR and self._session.scalar(others) is None:
            raise UsageError("She is the last administrator. Let in another one first.")
        row.ended_on = row.ended_on or on
        self._note_access([], f"end {row.id}")
        self._session.flush()
        return self._user(row)

    def set_password(self, name: str, password: str) -> User:
        """A new password, one's own or, for who manages users, anybody's; a user who waits may try again at once."""
        row = self._known(name)
        if not self.actor.endswith(f":{row.id}"):
            self.need(Right.USERS)
        row.sealed = self._sealed(row.id, self._opened(row)["name"], password)
        row.failures, row.locked_until = 0, None
        self._note_access([], f"new password {row.id}")
        self._session.flush()
        return self._user(row)

    def _reindex_users(self) -> None:
        """Their names under the blind index's new secret."""
        for row in self._session.scalars(select(UserRow)).all():
            row.digest = self._digest(self._opened(row)["name"])
        self._session.flush()

    def _known(self, name: str) -> UserRow:
        row = self._user_row(name)
        if row is None:
            raise UsageError("There is no such user. See 'dabi users list'.")
        return row

    def let_in(self, name: str, password: str) -> User | None:
        """The user, if the password is hers and she may come in; what happened is noted, for the caller to commit."""
        row = self._user_row(name)
        if row is None:
            _fits(_nobodys_hash(), password)
            return None
        waits = row.locked_until is not None and row.locked_until > self._moment()
        right = _fits(self._opened(row)["password"], password)
        if right and not waits and row.ended_on is None:
            row.failures, row.locked_until = 0, None
            return self._user(row)
        if not right and not waits:
            row.failures += 1
            if row.failures >= MOST_FAILURES:
                row.failures, row.locked_until = 0, self._moment() + WAIT
        self._note_access([], f"refused {row.id}")
        return None


def _fits(kept: str, password: str) -> bool:
    try:
        return _hasher().verify(kept, _plain(password))
    except VerificationError:
        return False


def _check_bounds(role: Role, organisation: str | None, collective: str | None, may_override: bool) -> None:
    if (organisation is not None) != (role in BOUND_TO_ORGANISATION):
        need = "needs" if role in BOUND_TO_ORGANISATION else "has no"
        raise UsageError(f"The role {role.value} {need} --organisation, as the claims name it.")
    if (collective is not None) != (role in BOUND_TO_COLLECTIVE):
        need = "needs" if role in BOUND_TO_COLLECTIVE else "has no"
        raise UsageError(f"The role {role.value} {need} --collective, as the claims name it.")
    if may_override and role is not Role.COORDINATOR:
        raise UsageError("Only a coordinator can be given the right to go past a missing consent.")
