"""`dabi review`: what the machine was not sure of, settled by a person."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk.context import day, day_of, folder, given
from desk.output import document, finding_json, note, reason_json, say, table
from rules.errors import UsageError
from rules.review_words import candidate_words, field_words, reason_words

if TYPE_CHECKING:
    from rules.findings import ReadDocument
    from store.reviews import ReviewEntry

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="YYYY-MM-DD; today if not given.")]
Id = Annotated[int, typer.Argument(metavar="ID", help="The entry's number.")]


def add(app: typer.Typer) -> None:
    group = typer.Typer(
        help="Review: list, show, accept, correct, discard, postpone, split, join.", no_args_is_help=True
    )
    group.command("list")(list_)
    group.command("show")(show)
    group.command("accept")(accept)
    group.command("correct")(correct)
    for command in (discard, postpone, split, join):
        group.command(command.__name__)(command)
    app.add_typer(group, name="review")


def list_(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Those put off to a later day too.")] = False,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Everything that waits, oldest first."""
    today = day(on)
    dabi = given(context).open()
    with dabi.store.begin(dabi.actor, read_only=True) as record:
        waiting = record.reviews()
    entries = [entry for entry in waiting if every or entry.is_due(today)]
    if as_json:
        document({"reviews": [_entry(entry) for entry in entries], "postponed": len(waiting) - len(entries)})
    else:
        rows = [(e.id, e.kind, e.letter or "", _asked(e)) for e in entries]
        table(["id", "kind", "letter", "reasons"], rows)
        if len(waiting) > len(entries):
            note(f"{len(waiting) - len(entries)} more are put off to a later day: 'dabi review list --all'.")
    if entries:
        raise typer.Exit(4)


def show(
    context: typer.Context,
    number: Id,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write crops, pages and the original scan into this folder.")
    ] = None,
    as_json: Json = False,
) -> None:
    """One entry with what was read, its candidates, and what would be recorded."""
    from flows.take_in_scans.papers import page_pictures

    dabi = given(context).open()
    with dabi.store.begin(dabi.actor, read_only=True) as record:
        entry = record.review(number)
        scan = record.scan(entry.scan) if entry and entry.scan is not None else None
        asked = record.documents(ids=[entry.document]) if entry and entry.document is not None else []
    read = asked[0].read if asked else None
    if entry is None:
        raise UsageError(f"There is no review entry {number}. See 'dabi review list'.")
    files = []
    if out is not None:
        place = folder(out)
        theirs = {*(asked[0].letters if asked else ()), *([entry.letter] if entry.letter else [])}
        with dabi.store.begin(dabi.actor) as record:
            record.note_papers_seen(theirs, "look at a paper")
            record.commit()
        kept = partial(dabi.store.vault.get, actor=dabi.actor)
        papers = {f"review-{number}-{at}.png": kept(crop) for at, crop in enumerate(entry.crops, start=1)}
        if scan is not None:
            pages = page_pictures(dabi, scan, read.pages if read is not None else ())
            papers |= {f"review-{number}-page-{page}.png": picture for page, picture in pages.items()}
            papers[f"review-{number}-scan{_ENDINGS.get(scan.media_type, '')}"] = kept(scan.sha256)
        for name, data in papers.items():
            path = place / name
            path.write_bytes(data)
            path.chmod(0o600)
            files.append(str(path))
    numbers = list(read.pages) if read is not None else []
    value = {**_entry(entry), "pages": numbers, "readings": _readings(read), "files": files}
    if as_json:
        document(value)
        return
    say(f"{entry.id}: {entry.kind}, {entry.state.value}")
    for reason in entry.reasons:
        field, words = field_words(reason.field), reason_words(reason.reason)
        say(f"  {field.en}: {words.en}")
        say(f"  {field.bn}: {words.bn}")
    for candidate in entry.candidates:
        say(f"  candidate {candidate.reference} ({candidate.score:.0%}): {candidate.why}")
        say(f"    {candidate_words(candidate.why).bn}")
    for name, fact in entry.facts.items():
        say(f"  would record {name.replace('_', ' ')}: {fact}")
    for one in value["readings"]:
        where = f"page {one['page']}, {one['confidence']:.0%}"
        say(f"  read as {one['field'].replace('_', ' ')}: {one['value']} ({where})")
    if entry.postponed_until is not None:
        say(f"  put off to {entry.postponed_until} by {entry.postponed_by or 'somebody'}")
    for file in files:
        say(f"  {file}")


def _readings(read: ReadDocument | None) -> list[dict[str, Any]]:
    """Everything that was read of each fact, best first, with its place, so that a person can choose."""
    if read is None:
        return []
    found = [*read.facts.items(), *([("outcome", (read.outcome,))] if read.outcome is not None else [])]
    return [{"field": name, **finding_json(finding)} for name, findings in found for finding in findings]


_ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "image/heic": ".heic",
}


def accept(context: typer.Context, number: Id, on: On = None, as_json: Json = False) -> None:
    """Record the entry as it was read."""
    from flows.take_in_scans.settle import accept as settle

    dabi = given(context).open()
    _settled(settle(dabi, number, day(on), dabi.actor), as_json)


