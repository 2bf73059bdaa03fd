"""Other words for a field of a claim's letters than those that they are made with, by who may edit that field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flows.cases import Case
from flows.claim_words import find_claim
from flows.wiring import Dabi
from rules.errors import UsageError
from rules.events import Event, EventKind
from rules.letters import LetterKind
from rules.roles import Right
from templates.fields import Editor, Fields, FieldType
from templates.fill import bad_characters

_RIGHTS = {Editor.WRITER: Right.WRITE, Editor.COORDINATOR: Right.CONFIRM}


def edit(dabi: Dabi, claim: str, kind: LetterKind, field: str, text: str, on: date, actor: str) -> Event:
    """From now on letters of this kind for this claim say ``text`` there; an empty one takes that back.

    UsageError for a field that nobody may edit or for characters that cannot be printed; NotAllowed for who may not.
    """
    with dabi.store.begin(actor) as record:
        found = find_claim(record, claim)
        fields = dabi.letters.template(kind, found.language).fields
        row = fields.rows.get(field)
        if row is None or row.edit is Editor.NOBODY:
            known = ", ".join(name for name, one in fields.rows.items() if one.edit is not Editor.NOBODY)
            raise UsageError(f"'{field[:40]}' of this letter is not edited. Those that are: {known or 'none'}.")
        record.need(_RIGHTS[row.edit])
        if bad_characters(kind, {field: "".join(text.splitlines())}):
            raise UsageError("The text holds characters that cannot be printed. Type it anew.")
        beside = {"text": text.strip()} if text.strip() else {}
        facts = {"step": kind.value, "field": field}
        event = record.append(Event(EventKind.LETTER_WORDED, on, found.code, None, facts, beside))
        record.commit()
    return event


def edited(case: Case, kind: LetterKind, fields: Fields, context: Mapping[str, object]) -> dict[str, object]:
    """The context with what was last told for each field that may still be edited."""
    told = [event for event in case.counting if event.kind is EventKind.LETTER_WORDED]
    texts = {str(event.facts["field"]): event.beside for event in told if event.facts.get("step") == kind.value}
    changed = dict(context)
    for field, beside in texts.items():
        row = fields.rows.get(field)
        if "text" in beside and field in changed and row is not None and row.edit is not Editor.NOBODY:
            lines: Sequence[str] = [line.strip() for line in beside["text"].splitlines() if line.strip()]
            changed[field] = lines if row.type is FieldType.TEXTS else " ".join(lines)
    return changed
