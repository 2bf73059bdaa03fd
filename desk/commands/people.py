"""`dabi people`: what a person may ask of those who keep her data, and what they owe her."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from desk.context import day, day_of, folder, given
from desk.output import document, note, say, table
from rules.errors import UsageError
from rules.letters import Language
from rules.people import Consent, ConsentTo, DossierConsent

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="YYYY-MM-DD; today if not given.")]
Code = Annotated[str, typer.Argument(metavar="CODE", help="The claimant's code, such as SN-7K4Q9X.")]
Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="The claim's code, such as SN-7K4Q9X-1.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for the paper.")]


def add(app: typer.Typer) -> None:
    group = typer.Typer(
        help="People: consent, withdraw, override, report, erase, erased, overdue, breach.", no_args_is_help=True
    )
    group.command("consent")(consent)
    group.command("withdraw")(withdraw)
    group.command("override")(override)
    group.command("report")(report)
    group.command("erase")(erase)
    group.command("erased")(erased)
    group.command("overdue")(overdue)
    group.command("breach")(breach)
    app.add_typer(group, name="people")


def consent(
    context: typer.Context,
    claim: Claim,
    apply: Annotated[bool, typer.Option("--apply/--no-apply", help="We may apply for her.")],
    dossier: Annotated[DossierConsent, typer.Option("--dossier", help="She may be in a dossier.")],
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day; else open.")] = None,
    offices: Annotated[
        str | None,
        typer.Option("--offices", help="Offices that may learn her name, ';' between; '' for none; else all."),
    ] = None,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Record her consents anew, as she gave them today: to apply, to name her to offices, to a dossier."""
    dabi = given(context).open()
    agreed = day(on)
    last = day_of("--until", until) if until else None
    named = None if offices is None else tuple(part.strip() for part in offices.split(";") if part.strip())
    code = claim.strip().upper()
    with dabi.store.begin(dabi.actor) as record:
        record.give_consent(code, Consent(agreed, last, apply, named, dossier), on=agreed)
        record.commit()
    if as_json:
        document({"claim": code, "on": agreed, "until": last, "apply": apply, "dossier": dossier.value})
    else:
        say(f"Recorded what she agreed to for {code} on {agreed}.")


def withdraw(
    context: typer.Context,
    code: Code,
    what: Annotated[ConsentTo, typer.Option("--consent", help="What she takes back.")] = ConsentTo.APPLY,
    on: On = None,
    as_json: Json = False,
) -> None:
    """She takes a consent back, for all her claims: from now on nothing is written, named or compiled by it."""
    dabi = given(context).open()
    with dabi.store.begin(dabi.actor) as record:
        claims = record.withdraw_consent(code.strip().upper(), what, on=day(on))
        record.commit()
    if as_json:
        document({"claims": claims, "consent": what.value})
    else:
        say(f"Taken back for {len(claims)} claims: {what.value}.")


