"""The fields that a letter declares beside its .docx: types, help, samples; a context must match them exactly."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Self

import regex
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rules.errors import InputProblems, Problem


class FieldType(StrEnum):
    TEXT = "text"
    FLAG = "flag"
    TEXTS = "texts"  # a list of texts
    RECORDS = "records"  # a list of records, whose fields are declared as name[].field


class Editor(StrEnum):
    """Who may put other words into a field than those that the letter is made with."""

    NOBODY = "nobody"  # it is made from the record or the law: correct those
    WRITER = "writer"  # whoever may write letters
    COORDINATOR = "coordinator"


_EDITED = frozenset({FieldType.TEXT, FieldType.TEXTS})
_NUMBER = regex.compile(r"\[\d+\]")


class FieldRow(BaseModel):
    """One field. ``sample`` is a value, or one per language; a field of a record has its sample in the record's."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    type: FieldType
    help: str = Field(min_length=3)
    sample: Any = None
    optional: bool = False  # may be empty
    edit: Editor = Editor.NOBODY

    @model_validator(mode="after")
    def _is_text(self) -> Self:
        if self.edit is not Editor.NOBODY and self.type not in _EDITED:
            raise ValueError("only a text or a list of texts can be edited")
        return self

    def sample_in(self, language: str) -> Any:
        if isinstance(self.sample, Mapping) and set(self.sample) == {"bn", "en"}:
            return self.sample[language]
        return self.sample


class Fields:
    """All fields of one kind of letter, by dotted name: ``to.designation``, ``cites[].date``."""

    def __init__(self, rows: Mapping[str, FieldRow]) -> None:
        self.rows = rows

    @classmethod
    def read(cls, name: str, text: str) -> Fields:
        """Read a fields.yaml; ``name`` says which in messages. Raises InputProblems with all that is wrong."""
        try:
            data = yaml.safe_load(text)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            at = f" near line {mark.line + 1}" if mark else ""
            raise InputProblems([Problem(name, f"it is not readable YAML{at}.", "Mend the indentation.")]) from None
        if not isinstance(data, dict) or not isinstance(data.get("fields"), dict):
            raise InputProblems([Problem(name, "it has no 'fields'.", "Declare the letter's fields under 'fields:'.")])
        rows, problems = {}, []
        for key, row in data["fields"].items():
            try:
                made = FieldRow.model_validate(row)
                if "[]" in str(key) and made.edit is not Editor.NOBODY:
                    problems.append(Problem(name, "a field of a record cannot be edited.", "Take edit out.", str(key)))
                rows[str(key)] = made
            except ValidationError as error:
                first = error.errors()[0]
                what = f"{'.'.join(map(str, first['loc']))}: {first['msg'].lower()}."
                remedy = "A field has type, help and sample, and edit where it may be edited."
                problems.append(Problem(name, what, remedy, str(key)))
        if problems:
            raise InputProblems(problems)
        return cls(rows)

    def sample(self, language: str) -> dict[str, Any]:
        """A context made of the sample values, by which a template is tried."""
        context: dict[str, Any] = {}
        for name, row in self.rows.items():
            if "[]" in name:
                continue
            *heads, last = name.split(".")
            inner = context
            for head in heads:
                inner = inner.setdefault(head, {})
            inner[last] = copy.deepcopy(row.sample_in(language))
        return context

    def problems(self, where: str, context: Mapping[str, object]) -> list[Problem]:
        """Everything by which ``context`` differs from what is declared."""
        found = dict(_flatten("", context, self.rows))
        problems = []
        for name, row in self.rows.items():
            if "[]" not in name and name not in found:
                problems.append(Problem(where, "it is missing.", f"Give {row.help}.", name))
        for name, value in found.items():
            row_or_none = self.rows.get(_strip_numbers(name))
            if row_or_none is None:
                problems.append(Problem(where, "no such field is declared.", "Declare it in fields.yaml.", name))
            elif what := _mismatch(value, row_or_none):
                problems.append(Problem(where, what, f"Give {row_or_none.help}.", name))
        return problems + self._incomplete_records(where, found)

    def _incomplete_records(self, where: str, found: Mapping[str, object]) -> list[Problem]:
        problems = []
        for name, value in found.items():
            declared = f"{_strip_numbers(name)}[]."
            row = self.rows.get(declared.removesuffix("[]."))
            if row is None or row.type is not FieldType.RECORDS or not isinstance(value, Sequence):
                continue
            inner = [key.removeprefix(declared) for key in self.rows if key.startswith(declared)]
            wanted = [key for key in inner if "[]" not in key]
            for number, record in enumerate(value, start=1):
                for key in wanted:
                    if not isinstance(record, Mapping) or key not in record:
                        problems.append(Problem(where, "it is missing.", "Give it.", f"{name}[{number}].{key}"))
        return problems


def _strip_numbers(name: str) -> str:
    """``cites[2].date`` as it is declared: ``cites[].date``."""
    return _NUMBER.sub("[]", name) if "[" in name else name


def _mismatch(value: object, row: FieldRow) -> str | None:
    if value is None:
        return "it is empty (None)."
    if row.type is FieldType.FLAG:
        return None if isinstance(value, bool) else "it must be yes or no."
    if row.type is FieldType.TEXT:
        if not isinstance(value, str):
            return "it must be text."
    elif not isinstance(value, list | tuple):
        return "it must be a list."
    elif row.type is FieldType.TEXTS and not all(isinstance(item, str) and item.strip() for item in value):
        return "each line must be text and not empty."
    if not row.optional and not (value.strip() if isinstance(value, str) else value):
        return "it is empty."
    return None


def _flatten(path: str, value: object, rows: Mapping[str, FieldRow]) -> Iterator[tuple[str, object]]:
    """Leaves of a context by dotted name; a list is a leaf, and a list of records shows its records' leaves as well."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flatten(f"{path}.{key}" if path else str(key), inner, rows)
        return
    yield path, value
    row = rows.get(_strip_numbers(path))
    if row is not None and row.type is FieldType.RECORDS and isinstance(value, list | tuple):
        for number, record in enumerate(value, start=1):
            yield from _flatten(f"{path}[{number}]", record, rows)
