"""`dabi scans`: read paper without recording anything, or take it in."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk.context import day, folder, given
from desk.output import document, finding_json, note, problem_json, reason_json, say, table
from flows.guard import code_of
from rules.errors import DabiError, Problem, UsageError
from rules.review_words import field_words

if TYPE_CHECKING:
    from datetime import date

    from extractors.apart import Apart
    from flows.take_in_scans.archive import Archive
    from rules.findings import ReadDocument

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="YYYY-MM-DD; today if not given.")]


def add(app: typer.Typer) -> None:
    group = typer.Typer(help="Scans: read, ingest, separator, score.", no_args_is_help=True)
    group.command("read")(read)
    group.command("ingest")(ingest)
    group.command("separator")(separator)
    group.command("score")(score)
    app.add_typer(group, name="scans")


def read(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="PDF, JPEG, PNG, TIFF, HEIC or WebP.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """What is on these pages. Nothing is recorded and no store is needed."""
    from extractors import ocr
    from extractors.apart import Apart

    today = day(on)
    ocr.check()
    archive = given(context).archive()
    with Apart(given(context).settings().limits) as apart:
        answer = [_read_file(file, apart, archive, today) for file in files]
    if as_json:
        document({"files": answer})
    else:
        for one in answer:
            _print(one)
    if any(one["problems"] for one in answer):
        raise typer.Exit(3)
    if any(paper["needs_review"] for one in answer for paper in one["documents"]):
        raise typer.Exit(4)


def _read_file(file: Path, apart: Apart, archive: Archive | None, today: date) -> dict[str, Any]:
    """What is on one file; one that is bad never stops the others."""
    from extractors.apart import PageLost
    from extractors.read import read_documents

    try:
        data = file.read_bytes()
    except OSError:
        problem = Problem(file.name, "The file cannot be read.", "Check the path.")
        return {"file": str(file), "sha256": None, "pages": 0, "problems": [problem_json(problem)], "documents": []}
    loaded = apart.load(data, file.name)
    problems = list(loaded.problems)
    found: list[ReadDocument] = []
    try:
        found = read_documents(loaded.pages, archive=archive, today=today) if loaded.pages else []
    except DabiError:
        raise
    except PageLost as lost:
        problems.append(lost.problem)
    except Exception as error:
        problems.append(
            Problem(file.name, f"Reading it failed ({code_of(error)}).", "Scan it again, or read it by eye.")
        )
    return {
        "file": str(file),
        "sha256": sha256(data).hexdigest(),
        "pages": len(loaded.pages),
        "problems": [problem_json(problem) for problem in problems],
        "documents": [_document(one) for one in found],
    }


def _document(read: ReadDocument) -> dict[str, Any]:
    value: dict[str, Any] = {
        "pages": list(read.pages),
        "kind": read.kind.value,
        "language": read.language,
        "references": [finding_json(finding) for finding in read.references],
        "facts": {name: [finding_json(finding) for finding in found] for name, found in read.facts.items() if found},
        "needs_review": [reason_json(reason) for reason in read.needs_review],
    }
    if read.outcome is not None:
        value["outcome"] = finding_json(read.outcome)
    return value


def _print(one: dict[str, Any]) -> None:
    say(f"{one['file']}: {one['pages']} pages")
    for problem in one["problems"]:
        note(f"{problem['where']}: {problem['what']} {problem['remedy']}")
    for paper in one["documents"]:
        say(f"  pages {', '.join(map(str, paper['pages']))}: {paper['kind']}, {paper['language']}")
        for finding in paper["references"][:1]:
            say(f"    reference: {finding['value']} ({finding['method']})")
        for name, found in paper["facts"].items():
            say(f"    {name.replace('_', ' ')}: {found[0]['value']} ({found[0]['confidence']:.0%})")
        if "outcome" in paper:
            say(f"    outcome: {paper['outcome']['value']} ({paper['outcome']['confidence']:.0%})")
        for reason in paper["needs_review"]:
            field = field_words(reason["field"])
            say(f"    to settle: {field.en}: {reason['reason']}")
            say(f"      {field.bn}: {reason['reason_bn']}")


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, or folders of files.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """Take scans in: kept first, then read, then recorded or queued for review."""
    from flows import jobs
    from flows.take_in_scans import steps

    dabi = given(context).open()
    request: dict[str, Any] = {"paths": [str(path.absolute()) for path in paths], "on": day(on).isoformat()}
    refused = steps.left(dabi, request["paths"])  # a path that is not there is told before anything is done
    job = jobs.open_job(dabi, steps.JOURNEY, request, dabi.actor)
    counts = steps.run(dabi, job)
    if as_json:
        document({"job": job, "counts": counts, "problems": [problem_json(problem) for problem in refused]})
    else:
        for name, count in counts.items():
            say(f"{name.replace('_', ' ')}: {count}")
    if counts.get("left"):
        for problem in refused:
            note(str(problem))
        note(f"{counts['left']} files were not taken in and lie where they were.")
        raise typer.Exit(3)
    if counts.get("queued"):
        note("See what waits with 'dabi review list'.")
        raise typer.Exit(4)


def separator(
    out: Annotated[Path, typer.Option("--out", help="Folder for the PDF.")],
    copies: Annotated[int, typer.Option("--copies", min=1, max=200, help="How many sheets.")] = 1,
    as_json: Json = False,
) -> None:
    """A sheet to lay between two papers of a pile: it ends the paper before it, and is none itself."""
    from templates.separator import separator_sheet

    file = folder(out) / "separator.pdf"
    file.write_bytes(separator_sheet(copies))
    if as_json:
        document({"file": str(file), "copies": copies})
    else:
        say(f"{file}: {copies} to print. Lay one between two papers; it can be used again.")


def score(
    context: typer.Context,
    gates: Annotated[
        list[str] | None,
        typer.Option("--gate", metavar="FACT=LEAST", help="Try another least confidence, such as memo_no=0.9."),
    ] = None,
    as_json: Json = False,
) -> None:
    """The readers as they are now, measured on what people accepted and corrected. Nothing is recorded."""
    from flows.take_in_scans.score import Verdict
    from flows.take_in_scans.score import score as measure

    found = measure(given(context).open(), dict(map(_gate, gates or [])))
    changes = [
        {"document": one.document, "fact": one.fact, "before": one.before.value, "after": one.after.value}
        for one in found.changes
    ]
    if as_json:
        document(
            {"papers": found.papers, "facts": found.now, "tried": found.tried if gates else None, "changes": changes}
        )
        return
    say(f"{found.papers} papers that a person accepted or corrected, read again:")
    verdicts = [verdict.value for verdict in Verdict]
    table(["fact", *verdicts], [(fact, *counts.values()) for fact, counts in found.now.items()])
    if gates:
        say("With the gates tried:")
        table(["fact", *verdicts], [(fact, *counts.values()) for fact, counts in found.tried.items()])
        for one in changes:
            say(f"  document {one['document']}, {one['fact']}: {one['before']} becomes {one['after']}")


def _gate(text: str) -> tuple[str, float]:
    name, _, least = text.partition("=")
    try:
        return name, float(least)
    except ValueError:
        raise UsageError(f"--gate: '{text[:30]}' is no gate. Write it like memo_no=0.9.") from None