def override(
    context: typer.Context,
    claim: Claim,
    reason: Annotated[str, typer.Option("--reason", help="Why, in a sentence; kept sealed.")],
    what: Annotated[ConsentTo, typer.Option("--consent", help="apply or offices.")] = ConsentTo.APPLY,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Go past a consent that has ended or was never asked for, on one day; never past her no. A right of its own."""
    dabi = given(context).open()
    code = claim.strip().upper()
    with dabi.store.begin(dabi.actor) as record:
        record.override_consent(code, what, reason, on=day(on))
        record.commit()
    if as_json:
        document({"claim": code, "consent": what.value, "on": day(on)})
    else:
        say(f"On {day(on)} {code} is written for without her consent to {what.value}; the reason is on record.")


def report(
    context: typer.Context,
    code: Code,
    out: Out,
    language: Annotated[Language, typer.Option("--language", help="bn or en.")] = Language.BENGALI,
    on: On = None,
    as_json: Json = False,
) -> None:
    """A paper for herself: what is held about her, what she agreed to, what happened, and who has seen her name."""
    from flows.people.report import report_on

    path = report_on(given(context).open(), code, day(on), language, folder(out))
    if as_json:
        document({"claimant": code.strip().upper(), "report": str(path)})
    else:
        say(f"{path}. Give it to her or read it out; do not send it.")


def erase(
    context: typer.Context,
    code: Code,
    yes: Annotated[bool, typer.Option("--yes", help="Without it nothing is done: this cannot be undone.")] = False,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Destroy for good whatever could tell who she is; codes, dates, references and hashes stay as evidence."""
    from flows.people.erasing import erase_person

    if not yes:
        raise UsageError("This cannot be undone. If she wishes it, and has her report, run it again with --yes.")
    done, kept = erase_person(given(context).open(), code, day(on))
    if as_json:
        document(
            {
                "claimant": done.claimant,
                "on": done.on,
                "papers": done.papers,
                "shared_scans": list(done.shared),
                "list": str(kept) if kept else None,
            }
        )
        return
    say(f"{done.claimant} is erased as of {done.on}, with {done.papers} papers.")
    for scan in done.shared:
        note(f"Scan {scan} holds papers of others too and stays. Look at it, and scan theirs apart.")
    if kept:
        say(f"A backup from before still holds her. {kept} names her, so that a restore erases her again: keep it.")
    else:
        note("A backup from before still holds her. Write the list that erases her again: 'dabi people erased --out'.")


def erased(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option("--out", help="A file to keep apart from home and backups.")] = None,
    as_json: Json = False,
) -> None:
    """Everybody who was erased, and when: codes and dates, for 'dabi restore --erased'."""
    from flows.people.erasing import write_list
    from rules.roles import Right
    from store.erasure import erased as known

    dabi = given(context).open()
    dabi.need(Right.ERASE)
    people = known(dabi.store)
    if out is not None:
        write_list(out, people)
    if as_json:
        document({"erased": {code: on.isoformat() for code, on in people.items()}, "list": str(out) if out else None})
    else:
        table(["claimant", "erased on"], sorted(people.items()))


def overdue(context: typer.Context, on: On = None, as_json: Json = False) -> None:
    """What has been kept longer than its period, and since when; a person decides what is erased."""
    from flows.people.ending import overdue as past

    found = past(given(context).open(), day(on))
    if as_json:
        rows = [{"what": one.what, "kind": one.period.id, "since": one.since, "until": one.until} for one in found]
        document({"overdue": rows})
        return
    table(
        ["what", "since", "to be gone by", "period from"],
        [(one.what, one.since, one.until, one.period.since.en) for one in found],
    )


def breach(
    context: typer.Context,
    known: Annotated[str, typer.Option("--known", metavar="TIME", help="When it became known: 2026-07-06T14:30.")],
    out: Out,
    reader: Annotated[
        str | None, typer.Option("--reader", help="Only whose names this user's id, or journey, read.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only names read from this day.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only names read to this day.")] = None,
    as_json: Json = False,
) -> None:
    """After a leak: whom to tell, by when and what, and the table of the people it concerns."""
    from flows.people.warning import warn
    from flows.wiring import KOLKATA
    from rules.breach import PROVISION

    try:
        moment = datetime.fromisoformat(known)
    except ValueError:
        raise UsageError(f"--known: '{known[:20]}' is not a time. Write it like 2026-07-06T14:30.") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=KOLKATA)
    done = warn(
        given(context).open(),
        moment,
        folder(out),
        user=reader,
        since=day_of("--since", since) if since else None,
        until=day_of("--until", until) if until else None,
    )
    if as_json:
        told = [{"whom": duty.whom, "by": duty.by and duty.by.isoformat(), "what": duty.what} for duty in done.duties]
        document({"duties": told, "provision": PROVISION, "people": list(done.people), "table": str(done.table)})
        return
    for duty in done.duties:
        say(f"{duty.whom}: {f'by {duty.by:%Y-%m-%d %H:%M}' if duty.by else 'without delay'}. {duty.what}")
    say(PROVISION)
    say(f"{len(done.people)} people: {done.table}. It holds names and telephones: destroy it when all are told.")
