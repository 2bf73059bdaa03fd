"""A citizen is known by her organisation and her name, in one script or both."""

from __future__ import annotations

from rules.citizens import Citizen, called

RANU = Citizen("Org", "Ranu Kalpit / রানু কল্পিত", "Post Box 9")


def test_a_name_in_one_script_is_enough_within_an_organisation() -> None:
    """The same name in another organisation is another woman's."""
    for name in ("ranu  kalpit", "রানু কল্পিত", RANU.name, "Ranu K. / রানু কল্পিত"):
        assert called([RANU], "Org", name) == RANU
        assert called([RANU], "Others", name) is None
    assert called([RANU], "Org", "Ranu") is None
    assert called([RANU], "Org", "") is None


def test_a_name_in_a_further_script_is_added() -> None:
    """What she is called already stays."""
    latin, bengali = Citizen("Org", "Ranu Kalpit", "A"), Citizen("Org", "রানু কল্পিত", "A")
    assert bengali.also_called(RANU.name).name == latin.also_called("রানু কল্পিত").name == RANU.name
    assert RANU.also_called("Ranu K. / রানু ক.") == RANU
    assert latin.also_called("Ranu K.") == latin
