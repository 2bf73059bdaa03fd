"""Every reason for which a name is opened has words for the woman whose name it is."""

from __future__ import annotations

from pathlib import Path

import regex

from flows.people.report import WHY

ROOT = Path(__file__).parents[2]
_PURPOSE = regex.compile(r'purpose="([^"]+)"')
_NOBODYS = {"campaign"}  # the letters of a campaign are in citizens' names: none of them is a claimant's


def test_her_report_says_in_words_why_her_name_was_opened() -> None:
    """No code word of ours stands there instead."""
    sources = [path for folder in ("flows", "store", "desk") for path in (ROOT / folder).rglob("*.py")]
    named = {purpose for path in sources for purpose in _PURPOSE.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 5
    assert named - _NOBODYS <= set(WHY)
