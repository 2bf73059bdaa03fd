"""`dabi letters fields`, `edit` and `edited`: what stands in a letter, other words for it, and a .docx made anew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk import output
from desk.context import day, folder, given
from desk.output import document, say, told
from rules.letters import Language, LetterKind

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="YYYY-MM-DD; today if not given.")]


def fields(
    context: typer.Context,
    kind: Annotated[LetterKind, typer.Argument(help="Which letter.")],
    as_json: Json = False,
) -> None:
    """What stands in a letter besides its own words: each field, who may edit it, and what it is for."""
    from flows.wiring import letter_catalog

    settings = given(context).settings()
    rows = letter_catalog(settings.home, settings.limits).template(kind, Language.BENGALI).fields.rows
    if as_json:
        document(
            {"fields": {name: {"type": row.type, "edit": row.edit, "help": row.help} for name, row in rows.items()}}
        )
        return
    output.table(
        ("field", "type", "edited by", "what it is"),
        [[name, row.type, row.edit, row.help] for name, row in rows.items()],
    )


def edit(
    context: typer.Context,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's code, such as SN-7K4Q9X-1.")],
    kind: Annotated[LetterKind, typer.Argument(help="Which of its letters.")],
    field: Annotated[str, typer.Option("--field", help="As 'dabi letters fields' names it.")],
    text: Annotated[str, typer.Option("--text", help="What it shall say; nothing takes an earlier text back.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """Put other words into a claim's letters of one kind, from the next one on: hers, where she says it otherwise."""
    from flows.write_letters.edits import edit as tell

    dabi = given(context).open()
    told(tell(dabi, claim, kind, field, text, day(on), dabi.actor), as_json)


def edited(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF", help="The letter's reference, such as 7K4Q-9XM2-A.")],
    file: Annotated[Path, typer.Argument(help="Its .docx, as you have edited it in Word or LibreOffice.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the letter and its print run.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """Print a letter as edited, with strip and codes; it takes the place of the one that was not handed in yet."""
    from flows.write_letters.edited import take_edited

    dabi = given(context).open()
    letter = take_edited(dabi, reference, file, day(on), folder(out), dabi.actor)
    if as_json:
        document({"letter": letter.reference, "pages": letter.pages})
    else:
        say(f"{letter.reference}: {letter.pages} pages in {out}. The letter {reference} counts no more: tear it up.")
