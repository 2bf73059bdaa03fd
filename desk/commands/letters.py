"""`dabi letters`: write a batch, and tell the record what became of a letter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from desk.context import ACTOR, day, folder, given
from desk.output import document, note, problem_json, say
from rules.errors import UsageError
from rules.events import Answer, Event, FiledBy
from rules.letters import Language

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="YYYY-MM-DD; today if not given.")]
Reference = Annotated[str, typer.Argument(metavar="REF", help="The letter's reference, such as 7K4Q-9XM2-A.")]


def add(app: typer.Typer) -> None:
    group = typer.Typer(help="Letters: write, file, refused, visit, adopt, blank.", no_args_is_help=True)
    group.command("write")(write)
    group.command("file")(file)
    group.command("refused")(refused)
    group.command("visit")(visit)
    group.command("adopt")(adopt)
    group.command("blank")(blank)
    app.add_typer(group, name="letters")


def write(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="Folder for the letters, the print run and the register.")],
    batch: Annotated[
        Path | None, typer.Option("--batch", help="A csv or xlsx with the columns claim and, if wanted, letter.")
    ] = None,
    claims: Annotated[
        list[str] | None, typer.Option("--claims", help="Claim or claimant codes; repeat it, or separate by commas.")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Everything that is ripe and has her go.")] = False,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Write letters: .docx and PDF, a print run in office order and a submission register."""
    from flows import jobs
    from flows.write_letters import batch as batches
    from flows.write_letters import steps

    if sum([batch is not None, bool(claims), due]) != 1:
        raise UsageError("Say what to write with one of --batch FILE, --claims CODE or --due.")
    request: dict[str, Any] = {"on": day(on).isoformat()}
    if batch is not None:
        request["batch"] = batches.read_batch(batch)
    elif claims:
        request["claims"] = batches.read_codes(claims)
    dabi = given(context).open()
    request["out"] = str(folder(out))
    job = jobs.open_job(dabi, steps.JOURNEY, request, ACTOR)
    steps.run(dabi, job)
    letters = steps.written(dabi, job)
    problems = steps.problems(dabi, job)
    idle = steps.nothing_ripe(dabi, job)
    files = steps.files(dabi, job)
    if as_json:
        document(
            {
                "job": job,
                "written": len(letters),
                "letters": letters,
                "nothing_ripe": idle,
                "problems": [problem_json(problem) for problem in problems],
                "files": {name: str(path) for name, path in files.items()},
            }
        )
    else:
        say(f"{len(letters)} letters written.")
        for name, path in files.items():
            say(f"{name.replace('_', ' ')}: {path}")
        for code in idle:
            note(f"{code}: nothing of what was asked for is ripe now. 'dabi track' says what it waits for.")
        for problem in problems:
            note(str(problem))
    if problems:
        raise typer.Exit(3)


def file(
    context: typer.Context,
    reference: Reference,
    by: Annotated[FiledBy, typer.Option("--by", help="How it was handed in or sent.")],
    on: On = None,
    proof: Annotated[Path | None, typer.Option("--proof", help="Booking slip, tracking page or screenshot.")] = None,
    as_json: Json = False,
) -> None:
    """A letter was handed in or sent."""
    from flows.happenings import file_letter

    _told(file_letter(given(context).open(), reference, day(on), by, proof, ACTOR), as_json)


def refused(
    context: typer.Context,
    reference: Reference,
    text: Annotated[str, typer.Option("--note", help="Who would not take it, and what was said.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """The office would not take it."""
    from flows.happenings import refuse_letter

    _told(refuse_letter(given(context).open(), reference, day(on), text, ACTOR), as_json)


def visit(
    context: typer.Context,
    reference: Reference,
    answer: Annotated[Answer, typer.Option("--answer", help="What was said.")],
    words: Annotated[str, typer.Option("--words", help="In the words that were used.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """Somebody went there and was told something."""
    from flows.happenings import visit as tell

    _told(tell(given(context).open(), reference, day(on), answer, words, ACTOR), as_json)


def adopt(
    context: typer.Context,
    claim: Annotated[str, typer.Option("--claim", help="The claim's code.")],
    office: Annotated[str, typer.Option("--office", help="Where it was handed in: 'BDO Basanti', or the office's id.")],
    proof: Annotated[Path, typer.Option("--proof", help="A scan of the paper with its receipt.")],
    on: On = None,
    diary_no: Annotated[str, typer.Option("--diary-no", help="The number that the office gave it.")] = "",
    sheet: Annotated[
        str | None, typer.Option("--sheet", help="The reference of the numbered sheet that it is written on.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Take an earlier paper, not of our making, into the claim's history."""
    from flows.happenings import adopt as take

    reference = take(given(context).open(), claim, day(on), office, proof, diary_no, sheet, ACTOR)
    if as_json:
        document({"reference": reference, "claim": claim})
    else:
        say(f"Taken into the history of {claim} as {reference}.")


def blank(
    context: typer.Context,
    count: Annotated[int, typer.Option("--count", help="How many sheets, 1 to 200.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the PDF.")],
    language: Annotated[Language, typer.Option("--language", help="Language of the strip.")] = Language.BENGALI,
    as_json: Json = False,
) -> None:
    """Numbered sheets with strip and codes, for letters handwritten in a group meeting."""
    from flows.happenings import blank_sheets

    path, references = blank_sheets(given(context).open(), count, language, folder(out), ACTOR)
    if as_json:
        document({"file": str(path), "references": references})
    else:
        say(f"{len(references)} sheets: {path}")


def _told(event: Event, as_json: bool) -> None:
    if as_json:
        document({"event": event.seq, "kind": event.kind.value, "on": event.on, "letter": event.letter})
    else:
        say(f"Recorded as event {event.seq}: {event.kind.value.replace('_', ' ')} on {event.on}.")
