"""Letters printed anew: the same papers under the same reference, from the vault; nothing is decided again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from flows.wiring import Dabi
from flows.write_letters.steps import consent_refusal, put_out
from rules.errors import InputProblems, Problem, UsageError
from rules.letters import Letter
from rules.references import find_references
from store.record import Record


def reprint(dabi: Dabi, texts: Sequence[str], out: Path, on: date, actor: str) -> list[Letter]:
    """The letters of these references into ``out``, as they were written, and a print run of them.

    InputProblems for each that is none of ours, has no paper, or is of a claimant who has since withdrawn; then none
    is printed.
    """
    with dabi.store.begin(actor) as record:
        letters, problems = ours(record, texts)
        claims = record.claims(codes={letter.claim for letter in letters if letter.claim})
        problems += [wrong for claim in claims if (wrong := consent_refusal(claim, on)) is not None]
        if problems:
            raise InputProblems(problems)
        record.identities({claim.claimant for claim in claims}, purpose="reprint")  # her name is in them: it is noted
        record.commit()
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
