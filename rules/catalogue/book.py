"""The catalogue as a page that a lawyer and a social worker can read: every clock and ladder, its source, its state.

``python -m rules.catalogue.book`` prints it; docs/law.md is that print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rules.calendar import Holiday
from rules.catalogue import Catalogue, load
from rules.ladder import CONVENTIONS, NEXT_LEVEL
from rules.office_rows import KindRow, Scope
from rules.rows import Basis, ClockRule, Count, EarlierLaw, GroundRow, LimitRow, Service, SourcedRow, Verification

_UNITS = {
    Count.DAYS: "days",
    Count.MONTHS: "months",
    Count.HOURS: "hours",
    Count.RTPS_DAYS: "days without public holidays",
    Count.WORKING_DAYS: "working days",
}
_GROUPS = {
    "letter": "Our own requests",
    "dossier": "Dossiers",
    "cpgrams": "Public grievances",
    "rti": "Right to Information Act 2005",
    "rtps": "West Bengal Right to Public Services Act 2013",
    "vc": "Victim compensation",
    "legal_aid": "Legal aid",
    "fir": "Police",
    "med": "Medical examination and treatment",
    "wps": "Witness protection",
    "court": "Courts",
    "service": "First offices of the services",
}
_INTRO = """\
# The law as Dabi knows it

Made from the catalogue by `make law`; change the tables under `rules/catalogue/`, never this page.

It is research, not legal advice. Every row says where it comes from and how far that was checked. "law.md 6" in a
source means section 6 of the research notes that the catalogue was made from; [S1] and so on are pages listed at the
end.

| state | means |
|---|---|
| sourced | read at the source |
| secondary | read at a secondary or private site only |
| general-knowledge | no source found yet: never printed as if it were statute |
| derived | computed from sourced facts |
| **signed** | a lawyer has put name and day to the row (`verified_by`, `verified_on`) |

Bases: *statute*; *notified* (by the State Government); *guideline* (of a scheme); *convention* (our own request: a
letter says "requested within", never "due").
"""


def book(catalogue: Catalogue) -> str:
    """The whole page, in Markdown."""
    parts = [
        _INTRO,
        *_states(catalogue),
        *_clocks(catalogue),
        *_grounds(catalogue),
        *_services(catalogue),
        *_offices(catalogue),
        *_commissions(catalogue),
    ]
    return "\n".join([*parts, *_holidays(catalogue), *_sources(catalogue)])


def _states(catalogue: Catalogue) -> Iterator[str]:
    yield "How much is checked:\n"
    rows = {"clocks": _own_clocks(catalogue), "services": catalogue.services.values(), "offices": _kinds(catalogue)}
    states = ("sourced", "secondary", "general-knowledge", "derived")
    yield from _table(
        ["", *states, "signed"],
        (
            [name, *(str(counts[state]) for state in states), str(sum(row.verified_by is not None for row in listed))]
            for name, listed in rows.items()
            if (counts := Counter(row.verification.value for row in listed)) is not None
        ),
    )


def _own_clocks(catalogue: Catalogue) -> list[ClockRule]:
    """The clocks that are no copy of a service's own row."""
    of_services = {service.clock for service in catalogue.services.values()}
    return [rule for rule in catalogue.clocks.values() if rule.id not in of_services]


def _clocks(catalogue: Catalogue) -> Iterator[str]:
    yield "## Clocks\n"
    yield "`dabi clock ID --from DATE` works each of them out, with its steps in words.\n"
    groups = list(_GROUPS)

    def group(rule: ClockRule) -> str:
        return rule.id.split(".")[0]

    known = [rule for rule in catalogue.clocks.values() if group(rule) in groups]
    others = [rule for rule in catalogue.clocks.values() if group(rule) not in groups]
    for name, rules in groupby(sorted(known, key=lambda rule: groups.index(group(rule))), key=group):
        yield f"### {_GROUPS[name]}\n"
        yield from _clock_table(list(rules))
    yield "### Other limits of single services\n"
    yield from _clock_table(others)


def _clock_table(rules: Sequence[ClockRule]) -> Iterator[str]:
    yield from _table(
        ["id", "what", "limit", "from", "under", "basis", "source", "state"],
        (
            [
                f"`{rule.id}`",
                f"{rule.name.en} · {rule.name.bn}",
                _limit(rule),
                rule.starts.en,
                rule.provision.en + _earlier(rule.earlier),
                _basis(rule),
                rule.source,
                _state(rule),
            ]
            for rule in rules
        ),
    )


