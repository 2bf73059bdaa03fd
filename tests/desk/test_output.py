"""What is said can be shown on any terminal, and gives it no orders, wherever the words came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.output import document, note, say, shown, table
from tests.desk.desks import ROW, Desk

ORDERS = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202egnp.exe\udcff"


def test_bengali_and_lines_are_shown_as_they_are() -> None:
    """Joiners within a conjunct, line ends and tabs stay."""
    for text in ("র\u200d্যাশন কার্ড", "ক্\u200cষ", "one\n\ttwo"):
        assert shown(text) == text


def test_no_order_reaches_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """In a line, a remark, a table or a document; and half a character stops nothing."""
    say(ORDERS)
    note(ORDERS)
    document({"name": ORDERS})
    table(["name"], [[ORDERS]])
    out, err = capsys.readouterr()
    assert out.isprintable() is False  # its own line ends
    assert [sign for sign in out + err if sign != "\n" and not sign.isprintable()] == []


def test_a_table_from_elsewhere_gives_no_orders(desk: Desk) -> None:
    """A heading is repeated in what is wrong with it, without what it holds besides words."""
    path = desk.folder / "claims.csv"
    path.write_text(",".join([*ROW, ORDERS.removesuffix("\udcff")]) + "\n", encoding="utf-8")
    said = desk("claims", "import", path)
    assert said.code == 3
    assert "owned" in said.err
    assert not set("\x1b\x07\x9b\u202e") & set(said.err)


def test_a_file_whose_name_is_no_text_is_taken_in(desk: Desk) -> None:
    """It stops no other; its name is kept as it was and shown as far as it can be."""
    inbox = Path(desk.home) / "inbox"
    name = "memo \udcff\udcfe.pdf"
    (inbox / name).write_bytes(b"%PDF-1.7 cut off")
    (inbox / "z.pdf").write_bytes(b"%PDF-1.7 cut off too")
    taken = desk("scans", "ingest", inbox, "--on", "2026-07-20", "--json")
    assert taken.code == 4, taken.err
    assert taken.json["counts"]["files"] == 2
    assert list(inbox.iterdir()) == []
