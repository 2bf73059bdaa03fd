"""`dabi letters`: write a batch, and tell the record what became of a letter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from desk.commands.letter_fields import edit, edited, fields
from desk.context import day, folder, given, today
from desk.output import document, note, problem_json, say, told
from rules.errors import UsageError
from rules.events import Answer, Event, FiledBy, NumberKind
from rules.letters import FormKind, Language

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="YYYY-MM-DD; today if not given.")]
Reference = Annotated[str, typer.Argument(metavar="REF", help="The letter's reference, such as 7K4Q-9XM2-A.")]


def add(app: typer.Typer) -> None:
    group = typer.Typer(help="Letters: write them, and tell what became of one.", no_args_is_help=True)
    group.command("write")(write)
    group.command("reprint")(reprint)
    group.command("file")(file)
    group.command("refused")(refused)
    group.command("visit")(visit)
    for command in (received, reply, paid, checklist, adopt):
        group.command(command.__name__)(command)
    group.command("blank")(blank)
    group.command("check")(check)
    group.command("form")(form)
    group.command("fields")(fields)
    group.command("edit")(edit)
    group.command("edited")(edited)
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
    spread: Annotated[
        bool, typer.Option("--spread", help="At most two letters to one panchayat in seven days; the others wait.")
    ] = False,
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
        request["batch"] = batches.read_batch(batch, given(context).settings().limits)
    elif claims:
        request["claims"] = batches.read_codes(claims)
    if spread:
        request["spread"] = True
    dabi = given(context).open()
    request["out"] = str(folder(out))
    job = jobs.open_job(dabi, steps.JOURNEY, request, dabi.actor)
    steps.run(dabi, job)
    letters = steps.written(dabi, job)
    problems = steps.problems(dabi, job)
    idle = steps.nothing_ripe(dabi, job)
    files = steps.files(dabi, job)
    crowds = steps.crowds(dabi, job)
    if as_json:
        document(
            {
                "job": job,
                "written": len(letters),
                "letters": letters,
                "nothing_ripe": idle,
                "crowded": [
                    {"office": crowd.office, "letters": crowd.letters, "free_on": crowd.free_on} for crowd in crowds
                ],
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
        for crowd in crowds:
            note(
                f"{crowd.office}: {crowd.letters} letters in seven days may tell it what they have in common."
                f" Hand some in from {crowd.free_on} on, or write with --spread."
            )
        for problem in problems:
            note(str(problem))
    if problems:
        raise typer.Exit(3)


def reprint(
    context: typer.Context,
    references: Annotated[list[str], typer.Argument(metavar="REF...", help="References, such as 7K4Q-9XM2-A.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the letters and a print run of them.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """Print letters anew: the same papers under the same reference."""
    from flows.write_letters.output import PRINT_RUN
    from flows.write_letters.reprint import reprint as print_anew

    place = folder(out)
    dabi = given(context).open()
    letters = print_anew(dabi, references, place, day(on), dabi.actor)
    if as_json:
        document({"letters": [letter.reference for letter in letters], "print_run": str(place / PRINT_RUN)})
    else:
        say(f"{len(letters)} letters printed anew: {place / PRINT_RUN}")


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

    dabi = given(context).open()
    told(file_letter(dabi, reference, day(on), by, proof, dabi.actor), as_json)


def refused(
    context: typer.Context,
    reference: Reference,
    text: Annotated[str, typer.Option("--note", help="Who would not take it, and what was said.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """The office would not take it."""
    from flows.happenings import refuse_letter

    dabi = given(context).open()
    told(refuse_letter(dabi, reference, day(on), text, dabi.actor), as_json)


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

    dabi = given(context).open()
    told(tell(dabi, reference, day(on), answer, words, dabi.actor), as_json)


def received(
    context: typer.Context,
    reference: Reference,
    on: On = None,
    number: Annotated[str, typer.Option("--number", help="The number that the office gave it; kept sealed.")] = "",
    number_kind: Annotated[
        NumberKind, typer.Option("--number-kind", help="What the office calls that number.")
    ] = NumberKind.DIARY,
    as_json: Json = False,
) -> None:
    """The office gave a receipt of which there is no scan, such as a number on a portal or at a police station."""
    from flows.happenings import receive

    dabi = given(context).open()
    told = receive(dabi, reference, day(on), number, number_kind, today(), dabi.actor)
    _told_or_known(told, as_json)


def reply(
    context: typer.Context,
    reference: Reference,
    outcome: Annotated[str, typer.Option("--outcome", help="granted, refused, transferred, fee_demanded ...")],
    letter_date: Annotated[
        str | None, typer.Option("--letter-date", metavar="DATE", help="The date on it, or of what was said.")
    ] = None,
    memo_no: Annotated[str, typer.Option("--memo-no")] = "",
    fee_amount: Annotated[str, typer.Option("--fee-amount")] = "",
    hearing_date: Annotated[str, typer.Option("--hearing-date", metavar="DATE")] = "",
    sent_to: Annotated[str, typer.Option("--sent-to", help="The office to which a matter was sent on.")] = "",
    documents: Annotated[
        str, typer.Option("--documents", help="The papers that it wants, in the letter's language, with ; between.")
    ] = "",
    section: Annotated[str, typer.Option("--section", help="The clause that a refusal cites, such as 8(1)(j).")] = "",
    lacks: Annotated[str | None, typer.Option("--lacks", help="As in 'dabi letters checklist'.")] = None,
    on: On = None,
    as_json: Json = False,
) -> None:
    """The office answered, and there is no scan of it: a letter seen, or a grant or refusal told on a visit."""
    from flows.happenings import reply as tell

    values = {
        "outcome": outcome,
        "letter_date": letter_date or day(on).isoformat(),
        "memo_no": memo_no,
        "fee_amount": fee_amount,
        "hearing_date": hearing_date,
        "sent_to": sent_to,
        "documents": documents,
        "section": section,
    }
    said = {name: value for name, value in values.items() if value}
    if lacks is not None:
        said["lacks"] = lacks
    dabi = given(context).open()
    _told_or_known(tell(dabi, reference, said, day(on), dabi.actor), as_json)


def paid(context: typer.Context, reference: Reference, on: On = None, as_json: Json = False) -> None:
    """The fee that the office asked for has been paid: from that day its time runs on."""
    from flows.happenings import pay

    dabi = given(context).open()
    told(pay(dabi, reference, day(on), dabi.actor), as_json)


def checklist(
    context: typer.Context,
    reference: Reference,
    lacks: Annotated[
        str,
        typer.Option(
            "--lacks", help="Codes with commas between, such as section,appeal_period; 'nothing' if complete."
        ),
    ],
    section: Annotated[str, typer.Option("--section", help="The clause that a refusal cites, such as 8(1)(j).")] = "",
    on: On = None,
    as_json: Json = False,
) -> None:
    """Hold the last reply to an RTI request against the checklist: what it lacks is a ground of the appeal."""
    from flows.happenings import check as tell

    dabi = given(context).open()
    told(tell(dabi, reference, lacks, section, day(on), dabi.actor), as_json)


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

    dabi = given(context).open()
    reference = take(dabi, claim, day(on), office, proof, diary_no, sheet, dabi.actor)
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

    dabi = given(context).open()
    path, references = blank_sheets(dabi, count, language, folder(out), dabi.actor)
    if as_json:
        document({"file": str(path), "references": references})
    else:
        say(f"{len(references)} sheets: {path}")


def _told_or_known(event: Event | None, as_json: bool) -> None:
    if event is not None:
        told(event, as_json)
    elif as_json:
        document({"event": None})
    else:
        say("The record says so already: nothing was added.")


def form(
    context: typer.Context,
    kind: Annotated[FormKind, typer.Argument(help="Which form.")],
    claim: Annotated[str, typer.Option("--claim", help="The claim's code.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the .docx and the PDF.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """A form in her language: consent notice, withdrawal, authorisation, application for witness protection."""
    from flows.write_letters.forms import write_form

    dabi = given(context).open()
    reference, files = write_form(dabi, kind, claim.strip().upper(), day(on), folder(out), dabi.actor)
    if as_json:
        document({"reference": reference, "files": [str(path) for path in files]})
    else:
        for path in files:
            say(str(path))


def check(
    context: typer.Context,
    kinds: Annotated[
        list[str] | None, typer.Argument(metavar="[KIND]...", help="Which letters; all if none is given.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Whether the letters can be printed, yours under the home before the shipped: everything wrong, at once."""
    import tempfile

    from flows.wiring import letter_catalog
    from templates.catalog import KINDS
    from templates.check import check_all, check_folder, check_pages

    settings = given(context).settings()
    catalog = letter_catalog(settings.home, settings.limits)
    unknown = sorted(set(kinds or ()) - set(KINDS))
    if unknown:
        raise UsageError(f"'{unknown[0][:40]}' is no letter. Write one of: {', '.join(KINDS)}.")
    chosen = [KINDS[name] for name in dict.fromkeys(kinds or KINDS)]
    problems = [*check_folder(catalog), *check_all(catalog, chosen)]
    if not problems:
        with tempfile.TemporaryDirectory(prefix="dabi-check-") as workdir:
            problems = check_pages(catalog, chosen, Path(workdir))
    own = [name for name in catalog.own_folders() if name in set(chosen)]
    if as_json:
        found = [problem_json(problem) for problem in problems]
        document({"checked": [kind.value for kind in chosen], "own": own, "problems": found})
    else:
        for problem in problems:
            note(str(problem))
        say(f"{len(chosen)} letters in {len(Language)} languages checked, {len(own)} of them yours.")
    if problems:
        raise typer.Exit(3)
