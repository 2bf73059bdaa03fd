"""Letters printed anew: the same papers under the same reference, from the vault; nothing is decided again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from flows.cases import load_cases
from flows.wiring import Dabi
from flows.write_letters.output import put_out
from flows.write_letters.refusals import agreed, refusal
from rules.errors import InputProblems, Problem, UsageError
from rules.letters import Letter
from rules.references import find_references
from store.record import Record


def reprint(dabi: Dabi, texts: Sequence[str], out: Path, on: date, actor: str) -> list[Letter]:
    """The letters of these references into ``out``, as they were written, and a print run of them.

    InputProblems for each that is none of ours, has no paper, or may not go to its office as things stand now; then
    none is printed.
    """
    with dabi.store.begin(actor) as record:
        letters, problems = ours(record, texts)
        claims = record.claims(codes={letter.claim for letter in letters if letter.claim})
        # Her name is in them: the look at it is noted, whether they are printed or not.
        found = agreed(record, load_cases(dabi.catalogue, record, claims, purpose="reprint"), on)
        cases = {case.claim.code: case for case in found}
        for letter in letters:
            if letter.claim in cases and (wrong := refusal(dabi, cases[letter.claim], letter, on)) is not None:
                problems.append(wrong)
        record.commit()
    if problems:
        raise InputProblems(problems)
    put_out(dabi, letters, out)
    return letters


def ours(record: Record, texts: Sequence[str]) -> tuple[list[Letter], list[Problem]]:
    """The letters of our making that these references name, and what is wrong with the others."""
    letters: dict[str, Letter] = {}
    problems = []
    for number, text in enumerate(texts, 1):
        # What is no reference may be a name, so it is not repeated.
        references = find_references(text)
        if len(references) != 1:
            what = "It is no reference: a character may be wrong."
            problems.append(Problem(f"reference {number}", what, "Write it like 7K4Q-9XM2-A, as on the paper."))
            continue
        [reference] = references
        letter = record.letter(reference)
        if letter is None:
            problems.append(Problem(reference, "It is no letter of this store.", "Check the reference on the paper."))
        elif not (letter.docx and letter.office_copy and letter.receipt_copy):
            problems.append(Problem(reference, "It is an earlier paper, not of our making.", "See its proof instead."))
        else:
            letters[reference] = letter
    if not texts:
        raise UsageError("Name at least one reference.")
    return list(letters.values()), problems
