"""docs/threat-model.md against the tests that it names and the figures that the suite has."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import regex

from tests.extractors.test_hostile import BAD_PDFS
from tests.faults.test_kill_points import LEAST, LEAST_ON_SERVER
from tests.fuzz.test_parsers import FILES, SHIPPED_EXAMPLES
from tests.templates.test_hostile import TAGS

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
_NAMED = regex.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
_TARGETS_BESIDE_FILES = 6  # tables, YAML, letters, their fields, text, rows of the law


def _figure(words: str) -> int:
    """The figure in the line of the table that begins with ``words``."""
    found = regex.search(rf"^\| {regex.escape(words)} \| ([0-9]+) \|$", PAGE, regex.MULTILINE)
    assert found is not None, words
    return int(found[1])


def test_every_test_that_is_named_exists() -> None:
    """A claim without its test would be a promise."""
    named = _NAMED.findall(PAGE)
    assert len(named) > 30
    missing = [
        f"{path}::{test}"
        for path, test in named
        if not (ROOT / path).is_file() or (test and f"def {test}(" not in (ROOT / path).read_text("utf-8"))
    ]
    assert missing == []


def test_every_test_in_a_cell_is_named_whole() -> None:
    """Nothing between backquotes that begins with tests/ escapes the check above."""
    assert PAGE.count("`tests/") == len(_NAMED.findall(PAGE))


def test_the_figures_are_those_of_the_suite() -> None:
    """Bad inputs and faults are counted where they are tried."""
    fuzzed = SHIPPED_EXAMPLES * (len(FILES) + _TARGETS_BESIDE_FILES)
    assert _figure("bad inputs tried in each run of the suite, at least") == fuzzed + len(BAD_PDFS) + len(TAGS)
    faults = Counter[str]()
    for modes in (LEAST, LEAST_ON_SERVER):
        for mode, points in modes.items():
            faults[mode] += sum(points.values())
    assert _figure("points at which a journey is killed and ended again, at least") == faults["kill"] + faults["power"]
    others = faults["full"] + faults["locked"] + faults["gone"]
    assert _figure("points from which its disk is full, its record locked or its server gone, at least") == others
