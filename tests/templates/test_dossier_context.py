"""The words that a dossier is filled with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest

from rules.letters import Language
from rules.rows import Basis
from templates import dossier_context as words
from templates.dossier_data import DueDate
from tests.templates.dossiers import dossier, public

EN, BN = Language.ENGLISH, Language.BENGALI


@pytest.mark.parametrize(
    ("basis", "english", "bengali"),
    [
        (Basis.STATUTE, "due on 01.02.2026", "নির্ধারিত তারিখ ০১.০২.২০২৬"),
        (Basis.NOTIFIED, "due on 01.02.2026", "নির্ধারিত তারিখ ০১.০২.২০২৬"),
        (Basis.GUIDELINE, "expected by 01.02.2026", "০১.০২.২০২৬-এর মধ্যে হওয়ার কথা"),
        (Basis.CONVENTION, "requested by 01.02.2026", "০১.০২.২০২৬-এর মধ্যে অনুরোধ"),
    ],
)
def test_only_a_limit_in_law_is_called_due(basis: Basis, english: str, bengali: str) -> None:
    """A convention is our own request and says so in both languages."""
    due = DueDate(date(2026, 2, 1), basis, "s.7(1)")
    assert (words.due_words(due, EN), words.due_words(due, BN)) == (english, bengali)


def test_no_date_is_made_up_where_no_limit_runs() -> None:
    """A paused or absent limit prints as such."""
    assert words.due_words(DueDate(None, Basis.STATUTE, "s.7(3)"), EN) == "no limit is running"


def test_requests_that_were_not_met_are_not_counted_as_limits_broken() -> None:
    """The memorandum names provisions for limits in law and only counts the dates that letters asked for."""
    context = words.memorandum(dossier(EN), 21)
    breaches = cast("list[dict[str, str]]", context["breaches"])
    assert {row["provision"]: row["number"] for row in breaches} == {
        "decision within 60 days, compensation scheme": "2",
        "Legal Services Regulations 2010, reg. 7": "1",
        "RTI Act 2005 s.7(1)": "1",
    }
    assert (context["requested"], context["overdue"]) == ("6", "10")


def test_the_report_is_asked_for_in_thirty_days() -> None:
    """Thirty days after 23 November 2026 is 23 December, in the words of the language."""
    assert words.memorandum(dossier(EN), None)["report_by"] == "23 December 2026"
    assert words.memorandum(dossier(BN), None)["report_by"] == "২৩ ডিসেম্বর ২০২৬"


def test_each_office_bearer_has_a_place_to_sign() -> None:
    """Four posts fill four of the six places."""
    data = replace(dossier(EN), office_bearers=("President", "Vice-President", "Secretary", "Treasurer"))
    places = cast("dict[str, str]", words.memorandum(data, 21)["signatories"])
    assert list(places) == list(words.SIGNATURES)
    assert list(places.values()) == ["President", "Vice-President", "Secretary", "Treasurer", "", ""]


def test_a_bengali_dossier_counts_in_bengali_digits() -> None:
    """Figures, ages and page numbers are in the digits of the reader."""
    context = cast("dict[str, Any]", words.front(dossier(BN), {"memorandum": 2}))
    assert context["facts"] == {"claims": "১২", "blocks": "৪", "overdue": "১০", "longest": "১৪৩"}
    assert context["pages"]["memorandum"] == "২"


def test_the_public_edition_holds_no_code_date_office_or_small_count() -> None:
    """All that it is filled with is labels, suppressed counts, the law and the collective's own name."""
    data = public(EN)
    text = str(words.public(data))
    for case in data.cases:
        for private in (case.code, case.office, case.proof, words.short_date(case.filed_on, EN)):
            assert private not in text
    rows = cast("dict[str, Any]", words.public(data)["by_service"])["rows"]
    shown = [count for row in rows for count in row["counts"]]
    assert "<5" in shown
    assert all(count in ("<5", "–") or int(count) >= 5 for count in shown)


def test_a_service_is_named_once_for_its_blocks() -> None:
    """In the table of services and blocks a repeated service is left empty."""
    rows = cast("dict[str, Any]", words.body(dossier(EN), {})["by_service"])["rows"]
    ration = [row for row in rows if row["block"] in ("Basanti", "Canning I", "Gosaba", "Kultali")][1:5]
    assert [row["service"] for row in ration] == ["Ration card (new, in her own name)", "", "", ""]


def test_page_numbers_lie_over_every_page() -> None:
    """The cover and the memorandum have a number and no running head."""
    context = cast("dict[str, Any]", words.folio(dossier(BN), [False, False, True]))
    assert [(page["number"], page["headed"]) for page in context["pages"]] == [("১", False), ("২", False), ("৩", True)]
    assert (context["total"], context["confidential"]) == ("৩", True)
