"""What an actor may do in the record, and which rows of it exist for the actor.

    standing_of(session, actor, behalf=None) -> Standing      NotAllowed for an actor that nobody knows

In a store without users whoever holds its key may do everything; only the journeys of ``rules.roles`` are held to
their rights even there. From the first user on every actor is one of them, in her role, or a known journey. A journey
works on behalf of the person who asked for it and sees no more rows than that person; one on a schedule sees them all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from rules.errors import NotAllowed
from rules.roles import EVERY_RIGHT, JOURNEYS, ROLES, Right
from store.tables import UserRow

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Standing:
    """Rights, and the organisation and collective outside which nothing exists; None bounds nothing."""

    rights: frozenset[Right]
    organisation: str | None = None
    collective: str | None = None

    @property
    def bounded(self) -> bool:
        return self.organisation is not None or self.collective is not None


def has_users(session: Session) -> bool:
    """Whether anybody was ever let in by name."""
    return bool(session.scalar(select(exists().select_from(UserRow))))


def standing_of(session: Session, actor: str, behalf: str | None = None) -> Standing:
    """The standing of ``actor`` (role:id), within the bounds of the person it works for."""
    role, _, name = actor.partition(":")
    if role != SYSTEM:
        return _person(session, actor, role, name)
    rights = JOURNEYS.get(name)
    if rights is None:
        if has_users(session):
            raise NotAllowed(actor, "do anything here: there is no such journey")
        rights = EVERY_RIGHT
    if behalf is None or behalf.startswith(f"{SYSTEM}:"):
        return Standing(rights)
    return replace(standing_of(session, behalf), rights=rights)


def _person(session: Session, actor: str, role: str, name: str) -> Standing:
    user = session.get(UserRow, name)
    if user is None and not has_users(session):
        return Standing(EVERY_RIGHT)
    if user is None or user.role != role or user.ended_on is not None:
        raise NotAllowed(actor, "do anything here: it is no user of this store, or no more")
    more = {Right.OVERRIDE} if user.may_override else set()
    return Standing(ROLES[user.role] | more, user.organisation, user.collective)
