"""Time limits: from a rule and the day it starts to the last day, the day we may act, and how both came about.

RTI Act days are calendar days from the day after receipt; days under the Right to Public Services Act leave public
holidays out (law.md 1.1, 2). What an office loses by a closed last day it gains in ``ripe_on``; our own limits never
move for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import ZoneInfo

from rules import clock_words as say
from rules.calendar import Calendar, Holiday
from rules.catalogue import Catalogue
from rules.counting import add
from rules.derivation import ClockState, Derivation, Step
from rules.errors import UsageError
from rules.rows import Basis, ClockRule, Count, LimitRow
from rules.text import Text

INDIA = ZoneInfo("Asia/Kolkata")
WARN_BEFORE = (10, 3)  # days before our own limit closes
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question: a rule, its start and what happened beside."""

    rule: ClockRule
    start: date
    start_at: datetime | None
    apio: bool
    third_party: bool
    life: bool
    fee_sent: date | None
    fee_paid: date | None
    decided: date | None
    filed: date | None
    list_ii: bool

    @property
    def amount(self) -> int:
        """Days (months, hours) before any pause."""
        rule = self.rule
        base = rule.third_party if self.third_party and rule.third_party else rule.amount or 0
        return base + (rule.apio_days if self.apio else 0)

    @property
    def counts_hours(self) -> bool:
        return self.rule.count is Count.HOURS or self.life


def derive(
    rule: str,
    start: date | datetime,
    catalogue: Catalogue,
    *,
    apio: bool = False,
    third_party: bool = False,
    life_or_liberty: bool = False,
    fee_sent: date | None = None,
    fee_paid: date | None = None,
    decided: date | None = None,
    filed: date | None = None,
    offence: date | None = None,
    list_ii: bool = False,
    assumed: Step | None = None,
) -> Derivation:
    """One clock of the catalogue from ``start`` (day 0; with its hour where hours are counted, else Indian time).

    ``fee_sent`` and ``fee_paid``: despatch of a further-fee letter, and payment. ``decided``: receipt of a decision,
    from which our own limit then runs. ``filed``: when the appeal (or, after a transfer, the request at the first
    authority) was filed. ``offence``: the day of the offence, which decides between old and new penal law.
    ``list_ii``: whether the State's own holidays are left out too where public holidays are not counted.
    ``assumed``: how the start itself came about, told first.

    UsageError for an unknown rule and for what does not go together. Derivations are kept: many claims share a day.
    """
    return _derived(
        catalogue, rule, start, apio, third_party, life_or_liberty, fee_sent, fee_paid, decided, filed, offence,
        list_ii, assumed,
    )  # fmt: skip


@lru_cache(maxsize=50_000)
def _derived(
    catalogue: Catalogue,
    rule: str,
    start: date | datetime,
    apio: bool,
    third_party: bool,
    life: bool,
    fee_sent: date | None,
    fee_paid: date | None,
    decided: date | None,
    filed: date | None,
    offence: date | None,
    list_ii: bool,
    assumed: Step | None,
) -> Derivation:
    row = catalogue.clocks.get(rule)
    if row is None:
        near = get_close_matches(rule, catalogue.clocks, n=3)
        remedy = f"Did you mean {', '.join(near)}?" if near else "See docs/law.md for the clocks there are."
        raise UsageError(f"'{rule}' is no clock of the catalogue. {remedy}")
    start_at = _in_india(start) if isinstance(start, datetime) else None
    day = start_at.date() if start_at else start
    row = row.as_of(day, offence)
    taken = row.pauses == "from-start" and fee_sent is None
    fee_sent = day if taken else fee_sent
    asked = _Asked(row, day, start_at, apio, third_party, life, fee_sent, fee_paid, decided, filed, list_ii)
    _refuse_misfits(asked)
    if row.amount is None:
        found = _no_limit(asked, catalogue.calendar)
    elif asked.counts_hours:
        found = _hours(asked)
    else:
        found = _own(asked, catalogue.calendar) if row.own else _office(asked, catalogue.calendar)
    assumptions = [assumed] if assumed is not None else []
    if taken:
        assumptions.append(Step(say.FEE_TAKEN))
    return found._replace(derived=(*assumptions, *found.derived)) if assumptions else found