def _basis(row: ClockRule | GroundRow | Service) -> str:
    """What a limit rests on; where nobody has read it, as hearsay."""
    known = row.verification is not Verification.GENERAL_KNOWLEDGE or row.verified_by is not None
    return row.basis.value if known or row.basis is Basis.CONVENTION else f"said to be {row.basis.value}"


def _grounds(catalogue: Catalogue) -> Iterator[str]:
    yield "## Grounds of an appeal under the RTI Act\n"
    yield "Proposed from what a reply lacks; one that is not firm is told without its provision.\n"
    yield from _table(
        ["id", "ground", "under", "basis", "source", "state"],
        (
            [
                f"`{row.id}`",
                f"{row.words.en} · {row.words.bn}",
                row.provision.en,
                _basis(row),
                row.source,
                _state(row),
            ]
            for row in catalogue.grounds.values()
        ),
    )


def _units(amount: int | None, count: Count) -> str:
    """So many days, months or hours; "1 day"."""
    unit = _UNITS[count]
    return f"{amount} {unit.replace('s', '', 1) if amount == 1 else unit}"


def _limit(rule: ClockRule) -> str:
    """The limit with everything that changes it."""
    if rule.amount is None:
        said = ["no limit that can be counted"]
    else:
        said = ["at once" if rule.amount == 0 else f"**{_units(rule.amount, rule.count)}**"]
    if rule.says is not None:
        said.append(rule.says.en)
    if rule.own:
        said.append("our own limit: counted strictly")
    if rule.opens is not None:
        said.append(f"opens on day {rule.opens} from {'filing' if rule.opens_from == 'filed' else 'the start'}")
    if rule.decided_amount is not None:
        said.append(f"{_units(rule.decided_amount, rule.count)} from a decision")
    if rule.apio_days:
        said.append(f"+{rule.apio_days} through an assistant officer")
    if rule.third_party is not None:
        said.append(f"{rule.third_party} with a third party")
    if rule.life_hours is not None:
        said.append(f"{rule.life_hours} hours for life or liberty")
    if rule.pauses != "never":
        said.append("stands still from a fee letter to payment")
    said += [_second(limit) for limit in (*([rule.outer] if rule.outer else []), *rule.also)]
    if rule.warning is not None:
        said.append(f"*{rule.warning.en}*")
    return "; ".join(said)


def _second(limit: LimitRow) -> str:
    return f"{_units(limit.amount, limit.count)}{' from filing' if limit.start == 'filed' else ''}: {limit.words.en}"


def _earlier(law: EarlierLaw | None) -> str:
    if law is None:
        return ""
    day = "where the offence lies" if law.by == "offence" else "where the limit starts"
    return f" — {day} before {law.before.isoformat()}: {law.provision.en} [{law.source}; {_state(law)}]"


def _state(row: SourcedRow) -> str:
    if row.verified_by is None:
        return row.verification.value
    return f"**signed** {row.verified_by}, {row.verified_on}"


def _services(catalogue: Catalogue) -> Iterator[str]:
    yield "## Services and their ladders\n"
    for service in catalogue.services.values():
        yield f"### {service.name.en} · {service.name.bn}\n"
        yield from (f"- {line}" for line in _service(service, catalogue))
        yield ""


def _service(service: Service, catalogue: Catalogue) -> Iterator[str]:
    yield f"`{service.id}`; also: {', '.join(service.aliases)}"
    if service.valid_from or service.valid_to:
        first, last = service.valid_from or "the beginning", service.valid_to or "now"
        after = f", then `{service.successor}`" if service.successor else ""
        yield f"in force from {first} to {last}{after}"
    provision = service.provision.en + _earlier(service.earlier)
    yield f"first office: **{_units(service.days, service.count)}** ({_basis(service)}): {provision}"
    yield "ladder: " + " → ".join(_rungs(service, catalogue))
    yield "papers: " + "; ".join(text.en for text in service.documents)
    yield f"how: {service.how.en} ({', '.join(service.ways)})"
    if service.form is not None:
        asks = "; ".join(text.en for text in service.form.asks)
        yield f"form: {service.form.name.en} · {service.form.name.bn}; it asks: {asks} [{_state(service.form)}]"
    yield f"number on its receipt: {', '.join(kind.value.replace('_', ' ') for kind in service.receipts)}"
    yield f"delivered when {service.delivered.en}"
    if service.rural:
        yield "for those who live under a Gram Panchayat"
    if service.lawyer_first:
        yield "of a child at the time, or where that is not known, a lawyer sees it first"
    if service.warning is not None:
        yield f"*{service.warning.en}*"
    yield f"source: {service.source} — {_state(service)}"


