"""Roles have the rights that the design gives them, and journeys none that they do not need."""

from __future__ import annotations

import pytest

from rules.roles import ASKED_FOR, BOUND_TO_COLLECTIVE, BOUND_TO_ORGANISATION, JOURNEYS, ROLES, Right, Role


def test_every_role_has_rights_and_no_role_has_all() -> None:
    """Not even a coordinator manages users, nor goes past a missing consent by her role alone."""
    assert set(ROLES) == set(Role)
    assert all(rights and rights < frozenset(Right) for rights in ROLES.values())
    assert all(Right.OVERRIDE not in rights for rights in ROLES.values())


def test_who_reads_names() -> None:
    """Social workers and coordinators; not operators, collectives, auditors or administrators."""
    assert {role for role in Role if Right.NAMES in ROLES[role]} == {Role.SOCIAL_WORKER, Role.COORDINATOR}


def test_an_administrator_sees_nothing_of_the_claims() -> None:
    """Users, keys, backups, the check of the whole, standing orders and tables are all she has."""
    assert ROLES[Role.ADMINISTRATOR] == {Right.USERS, Right.KEEP, Right.VERIFY, Right.ORDER, Right.TABLES}


def test_an_auditor_sees_what_happened_and_who_looked() -> None:
    """And neither claims nor papers."""
    assert ROLES[Role.AUDITOR] == {Right.EVENTS, Right.AUDIT, Right.VERIFY}


def test_whoever_sees_claims_is_bound() -> None:
    """By an organisation or by a collective."""
    sees = {role for role in Role if Right.CLAIMS in ROLES[role]}
    assert sees == BOUND_TO_ORGANISATION | BOUND_TO_COLLECTIVE


@pytest.mark.parametrize("right", [Right.USERS, Right.KEEP, Right.ERASE, Right.OVERRIDE, Right.AUDIT, Right.ORDER])
def test_no_paper_journey_has_a_persons_rights(right: Right) -> None:
    """Writing, reading, tracking and compiling need none of these."""
    assert all(right not in JOURNEYS[journey] for journey in set(ASKED_FOR) & set(JOURNEYS))


def test_what_one_asks_a_journey_for_is_a_right_of_some_role() -> None:
    """Else nobody could ask."""
    assert all(any(right in rights for rights in ROLES.values()) for right in ASKED_FOR.values())