def correct(
    context: typer.Context,
    number: Id,
    letter: Annotated[
        str | None, typer.Option("--letter", metavar="REF", help="The letter that it belongs to.")
    ] = None,
    also_answers: Annotated[
        str | None,
        typer.Option("--also-answers", metavar="REFS", help="Further letters that a reply answers; '' none."),
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="receipt or reply.")] = None,
    received_date: Annotated[str | None, typer.Option("--received-date", metavar="DATE")] = None,
    diary_no: Annotated[str | None, typer.Option("--diary-no")] = None,
    number_kind: Annotated[
        str | None, typer.Option("--number-kind", help="What the office calls that number: diary, inward, gde ...")
    ] = None,
    letter_date: Annotated[str | None, typer.Option("--letter-date", metavar="DATE")] = None,
    memo_no: Annotated[str | None, typer.Option("--memo-no")] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", help="granted, refused, transferred, fee_demanded ...")
    ] = None,
    fee_amount: Annotated[str | None, typer.Option("--fee-amount")] = None,
    hearing_date: Annotated[str | None, typer.Option("--hearing-date", metavar="DATE")] = None,
    sent_to: Annotated[str | None, typer.Option("--sent-to", help="The office to which it was sent on.")] = None,
    documents: Annotated[
        str | None, typer.Option("--documents", help="The papers that it wants, in her letters' language, ; between.")
    ] = None,
    section: Annotated[str | None, typer.Option("--section", help="The clause that a refusal cites.")] = None,
    lacks: Annotated[str | None, typer.Option("--lacks", help="As in 'dabi letters checklist'.")] = None,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Record the entry with what you read on the paper; what you leave out stays as the machine read it."""
    from flows.take_in_scans.settle import correct as settle

    values = {
        "letter": letter,
        "also_answers": also_answers,
        "kind": kind,
        "received_date": received_date,
        "diary_no": diary_no,
        "number_kind": number_kind,
        "letter_date": letter_date,
        "memo_no": memo_no,
        "outcome": outcome,
        "fee_amount": fee_amount,
        "hearing_date": hearing_date,
        "sent_to": sent_to,
        "documents": documents,
        "section": section,
        "lacks": lacks,
    }
    said = {name: value for name, value in values.items() if value is not None}
    if not said:
        raise UsageError("Say what is right, such as --received-date 2026-07-08, or use 'dabi review accept'.")
    dabi = given(context).open()
    _settled(settle(dabi, number, said, day(on), dabi.actor), as_json)


def discard(
    context: typer.Context,
    number: Id,
    reason: Annotated[str, typer.Option("--reason", help="Why nothing is recorded from it.")],
    as_json: Json = False,
) -> None:
    """Record nothing from the entry; the original stays in the vault."""
    from flows.take_in_scans.settle import discard as settle

    dabi = given(context).open()
    _settled(settle(dabi, number, reason, dabi.actor), as_json)


def postpone(
    context: typer.Context,
    number: Id,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The day from which it is listed again.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """Put the entry off, as where the paper itself has to be looked at; until then it is not listed."""
    from flows.take_in_scans.settle import postpone as put_off

    dabi = given(context).open()
    entry = put_off(dabi, number, day_of("--until", until), day(on), dabi.actor)
    if as_json:
        document(_entry(entry))
    else:
        say(f"Entry {number} is put off to {entry.postponed_until}.")


def split(
    context: typer.Context,
    number: Id,
    at: Annotated[list[int], typer.Option("--at", metavar="PAGE", help="The first page of the next paper; repeat it.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """Say that the pages are several papers: each is read anew, and recorded or asked about by itself."""
    from flows.take_in_scans.regroup import split as cut

    dabi = given(context).open()
    _regrouped(cut(dabi, number, at, day(on), dabi.actor), as_json)


def join(
    context: typer.Context,
    numbers: Annotated[list[int], typer.Argument(metavar="ID ID...", help="The entries, in the order of their pages.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """Say that the pages of several entries are one paper: they are read anew as one, also from several files."""
    from flows.take_in_scans.regroup import join as bring

    dabi = given(context).open()
    _regrouped(bring(dabi, numbers, day(on), dabi.actor), as_json)


def _regrouped(counts: dict[str, int], as_json: bool) -> None:
    if as_json:
        document({"counts": counts})
    else:
        say(", ".join(f"{name}: {count}" for name, count in counts.items()))
    if counts.get("queued"):
        raise typer.Exit(4)


def _settled(entry: ReviewEntry, as_json: bool) -> None:
    if as_json:
        document(_entry(entry))
    else:
        say(f"Entry {entry.id} is {entry.state.value}.")


def _asked(entry: ReviewEntry) -> str:
    """The reasons of an entry, each in English and then in Bengali."""
    said = [(field_words(why.field), reason_words(why.reason)) for why in entry.reasons]
    return "; ".join(f"{field.en}: {words.en} / {field.bn}: {words.bn}" for field, words in said)


def _entry(entry: ReviewEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "state": entry.state.value,
        "letter": entry.letter,
        "scan": entry.scan,
        "document": entry.document,
        "reasons": [reason_json(reason) for reason in entry.reasons],
        "candidates": [
            {"reference": c.reference, "score": c.score, "why": c.why, "why_bn": candidate_words(c.why).bn}
            for c in entry.candidates
        ],
        "would_record": dict(entry.facts),
        "crops": list(entry.crops),
        "postponed_until": entry.postponed_until,
        "postponed_by": entry.postponed_by,
        "settled_by": entry.settled_by,
    }