def _refuse_misfits(asked: _Asked) -> None:
    rule = asked.rule
    misfits = [
        (asked.apio and not rule.apio_days, "has no extra days for an assistant officer. Leave out apio."),
        (asked.third_party and rule.third_party is None, "knows no third party. Leave out third_party."),
        (asked.life and rule.life_hours is None, "has no rule for life or liberty. Leave it out, or ask rti.life."),
        (asked.life and asked.third_party, "cannot be both of life or liberty and of a third party. Choose one."),
        (asked.fee_sent and rule.pauses == "never", "is not stopped by a fee. Leave out fee_sent."),
        (asked.life and asked.fee_sent, "counts hours here and is not stopped by a fee. Leave out fee_sent."),
        (asked.fee_paid and not asked.fee_sent, "has a fee paid but not asked for. Give fee_sent too."),
        (asked.fee_sent and asked.fee_sent < asked.start, "has a fee asked for before the start. Check fee_sent."),
        (
            asked.fee_sent and asked.fee_paid and asked.fee_paid < asked.fee_sent,
            "has a fee paid before it was asked for. Check the two dates.",
        ),
        (asked.decided and rule.decided_amount is None, "does not run from a decision. Leave out decided."),
        (asked.filed and not _uses_filing(rule), "does not depend on a filing date. Leave out filed."),
        (asked.filed and asked.filed > asked.start, "starts before what was filed. Check the two dates."),
        (asked.list_ii and rule.count is not Count.RTPS_DAYS, "leaves no holidays out. Leave out list_ii."),
    ]
    for wrong, what in misfits:
        if wrong:
            raise UsageError(f"{rule.id} {what}")


def _uses_filing(rule: ClockRule) -> bool:
    return rule.opens_from == "filed" or (rule.outer is not None and rule.outer.start == "filed")


def _no_limit(asked: _Asked, calendar: Calendar) -> Derivation:
    steps = [_rule_step(asked, say.NO_LIMIT), *_says(asked.rule), *_also(asked, calendar)]
    return _derivation(asked, steps, [], state=ClockState.NO_LIMIT)


def _office(asked: _Asked, calendar: Calendar) -> Derivation:
    """A limit on an office."""
    rule = asked.rule
    last, skipped = add(asked.start, asked.amount, rule.count, calendar, list_ii=asked.list_ii)
    steps = [*_opening_steps(asked), *([_step(say.SKIPPED, days=skipped)] if skipped else [])]
    due, paused, fee_steps = _pause(asked, last, calendar)
    steps += fee_steps
    if paused:
        return _derivation(asked, steps, [], state=ClockState.PAUSED)
    outer, outer_steps = _outer(asked, calendar)
    steps += [_step(_last(rule), due=due), *_with_list_ii(asked, due, calendar), *outer_steps]
    ends = {"due": max(due, asked.fee_paid or due), "outer": outer or due, "start": asked.start}[rule.ripe_after]
    opened = calendar.open_on_or_after(ends)
    why = calendar.closed(ends)
    if why is not None:
        steps.append(_step(say.CLOSED, day=ends, why=why, open=opened))
    ripe = opened + _DAY
    steps += [_step(say.RIPE, ripe=ripe), *_also(asked, calendar)]
    counted = rule.count in (Count.RTPS_DAYS, Count.WORKING_DAYS)
    first = asked.start if counted else min(due, ends)
    doubtful = calendar.doubtful([*skipped, *_days(ends, opened)])
    cautions = _cautions(rule, calendar.missing(first, opened), doubtful)
    return _derivation(asked, steps, cautions, due=due, ripe_on=ripe, outer=outer)


def _last(rule: ClockRule) -> Text:
    """What the last day is called: due by law, or only asked for."""
    return say.LAST_DAY if rule.firm else say.REQUESTED if rule.basis is Basis.CONVENTION else say.UNSURE


