"""Letters of the home, and letters that somebody edited, tried in a child process with limits before we open them.

    python -m templates.trial fill|check|edited '{"memory": …, "seconds": …, …}'

On standard input come the paths of the .docx and of its fields, and the language; one line of JSON goes to standard
output: ``{"value": [[where, what, remedy, field], …]}``. What ends the child, fills its memory or keeps it busy beyond
its time is a problem of the letter.
"""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from pathlib import Path

from confined.child import ask
from confined.confine import clock_on, confine
from rules.errors import InputProblems, Problem
from rules.letters import Language
from rules.limits import Limits

PROGRAM = (sys.executable, "-m", "templates.trial")


class Trial(StrEnum):
    """How far a letter is tried."""

    FILL = "fill"  # it is opened, and filled with its samples
    CHECK = "check"  # everything that ``templates.check`` looks at
    EDITED = "edited"  # what ``templates.edited`` opens


def tried(how: Trial, docx: Path, fields: Path | None, language: Language, limits: Limits) -> list[Problem]:
    """What is wrong with a letter, found out by a child process."""
    asked = {"docx": str(docx.absolute()), "fields": fields and str(fields.absolute()), "language": language}
    found = ask(PROGRAM, how, json.dumps(asked).encode(), limits)
    if isinstance(found, str):
        name = f"{docx.parent.name}/{docx.name}"
        return [Problem(name, f"it could not be opened: {found}.", "Take it out, or make it anew from a shipped one.")]
    return [Problem(where, what, remedy, field) for where, what, remedy, field in found["value"]]


def _problems(how: Trial, docx: Path, fields: Path | None, language: Language) -> list[Problem]:
    from templates.check import check
    from templates.edited import parts_of
    from templates.fields import Fields
    from templates.fill import LetterTemplate

    try:
        if how is Trial.CHECK and fields is not None:
            return check(docx, fields, language)
        if how is Trial.FILL and fields is not None:
            template = LetterTemplate.read(docx, fields, language)
            try:
                template.fill(f"{template.name} with its samples", template.fields.sample(language))
            except InputProblems as error:
                return check(docx, fields, language) or list(error.problems)  # it tells which tag
        else:
            parts_of(LetterTemplate("the edited letter", docx.read_bytes(), Fields({}), language))
    except InputProblems as error:
        return list(error.problems)
    return []


def main() -> None:
    how, limits = Trial(sys.argv[1]), Limits(**json.loads(sys.argv[2]))
    asked = json.loads(sys.stdin.buffer.read())
    docx, fields = Path(asked["docx"]), asked["fields"] and Path(asked["fields"])
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogatepass")
    os.dup2(2, 1)  # what a reader prints must not be taken for an answer
    confine(limits, [path for path in (docx, fields) if path])
    clock_on(limits.seconds)
    found = _problems(how, docx, fields, Language(asked["language"]))
    answers.write(json.dumps({"value": [[one.where, one.what, one.remedy, one.field] for one in found]}) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
