"""`dabi claims`: import a table of claims, list them by code, record what she and her lawyer say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from desk.context import day, day_of, given
from desk.output import document, note, problem_json, say, table
from rules.events import Correction, Event
from rules.letters import LetterKind

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Claim = Annotated[str, typer.Argument(metavar="CODE", help="The claim's code, such as SN-7K4Q9X-1.")]
ClaimOrRequest = Annotated[
    str, typer.Argument(metavar="CODE", help="The claim's code, or the reference of a citizen's general request.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="The last day of the wait; left out: until she says so.")
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="YYYY-MM-DD; today if not given.")]


def add(app: typer.Typer) -> None:
    group = typer.Typer(help="Claims: import, list, and what she or a lawyer says of one.", no_args_is_help=True)
    group.command("import")(import_)
    group.command("list")(list_)
    for command in (go, hold, resume, approve, delivered, withdraw, events, correct):
        group.command(command.__name__)(command)
    app.add_typer(group, name="claims")


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="csv or xlsx, with English or Bengali headings.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """Record every row of a table of claims, or none: every bad row is listed."""
    from flows.import_claims.steps import import_claims

    dabi = given(context).open()
    imported = import_claims(dabi, file, day(on), actor=dabi.actor)
    if as_json:
        document(
            {
                "claimants": imported.claimants,
                "claims": [claim.code for claim in imported.claims],
                "suspicions": [problem_json(problem) for problem in imported.suspicions],
            }
        )
        return
    for suspicion in imported.suspicions:
        note(str(suspicion))
    say(f"{len(imported.claims)} claims of {imported.claimants} new people recorded.")


def list_(context: typer.Context, as_json: Json = False) -> None:
    """All claims by code; no names."""
    dabi = given(context).open()
    with dabi.store.begin(dabi.actor, read_only=True) as record:
        claims = record.claims()
    if as_json:
        shown = ("code", "service", "priority", "language", "district", "block", "collective")
        document({"claims": [{name: getattr(claim, name) for name in shown} for claim in claims]})
        return
    table(
        ["claim", "service", "block", "district", "priority"],
        [(claim.code, claim.service, claim.block, claim.district, claim.priority) for claim in claims],
    )


def go(
    context: typer.Context,
    claim: ClaimOrRequest,
    step: Annotated[LetterKind, typer.Option("--step", help="The step that she agrees to.")],
    on: On = None,
    wait: Annotated[bool, typer.Option("--wait", help="She says: not now.")] = False,
    until: Until = None,
    office: Annotated[
        str, typer.Option("--office", help="The office that she chose, where there are several, such as WBCW.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Record her yes to one escalation, RTI request, appeal or complaint; without it the step is never drafted."""
    from flows.claim_words import give_go

    last = day_of("--until", until) if until else None
    dabi = given(context).open()
    event = give_go(dabi, claim, step, day(on), dabi.actor, withheld=wait, until=last, office=office)
    if as_json:
        document({"claim": claim, "step": step.value, "on": event.on, "event": event.seq, "go": not wait})
    else:
        say(f"Recorded: {claim} says {'wait' if wait else 'yes'} to {step.value}.")


def hold(context: typer.Context, claim: Claim, on: On = None, until: Until = None, as_json: Json = False) -> None:
    """She wants everything about the claim to wait, until a day or until 'dabi claims resume'."""
    from flows.claim_words import hold as tell

    last = day_of("--until", until) if until else None
    dabi = given(context).open()
    _told(tell(dabi, claim, day(on), last, dabi.actor), as_json)


def resume(context: typer.Context, claim: Claim, on: On = None, as_json: Json = False) -> None:
    """She wants the claim to go on, after a threat or a wait."""
    from flows.claim_words import resume as tell

    dabi = given(context).open()
    _told(tell(dabi, claim, day(on), dabi.actor), as_json)


def approve(
    context: typer.Context,
    claim: ClaimOrRequest,
    lawyer: Annotated[str, typer.Option("--lawyer", help="Who approved it; kept sealed.")],
    step: Annotated[
        LetterKind | None, typer.Option("--step", help="The paper that is approved; left out: the claim itself.")
    ] = None,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Record a lawyer's approval of one paper for a court, SP, Commission or SLSA, or of a child's claim itself."""
    from flows.claim_words import approve as tell

    dabi = given(context).open()
    _told(tell(dabi, claim, step, day(on), lawyer, dabi.actor), as_json)


def delivered(
    context: typer.Context,
    claim: Claim,
    on: On = None,
    interim: Annotated[bool, typer.Option("--interim", help="Interim relief alone: the claim goes on.")] = False,
    as_json: Json = False,
) -> None:
    """The claimant says that she has received what was granted: only this closes a claim."""
    from flows.claim_words import delivered as tell
    from flows.claim_words import interim_received

    dabi = given(context).open()
    _told((interim_received if interim else tell)(dabi, claim, day(on), dabi.actor), as_json)


def withdraw(
    context: typer.Context,
    claim: Claim,
    on: On = None,
    words: Annotated[str, typer.Option("--words", help="Why, in her words; kept sealed.")] = "",
    as_json: Json = False,
) -> None:
    """She gives the claim up: nothing more is proposed or written for it."""
    from flows.claim_words import withdraw as tell

    dabi = given(context).open()
    _told(tell(dabi, claim, day(on), words, dabi.actor), as_json)


def events(context: typer.Context, claim: ClaimOrRequest, as_json: Json = False) -> None:
    """What is on record for a claim, event by event; what was corrected is marked."""
    from flows.claim_words import history

    dabi = given(context).open()
    found = history(dabi, claim, dabi.actor)
    if as_json:
        document({"events": [_event(event) | {"facts": dict(event.facts), "counts": on} for event, on in found]})
        return
    rows = [(event.seq, event.on, event.kind.value, event.letter or "", "" if on else "no") for event, on in found]
    table(["event", "on", "what", "letter", "counts"], rows)


def correct(
    context: typer.Context,
    claim: ClaimOrRequest,
    number: Annotated[int, typer.Argument(metavar="EVENT", help="Its number in 'dabi claims events'.")],
    reason: Annotated[Correction, typer.Option("--reason", help="Why it counts no more.")],
    text: Annotated[str, typer.Option("--note", help="What was wrong, in a sentence; kept sealed.")],
    on: On = None,
    as_json: Json = False,
) -> None:
    """An event that was wrong counts no more; nothing is edited. Tell what is right with its own command."""
    from flows.claim_words import correct as tell

    dabi = given(context).open()
    _told(tell(dabi, claim, number, reason, text, day(on), dabi.actor), as_json)


def _told(event: Event, as_json: bool) -> None:
    if as_json:
        document(_event(event))
    else:
        say(f"Recorded as event {event.seq}: {event.kind.value.replace('_', ' ')} on {event.on}.")


def _event(event: Event) -> dict[str, Any]:
    return {
        "event": event.seq,
        "kind": event.kind.value,
        "on": event.on,
        "claim": event.claim,
        "letter": event.letter,
    }