def _with_list_ii(asked: _Asked, due: date, calendar: Calendar) -> list[Step]:
    """The later last day of an office that leaves the State's own holidays out too, where there is one."""
    if asked.rule.count is not Count.RTPS_DAYS or asked.list_ii:
        return []
    later, _ = add(asked.start, asked.amount, asked.rule.count, calendar, list_ii=True)
    return [_step(say.WITH_LIST_II, day=later)] if later != due else []


def _days(first: date, last: date) -> list[date]:
    return [first + n * _DAY for n in range((last - first).days + 1)]


def _hours(asked: _Asked) -> Derivation:
    """A limit in hours from the hour of receipt; without the hour, from the end of that day."""
    rule = asked.rule
    hours = rule.life_hours if asked.life and rule.life_hours else rule.amount or 0
    span = timedelta(hours=hours, days=rule.apio_days if asked.apio else 0)
    steps = _opening_steps(asked)
    if asked.start_at is not None:
        due_at = asked.start_at + span
        steps += [_step(say.LAST_HOUR if rule.firm else say.UNSURE, due=due_at), _step(say.RIPE_HOUR)]
        return _derivation(asked, steps, [], due=due_at.date(), ripe_on=due_at.date(), due_at=due_at)
    due = asked.start + span
    steps += [_step(_last(rule), due=due), _step(say.RIPE, ripe=due + _DAY)]
    return _derivation(asked, steps, [_step(say.HOUR_NOT_KNOWN)], due=due, ripe_on=due + _DAY)


def _own(asked: _Asked, calendar: Calendar) -> Derivation:
    """A limit on us: strict at its end; on silence it opens only when the office had its closed last day made good."""
    rule = asked.rule
    steps = _opening_steps(asked)
    missing: tuple[int, ...] = ()
    doubtful: tuple[Holiday, ...] = ()
    if asked.decided is not None:
        opens, amount = asked.decided, rule.decided_amount or 0
        closes, _ = add(opens, amount, rule.count, calendar)
        steps.append(_step(say.DECIDED, decided=opens, amount=amount, unit=_unit(amount, rule.count)))
        outer, outer_steps = None, list[Step]()
    else:
        closes, _ = add(asked.start, asked.amount, rule.count, calendar)
        opens = asked.start
        if rule.opens is not None:
            base = (asked.filed or asked.start) if rule.opens_from == "filed" else asked.start
            last = base + timedelta(days=rule.opens - 1)
            opened, why = calendar.open_on_or_after(last), calendar.closed(last)
            if why is not None:
                steps.append(_step(say.CLOSED, day=last, why=why, open=opened))
            opens, missing = opened + _DAY, calendar.missing(last, opened)
            doubtful = calendar.doubtful(_days(last, opened))
        outer, outer_steps = _outer(asked, calendar)
    warn_on = tuple(day for before in WARN_BEFORE if (day := closes - before * _DAY) >= opens)
    steps += [_step(say.WINDOW, opens=opens, closes=closes), *outer_steps]
    if warn_on:
        steps.append(_step(say.WARN, days=warn_on))
    steps += _also(asked, calendar)
    return _derivation(
        asked, steps, _cautions(rule, missing, doubtful),
        due=closes, outer=outer, opens=opens, closes=closes, warn_on=warn_on,
    )  # fmt: skip


def _pause(asked: _Asked, last: date, calendar: Calendar) -> tuple[date, bool, list[Step]]:
    """The last day with the time for a fee left out (s.7(3)(a)), and whether the clock stands still.

    A fee letter on the next open day after a closed last day is still in time.
    """
    sent, paid = asked.fee_sent, asked.fee_paid
    if sent is None:
        return last, False, []
    if sent > calendar.open_on_or_after(last):
        return last, False, [_step(say.FEE_LATE, sent=sent)]
    if paid is None:
        return last, True, [_step(say.FEE_UNPAID, sent=sent)]
    days = (paid - sent).days
    return last + timedelta(days=days), False, [_step(say.FEE_PAID, sent=sent, paid=paid, days=days)]