def _rungs(service: Service, catalogue: Catalogue) -> Iterator[str]:
    for index, rung in enumerate(service.ladder):
        kind = catalogue.offices.kind(rung.kind)
        clock = service.clock if index == 0 else rung.clock or CONVENTIONS.get(rung.kind, NEXT_LEVEL)
        notes = [*([rung.note.en] if rung.note else []), "a court" if kind.court else f"`{clock}`"]
        notes += ["where the claim names one"] if rung.named else []
        for other, where in ((rung.town, "a municipality"), (rung.rationed, "the rationing area")):
            if other is not None:
                notes.append(f"in {where} the {catalogue.offices.kind(other).designation.en}")
        who = f"{kind.designation.en}, {kind.office.en}" if kind.scope is Scope.STATE else kind.designation.en
        yield f"{who} ({'; '.join(notes)})".replace("{head}", "Superintendent of Police")


def _kinds(catalogue: Catalogue) -> list[KindRow]:
    return [catalogue.offices.kind(kind) for kind in catalogue.offices.kinds]


def _offices(catalogue: Catalogue) -> Iterator[str]:
    yield "## Kinds of office\n"
    yield "Information officers and appellate authorities start not verified: take them from the office's board.\n"
    yield from _table(
        ["id", "who", "one for each", "above it", "information officer", "first appeal to", "source", "state"],
        (
            [
                f"`{kind.id}`",
                f"{kind.designation.en} · {kind.designation.bn}",
                kind.scope.value,
                kind.superior or "",
                _asked(kind),
                kind.faa or "",
                kind.source,
                _state(kind),
            ]
            for kind in _kinds(catalogue)
        ),
    )


def _commissions(catalogue: Catalogue) -> Iterator[str]:
    yield "## Commissions for rights\n"
    yield "Any claim may be told to one of them, and to one only, once its ladder has ended.\n"
    kinds = [catalogue.offices.kind(kind) for kind, _ in catalogue.offices.rights]
    yield from _table(
        ["id", "which", "for", "our limit", "source", "state"],
        (
            [
                f"`{kind.id}`",
                f"{kind.office.en} · {kind.office.bn}",
                f"{rights.takes.en}{' (of a child at the time, or not known)' if rights.children else ''}",
                f"`{rights.limit}`" if rights.limit else "",
                kind.source,
                _state(kind),
            ]
            for kind, (_, rights) in zip(kinds, catalogue.offices.rights, strict=True)
        ),
    )


def _asked(kind: KindRow) -> str:
    """Who answers requests for information, and under which rules where they are not the State's."""
    own = kind.requests
    if own is not None:
        form = f", `{own.form_id}` printed" if own.form_id is not None else ""
        return f"{kind.pio.en}, under {own.name.en}: Rs {own.fee}{form} [{_state(own)}; {own.source}]"
    return kind.pio.en if kind.rti and not kind.court else "none: not asked under the Act"


def _holidays(catalogue: Catalogue) -> Iterator[str]:
    yield "## Holidays\n"
    yield "(**): for offices where Saturday is not a full holiday. Days that go by the moon move by a later order.\n"
    for year in sorted(catalogue.calendar.years):
        held = catalogue.calendar.holidays(year)
        yield f"### {year}\n"
        yield from _table(
            ["day", "list", "holiday", "notification", "state"],
            ([day.on.isoformat(), _list(day), day.name.en, day.notification, day.verification] for day in held),
        )


def _list(day: Holiday) -> str:
    """The list of a holiday with the Government's own mark, or that it is not counted."""
    if not day.held:
        return f"{day.list}: doubtful, not counted"
    return f"{day.list} (**)" if day.saturday else day.list


def _sources(catalogue: Catalogue) -> Iterator[str]:
    yield "## Sources\n"
    yield from (f"- {source.id}: {source.at}" for source in catalogue.sources)
    yield ""


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for line in lines:
        yield "| " + " | ".join(cell.replace("|", "/") for cell in line) + " |"
    yield ""


if __name__ == "__main__":
    print(book(load()), end="")
