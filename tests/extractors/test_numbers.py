"""Memo numbers in their real forms."""

import pytest

from extractors.numbers import doubt, key, kind_of, memo_in, tidy
from extractors.text import normal
from rules.events import NumberKind


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("No. 4712-F(P2) Howrah, the 22nd November, 2024", "4712-F(P2)"),
        ("No. 4188-F(P2) Dated 27/11/2025", "4188-F(P2)"),
        ("No. 149-P(PG)/2P(RTPSA)-02/22 Dated, Howrah, the 16th September, 2022", "149-P(PG)/2P(RTPSA)-02/22"),
        ("No. 1309-RD/MGNREGA/18A-02/12 Dated: 21.02.2013", "1309-RD/MGNREGA/18A-02/12"),
        ("Memo No. SBHI/4478/ M-32/2013/ 1(60) Dated 12 July 2013", "SBHI/4478/M-32/2013/1(60)"),
        (
            "No. 35-PAR(AR)/O/3M-29/2005 Pt. VI Dated, Kolkata, the 20th January, 2009",
            "35-PAR(AR)/O/3M-29/2005 Pt. VI",
        ),
        ("No. 3023/PN/O/ I/ 1P – 16 / 92 Dated: 28.7.97", "3023/PN/O/I/1P-16/92"),
        ("No. 1829-ES/Adm/10M-43/13 date: 06.10.2015", "1829-ES/Adm/10M-43/13"),
        ("Memo No. 123(4)/BDO/BST Dated 3.2.2026", "123(4)/BDO/BST"),
        ("স্মারক নং ১২৩/বিডিও/বাসন্তী তারিখ ১২.০৩.২০২৬", "১২৩/বিডিও/বাসন্তী"),
        ("স্মারক সংখ্যা : ৪৮/গ্রাঃপঃ তাং ১.২.২৬", "৪৮/গ্রাঃপঃ"),
        ("মেমো নং ৫৬/২০২৬ তারিখ : ২.২.২০২৬", "৫৬/২০২৬"),
        ("পত্রাঙ্ক ১২(৩)/SDO-BST", "১২(৩)/SDO-BST"),
        ("' Memo No. 9/DM", "9/DM"),
        (
            "No. HF/SPSRC/20/2020/File No. HFW-14099/3/2020-SPSRC SEC-Dept. of H&FW Date : 22.04.2020",
            "HF/SPSRC/20/2020/File No. HFW-14099/3/2020-SPSRC SEC-Dept. of H&FW",
        ),
    ],
)
def test_a_labelled_number_is_read(row: str, expected: str) -> None:
    """The number ends before its date, whatever its form."""
    hit = memo_in(normal(row))
    assert hit is not None
    assert tidy(hit[0]) == tidy(expected)
    assert doubt(tidy(hit[0])) is None or "গ্রাঃপঃ" in expected


@pytest.mark.parametrize("row", ["Phone No. 03218-255123", "Room No. 4, 2nd Floor", "Notification", "ফোন নং ০৩২১৮"])
def test_other_numbers_are_no_memo_numbers(row: str) -> None:
    """A label counts only where it begins the row."""
    assert memo_in(normal(row)) is None


def test_the_copy_count_is_no_part_of_the_key() -> None:
    """123(4), 123(7) and ১২৩ of one letter are one number; another serial is not."""
    assert key("123(4)/BDO/BST") == key("123(7)/bdo/bst") == key("১২৩ / BDO - BST")
    assert key("124(4)/BDO/BST") != key("123(4)/BDO/BST")
    assert key("4712-F(P2)") != key("4712-F")


@pytest.mark.parametrize(
    "number",
    [
        "/BDO-BST/2026",
        "39//RTI/BDO",
        "____/BDO/26",
        "12?4/BDO",
        "123(4/BDO",
        "১২3/BDO",
        "১২৩/57)0-8a৭",
        "১০৬৭/BDO-GSB/Qu",
    ],
)
def test_a_number_that_cannot_be_right_is_doubted(number: str) -> None:
    """An open serial, a stray character, a lost bracket or mixed scripts speak against a reading."""
    assert doubt(number) is not None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("RECEIVED Diary No. 412 dt 5.2.26", NumberKind.DIARY),
        ("ডায়েরি নং ৪১২", NumberKind.DIARY),
        ("INWARD SL. NO. 77", NumberKind.INWARD),
        ("G.D.E. No. 1045 dated 08.07.2026", NumberKind.GDE),
        ("General Diary Entry No 1045", NumberKind.GDE),
        ("Application No : WB/2026/118", NumberKind.APPLICATION),
        ("আবেদন নম্বর ১১৮", NumberKind.APPLICATION),
        ("Compensation Case No. 31 of 2026", NumberKind.CASE),
        ("Inward No. 77 Diary No. 412", None),
        ("RECEIVED 412", None),
        ("Memo No. 412", None),
    ],
)
def test_an_office_says_what_kind_of_number_it_gives(text: str, kind: NumberKind | None) -> None:
    """By the word before "No"; two words or none say nothing."""
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    ("read", "number"),
    [
        ("No. 1284/FS-SND/2026", "1284/FS-SND/2026"),
        ("No..1284/FS", "1284/FS"),
        ("No. No. 12/A", "12/A"),
        ("Memo No. 1174/SDO-KLT", "1174/SDO-KLT"),
        ("স্মারক নং ১২/খা", "১২/খা"),
        ("Memorial/7", "Memorial/7"),
        ("নং ১২/খা", "১২/খা"),
        ("North/12", "North/12"),
        ("NO-1/12", "1/12"),
        ("Nodal/7", "Nodal/7"),
        ("নংবা/৭", "নংবা/৭"),
    ],
)
def test_a_number_is_told_without_its_label(read: str, number: str) -> None:
    """A label read as one word with its number is no part of it; a name that begins like a label is."""
    assert tidy(read) == number