def _opening_steps(asked: _Asked) -> list[Step]:
    rule = asked.rule
    start: date = asked.start_at if asked.start_at is not None and asked.counts_hours else asked.start
    steps = [
        _step(say.STARTS, start=start, what=rule.starts),
        _rule_step(asked, say.AT_ONCE if rule.amount == 0 else say.RULE),
        *_says(rule),
    ]
    if asked.third_party and rule.third_party is not None:
        steps.append(_step(say.THIRD_PARTY, days=rule.third_party))
    if asked.life and rule.life_hours is not None:
        steps.append(_step(say.LIFE, hours=rule.life_hours))
    if asked.apio:
        steps.append(_step(say.APIO, days=rule.apio_days))
    return steps


def _says(rule: ClockRule) -> list[Step]:
    return [_step(say.SAYS, what=rule.says)] if rule.says is not None else []


def _rule_step(asked: _Asked, pattern: Text) -> Step:
    rule = asked.rule
    return _step(
        pattern,
        provision=rule.provision,
        amount=rule.amount or 0,
        unit=_unit(rule.amount or 0, rule.count),
        basis=say.BASES[rule.basis] if rule.firm or rule.basis is Basis.CONVENTION else say.SAID[rule.basis],
        verification=say.SIGNED_OFF if rule.verified_by else say.VERIFICATIONS[rule.verification],
    )


def _unit(amount: int, count: Count) -> Text:
    return (say.ONE_UNIT if amount == 1 else say.UNITS)[count]


def _outer(asked: _Asked, calendar: Calendar) -> tuple[date | None, list[Step]]:
    limit = asked.rule.outer
    if limit is None or (limit.needs_start and asked.filed is None):
        return None, []
    day = _limit(asked, limit, calendar)
    return day, [_step(say.OUTER, outer=day, words=limit.words)]


def _also(asked: _Asked, calendar: Calendar) -> list[Step]:
    return [_step(say.ALSO, day=_limit(asked, limit, calendar), words=limit.words) for limit in asked.rule.also]


def _limit(asked: _Asked, limit: LimitRow, calendar: Calendar) -> date:
    base = asked.filed if limit.start == "filed" and asked.filed is not None else asked.start
    return add(base, limit.amount, limit.count, calendar)[0]


def _cautions(rule: ClockRule, missing: tuple[int, ...], doubtful: tuple[Holiday, ...]) -> list[Step]:
    found = [_step(say.NO_HOLIDAYS, year=year) for year in missing]
    for holiday in doubtful:
        found.append(_step(say.DOUBTFUL if holiday.held else say.NOT_HELD, day=holiday.on, name=holiday.name))
    return [*([Step(rule.warning)] if rule.warning else []), *found]


def _derivation(
    asked: _Asked,
    steps: list[Step],
    cautions: list[Step],
    *,
    state: ClockState = ClockState.RUNNING,
    due: date | None = None,
    ripe_on: date | None = None,
    outer: date | None = None,
    opens: date | None = None,
    closes: date | None = None,
    due_at: datetime | None = None,
    warn_on: tuple[date, ...] = (),
) -> Derivation:
    rule = asked.rule
    if state is ClockState.NO_LIMIT and rule.warning:
        cautions = [Step(rule.warning)]
    return Derivation(
        rule.id, rule.name, asked.start, due, ripe_on, rule.basis, rule.provision, state, rule.verification, rule.firm,
        tuple(steps), asked.start_at if asked.counts_hours else None, due_at, outer, opens, closes, warn_on,
        tuple(cautions),
    )  # fmt: skip


def _in_india(moment: datetime) -> datetime:
    return moment.replace(tzinfo=INDIA) if moment.tzinfo is None else moment.astimezone(INDIA)


def _step(pattern: Text, **values: date | int | Text | tuple[date, ...]) -> Step:
    return Step(pattern, tuple(values.items()))
