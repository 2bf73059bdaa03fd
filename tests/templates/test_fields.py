"""The declaration of a letter's fields."""

import pytest

from rules.errors import InputProblems
from templates.fields import Fields


def test_all_bad_rows_are_listed() -> None:
    """An unknown type and a missing help text are both reported, by field."""
    text = "fields:\n  a: {type: colour, help: some help}\n  b: {type: text}\n  c: {type: text, help: good one}\n"
    with pytest.raises(InputProblems) as caught:
        Fields.read("x/fields.yaml", text)
    assert [problem.field for problem in caught.value.problems] == ["a", "b"]


@pytest.mark.parametrize("text", ["fields: [", "a: 1", "- x", ""])
def test_unreadable_declaration_says_so(text: str) -> None:
    """Broken YAML, or YAML without fields, names the file."""
    with pytest.raises(InputProblems, match=r"x/fields\.yaml"):
        Fields.read("x/fields.yaml", text)


def test_sample_is_taken_in_the_letters_language() -> None:
    """A sample per language gives that language's, a single one serves both."""
    fields = Fields.read(
        "x",
        "fields:\n"
        "  to.post: {type: text, help: post, sample: {bn: ক, en: K}}\n"
        "  ref: {type: text, help: ref, sample: A}\n",
    )
    assert fields.sample("bn") == {"to": {"post": "ক"}, "ref": "A"}
    assert fields.sample("en") == {"to": {"post": "K"}, "ref": "A"}


@pytest.mark.parametrize(
    ("row", "field"),
    [("x: {type: flag, help: yes or no, edit: writer}", "x"), ("x: {type: text, help: some text, edit: anybody}", "x"),
     ("x[].y: {type: text, help: some text, edit: writer}", "x[].y")],
)  # fmt: skip
def test_only_texts_are_edited_and_by_those_who_are_known(row: str, field: str) -> None:
    """A flag, a field of a record, an unknown editor: each is named."""
    with pytest.raises(InputProblems) as caught:
        Fields.read("fields.yaml", f"fields:\n  {row}\n")
    assert [problem.field for problem in caught.value.problems] == [field]
    assert "edit" in str(caught.value)
