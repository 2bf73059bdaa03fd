"""One form for one person: made at once, on no ladder, with a reference of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flows.cases import load_cases
from flows.wiring import Dabi
from rules.errors import InputProblems, UsageError
from rules.letters import FormKind
from templates import print_run
from templates.forms import FormRequest, compose_form
from templates.print_run import LetterRequest

_COMPETENT = "district-judge"  # heads the Competent Authority of the Witness Protection Scheme (law.md 4)


def write_form(dabi: Dabi, kind: FormKind, claim: str, on: date, out: Path, actor: str) -> tuple[str, list[Path]]:
    """Make a form as .docx and PDF in ``out``; its reference and the files. An application has its receipt copy too.

    Raises UsageError for a claim that is not on record, InputProblems for what must be asked first.
    """
    with dabi.store.begin(actor) as record:
        found = record.claims(codes=[claim])
        if not found:
            raise UsageError(f"There is no claim {claim} on record. See 'dabi claims list'.")
        (case,) = load_cases(dabi.catalogue, record, found, purpose="form")
        office = dabi.catalogue.offices.at(_COMPETENT, case.place)
        context = compose_form(FormRequest(kind, case.claim, case.identity, on, office))
        reference = record.reserve_reference(f"form:{case.claim.code}:{kind.value}:{on.isoformat()}", case.claim.code)
        record.commit()
    with dabi.workdir() as workdir:
        request = LetterRequest(reference, kind, case.claim.language, context)
        result = print_run.render([request], workdir, dabi.letters)
    if result.problems:
        raise InputProblems(list(result.problems))
    (made,) = result.rendered
    papers = {f"{reference}.docx": made.docx, f"{reference}.pdf": made.office_copy}
    if kind is FormKind.WITNESS_PROTECTION:
        papers[f"{reference}-receipt.pdf"] = made.receipt_copy
    for name, data in papers.items():
        (out / name).write_bytes(data)
        (out / name).chmod(0o600)
    return reference, [out / name for name in papers]
