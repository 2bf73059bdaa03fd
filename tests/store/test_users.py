"""Who may sign in, and how a password is tried; nothing of it lies in the clear."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.errors import NotAllowed, UsageError
from rules.roles import Role
from store.rotation import rotate
from store.sealing import MasterKey
from store.session import Store, open_store
from store.users import MOST_FAILURES, WAIT, User
from store.verify import verify

ON = date(2026, 1, 5)
WORDS = "three dry words"
FIRST = "person:command-line"


def added(store: Store, name: str = "Ranu Kalpit", role: Role = Role.ADMINISTRATOR, **more: Any) -> User:
    actor = more.pop("actor", FIRST)
    with store.begin(actor) as record:
        user: User = record.add_user(name, more.pop("password", WORDS), role, on=ON, **more)
        record.commit()
    return user


def test_whoever_knows_name_and_password_is_let_in(store: Store) -> None:
    """By her name however it is spaced or cased, or by her id; the actor is her role and id, never her name."""
    assert not store.has_users()
    user = added(store)
    assert store.has_users()
    assert user.actor == f"administrator:{user.id}"
    for name in ("Ranu Kalpit", "  ranu  KALPIT ", user.id):
        assert store.sign_in(name, WORDS) == user.actor


@pytest.mark.parametrize("password", ["", "three dry wordS", WORDS + " "])
def test_a_wrong_password_lets_nobody_in(store: Store, password: str) -> None:
    """Nor does an unknown name; the refusal tells neither which it was nor the name, and is on the access chain."""
    user = added(store)
    with pytest.raises(NotAllowed) as refused:
        store.sign_in("Ranu Kalpit", password)
    with pytest.raises(NotAllowed) as unknown:
        store.sign_in("Nobody Kalpit", WORDS)
    assert str(refused.value) == str(unknown.value)
    assert "Ranu" not in str(refused.value)
    assert refused.value.exit_code == 6
    auditor = added(store, "Mita Kalpit", Role.AUDITOR, actor=user.actor)
    with store.begin(auditor.actor) as record:
        assert [access.purpose for access in record.accesses()].count(f"refused {user.id}") == 1


def test_after_ten_wrong_ones_even_the_right_one_waits(store: Store, clock: Any) -> None:
    """A quarter of an hour later, or with a new password, she is let in."""
    user = added(store)
    for _ in range(MOST_FAILURES):
        with pytest.raises(NotAllowed):
            store.sign_in(user.id, "wrong wrong wrong")
    with pytest.raises(NotAllowed):
        store.sign_in(user.id, WORDS)
    clock.move(WAIT.total_seconds())
    assert store.sign_in(user.id, WORDS) == user.actor


def test_the_first_user_is_an_administrator(store: Store) -> None:
    """Else nobody could let in a second."""
    with pytest.raises(UsageError, match="first user"):
        added(store, role=Role.SOCIAL_WORKER, organisation="phool")
    assert not store.has_users()


@pytest.mark.parametrize(
    ("role", "more", "what"),
    [
        (Role.SOCIAL_WORKER, {}, "--organisation"),
        (Role.OPERATOR, {"organisation": "phool", "collective": "utsho"}, "--collective"),
        (Role.COLLECTIVE, {}, "--collective"),
        (Role.AUDITOR, {"organisation": "phool"}, "--organisation"),
        (Role.SOCIAL_WORKER, {"organisation": "phool", "may_override": True}, "coordinator"),
        (Role.AUDITOR, {"password": "too short"}, "at least 10 signs"),
    ],
)
def test_what_does_not_fit_is_refused(store: Store, role: Role, more: dict[str, Any], what: str) -> None:
    """Bounds that do not belong to the role, and a short password; nothing is added."""
    first = added(store)
    with pytest.raises(UsageError, match=what):
        added(store, "Mita Kalpit", role, actor=first.actor, **more)
    with store.begin(first.actor) as record:
        assert record.users() == [first]


def test_a_name_is_taken_once(store: Store) -> None:
    """Also that of one who has ended: what she did stays hers."""
    first = added(store)
    with pytest.raises(UsageError, match="already"):
        added(store, " RANU  kalpit", actor=first.actor)
    with pytest.raises(UsageError, match="needs a name"):
        added(store, " . ", actor=first.actor)


def test_one_who_has_ended_is_nobody(store: Store) -> None:
    """She cannot sign in, and her actor does nothing any more; the last administrator stays."""
    first = added(store)
    second = added(store, "Mita Kalpit", actor=first.actor)
    with store.begin(first.actor) as record:
        assert record.end_user("mita kalpit", on=ON).ended_on == ON
        record.commit()
    with pytest.raises(NotAllowed):
        store.sign_in("Mita Kalpit", WORDS)
    with store.begin(second.actor) as record, pytest.raises(NotAllowed):
        record.users()
    with store.begin(first.actor) as record, pytest.raises(UsageError, match="last administrator"):
        record.end_user(first.id, on=ON)


def test_one_changes_ones_own_password_only(store: Store) -> None:
    """An administrator changes anybody's."""
    first = added(store)
    worker = added(store, "Mita Kalpit", Role.SOCIAL_WORKER, actor=first.actor, organisation="phool")
    with store.begin(worker.actor) as record:
        record.set_password(worker.id, "four rather dry words")
        with pytest.raises(NotAllowed):
            record.set_password(first.id, "four rather dry words")
        record.commit()
    assert store.sign_in(worker.id, "four rather dry words") == worker.actor
    with store.begin(first.actor) as record:
        record.set_password("Mita Kalpit", WORDS)
        record.commit()
    assert store.sign_in(worker.id, WORDS) == worker.actor


def test_users_outlive_a_change_of_key(store: Store, home: Any, database: Any) -> None:
    """They are found by name and verified under the new key."""
    user = added(store)
    new = MasterKey.generate()
    rotate(store, new, user.actor)
    with open_store(home, new, database_url=database.url) as again:
        assert again.sign_in("Ranu Kalpit", WORDS) == user.actor
        assert verify(again) == []


@pytest.mark.in_a_file
def test_neither_name_nor_password_lies_in_the_clear(store: Store, home: Any) -> None:
    """Nor the hash of the password, which a thief could try words on."""
    added(store)
    store.sign_in("Ranu Kalpit", WORDS)
    raw = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert b"users" in raw
    for text in (b"Ranu", b"ranu", WORDS.encode(), b"argon2"):
        assert text not in raw
