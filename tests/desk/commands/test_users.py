"""`dabi users`, and how everybody else signs in from then on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.desk.desks import FOUR, ROW, Desk, Said

OFFICES = Path(__file__).parents[3] / "samples" / "offices.csv"
ELSEWHERE = {**ROW, "claimant_name": "Upama Kalpit", "claimant_name_bn": "উপমা কল্পিত", "organisation": "Kuri"}


@dataclass(frozen=True)
class Door:
    """A desk where one signs in: ``door("Ranu", "claims", "list")``."""

    desk: Desk

    def secret(self, words: str) -> Path:
        path = self.desk.folder / words.replace(" ", "-")
        path.write_text(words + "\n")
        path.chmod(0o600)
        return path

    def __call__(self, name: str, *words: object, password: str = "three dry words") -> Said:
        return self.desk("--user", name, "--password-file", self.secret(password), *words)

    def let_in(self, name: str, role: str, *more: str) -> str:
        words = ["users", "add", name, "--role", role, *more, "--new-password-file", self.secret("three dry words")]
        said = self("Chhobi", *words, "--json") if name != "Chhobi" else self.desk(*words, "--json")
        assert said.code == 0, said.err
        return str(said.json["user"]["id"])


@pytest.fixture
def door(desk: Desk) -> Door:
    """Two organisations' claims, and an administrator."""
    desk.claims([*FOUR[:1], ELSEWHERE])
    made = Door(desk)
    made.let_in("Chhobi", "administrator")
    return made


def test_without_users_nobody_signs_in(desk: Desk) -> None:
    """A laptop of one person: a user that is named all the same is a mistake."""
    assert desk("claims", "list").code == 0
    said = desk("--user", "Ranu", "claims", "list")
    assert said.code == 2
    assert "no users" in said.err
    said = desk("users", "add", "Ranu", "--role", "auditor", "--new-password-file", Door(desk).secret("x y z u v w"))
    assert said.code == 2
    assert "administrator" in said.err


def test_with_users_everybody_says_who_she_is(door: Door) -> None:
    """Without a name 2; with a wrong password, or a role that may not, 6; the administrator sees no claims."""
    said = door.desk("claims", "list")
    assert said.code == 2
    assert "--user" in said.err
    assert door("Chhobi", "claims", "list", password="three wet words").code == 6
    said = door("Chhobi", "claims", "list")
    assert said.code == 6
    assert "may not see claims" in said.err
    assert door("Chhobi", "verify").code == 0


def test_a_social_worker_sees_her_organisation_alone(door: Door) -> None:
    """In every command: lists, tracking, letters; another's claim is as if it were not there."""
    door.let_in("Ranu", "social-worker", "--organisation", "Namuna Sangha")
    door.let_in("Mita", "social-worker", "--organisation", "Kuri")
    (hers,) = door("Ranu", "claims", "list", "--json").json["claims"]
    (other,) = door("Mita", "claims", "list", "--json").json["claims"]
    assert hers["code"] != other["code"]
    seen = door("Ranu", "track", "--on", "2026-07-06", "--json")
    assert seen.code == 0
    assert other["code"] not in seen.out
    out = door.desk.folder / "out"
    said = door("Ranu", "letters", "write", "--claims", other["code"], "--on", "2026-07-06", "--out", out)
    assert said.code == 3
    assert "no such claim" in said.err
    assert door("Ranu", "claims", "go", other["code"], "--step", "escalation").code in {2, 6}
    assert door("Ranu", "claims", "go", hers["code"], "--step", "escalation").code == 0
    assert door("Ranu", "users", "list").code == 6
    assert door("Ranu", "review", "list").code == 0
    assert door("Ranu", "scans", "ingest", out).code in {3, 6}


def test_other_roles_do_what_they_are_for(door: Door) -> None:
    """A collective tracks nothing and imports nothing; an auditor lists no claims; an operator writes no letters."""
    door.let_in("Rekha", "collective", "--collective", "Rupkatha / রূপকথা")
    door.let_in("Anita", "auditor")
    door.let_in("Bithi", "operator", "--organisation", "Namuna Sangha")
    assert door("Rekha", "claims", "list").code == 0
    assert door("Rekha", "track", "--on", "2026-07-06").code == 6
    assert door("Rekha", "claims", "import", door.desk.folder / "claims.csv").code == 6
    assert door("Anita", "claims", "list").code == 6
    assert door("Bithi", "letters", "write", "--due", "--out", door.desk.folder / "out").code == 6
    assert door("Bithi", "review", "list").code == 0


def test_tables_of_offices_and_holidays_are_changed_by_those_who_may(door: Door) -> None:
    """Every letter and clock of all organisations rests on them: no social worker's matter, nor a stranger's."""
    door.let_in("Rekha", "social-worker", "--organisation", "Namuna Sangha")
    door.let_in("Mitali", "coordinator", "--organisation", "Namuna Sangha")
    holidays = door.desk.folder / "2027.csv"
    holidays.write_text("date,list,holiday,holiday_bn,notification\n2027-01-26,I,Republic Day,সাধারণতন্ত্র দিবস,5-F(P2)\n")
    for words in (("offices", "import", OFFICES), ("holidays", "import", holidays)):
        assert door("Rekha", *words).code == 6
        assert door.desk(*words).code == 2
        assert door("Mitali", *words).code == 0, words


def test_users_are_listed_ended_and_given_passwords(door: Door) -> None:
    """One who has ended comes in no more; one changes one's own password."""
    ranu = door.let_in("Ranu", "social-worker", "--organisation", "Namuna Sangha")
    listed = door("Chhobi", "users", "list", "--json").json["users"]
    assert {user["name"] for user in listed} == {"Chhobi", "Ranu"}
    fresh = door.secret("four rather dry words")
    assert door("Ranu", "users", "password", "Ranu", "--new-password-file", fresh).code == 0
    assert door("Ranu", "claims", "list").code == 6
    assert door("Ranu", "claims", "list", password="four rather dry words").code == 0
    assert json.loads(door("Chhobi", "users", "end", ranu, "--json").out)["user"]["ended_on"]
    assert door("Ranu", "claims", "list", password="four rather dry words").code == 6


def test_the_name_of_a_user_is_in_no_event(door: Door) -> None:
    """What she does stands under her role and id."""
    ranu = door.let_in("Ranu", "social-worker", "--organisation", "Namuna Sangha")
    (hers,) = door("Ranu", "claims", "list", "--json").json["claims"]
    assert door("Ranu", "claims", "go", hers["code"], "--step", "escalation").code == 0
    raw = b"".join(path.read_bytes() for path in door.desk.home.rglob("record.sqlite*"))
    assert f"social-worker:{ranu}".encode() in raw
    assert b"Ranu" not in raw
