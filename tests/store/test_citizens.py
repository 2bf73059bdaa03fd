"""Who asks in general is kept with her organisation, and under both scripts of her name."""

from __future__ import annotations

from rules.citizens import Citizen
from store.session import Store

ACTOR = "system:test"
RANU = Citizen("phool", "Ranu Kalpit / রানু কল্পিত", "Post Box 9\nCanning")


def test_she_is_kept_changed_and_removed_under_either_name(store: Store) -> None:
    """Told again in one script she has another address, and is still known by the other."""
    with store.begin(ACTOR) as record:
        assert record.put_citizen(RANU) == RANU
        moved = record.put_citizen(Citizen("phool", "রানু কল্পিত", "Post Box 7"))
        assert moved == Citizen("phool", RANU.name, "Post Box 7")
        assert record.citizens() == [moved]
        record.commit()
    with store.begin(ACTOR) as record:
        assert record.remove_citizen("phool", "ranu kalpit")
        assert not record.remove_citizen("phool", "ranu kalpit")
        assert record.citizens() == []


def test_of_two_organisations_each_has_her_own(store: Store) -> None:
    """A worker of the same name elsewhere is another, and neither takes the other's place."""
    other = Citizen("kuri", RANU.name, "Post Box 3")
    with store.begin(ACTOR) as record:
        record.put_citizen(RANU)
        record.put_citizen(other)
        assert record.citizens() == [other, RANU]
        record.remove_citizen("phool", RANU.name)
        assert record.citizens() == [other]
