"""The limits that a letter states, and whether their last days still follow from what is on record.

A letter says that an office was to answer by a day, and an appeal until when it may be filed. The print's event keeps
those days with their rules, so that they can be derived again: from the events of before the letter, with what was
taken back since and told in its stead. A day that does not come out again rests on something that was not so, or on a
table of the law that was changed. What was simply told later takes nothing away from a letter: nobody knew it then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from rules.catalogue import Catalogue
from rules.clocks import derive
from rules.derivation import Derivation
from rules.events import Event, EventKind, Fact
from rules.findings import Outcome
from rules.history import ClaimHistory, effective, read
from rules.letter_clock import clock_under, start_of
from rules.letters import RTI_KINDS, Letter
from rules.step_view import Proposal, Steps

OLDEST_FIRST = attrgetter("written_on", "reference")


@dataclass(frozen=True, slots=True)
class Unfounded:
    """A letter and the last day that it states, which does not follow any more."""

    letter: str
    due: date


def limit_passed(overdue: Iterable[Derivation | None], clock: Derivation | None) -> Derivation | None:
    """Which of several limits a letter states: one laid down by law before one of our own request, the oldest first.

    ``overdue``: those of the letters that it cites, oldest first; ``clock``: the one whose end leads to the letter.
    """
    clocks = [one for one in (*overdue, clock) if one is not None and one.due is not None]
    return min(clocks, key=lambda one: not one.firm, default=None)


def limit_stated(proposal: Proposal, steps: Steps, letters: Iterable[Letter]) -> Derivation | None:
    """The limit that a proposed letter states as passed; in RTI matters that of what it appeals against."""
    if proposal.kind in RTI_KINDS:
        return proposal.clock
    overdue = {found.letter: found.clock for found in reversed(steps.overdue)}
    cited = sorted((one for one in letters if one.reference in proposal.cites), key=OLDEST_FIRST)
    return limit_passed([overdue.get(letter.reference) for letter in cited], proposal.clock)


def facts_of(limit: Derivation | None) -> dict[str, Fact]:
    """What the print's event keeps of the limit."""
    if limit is None or limit.due is None:
        return {}
    return {"rule": limit.rule, "since": limit.start.isoformat(), "due": limit.due.isoformat()}


def own_facts(limit: Derivation | None, clock: Derivation | None) -> dict[str, Fact]:
    """What the print's event keeps of a limit of our own, and the rule of the clock whose end it may run from."""
    if limit is None or limit.closes is None:
        return {}
    return {
        "own_rule": limit.rule,
        "own_until": limit.closes.isoformat(),
        **({"own_after": clock.rule} if clock is not None else {}),
    }


def unfounded(letters: Sequence[Letter], events: Sequence[Event], catalogue: Catalogue) -> list[Unfounded]:
    """The letters of one claim, or of one request, that state a last day which is not given by what is on record."""
    found, standing = [], effective(events)
    for printed in standing:
        if printed.kind is not EventKind.LETTER_PRINTED or not {"due", "own_until"} & printed.facts.keys():
            continue
        history = read(letters, _known(printed, events, standing), printed.on)
        for name, follows in (("due", _follows), ("own_until", _own_follows)):
            if name in printed.facts and not follows(printed.facts, history, catalogue):
                found.append(Unfounded(str(printed.letter), date.fromisoformat(str(printed.facts[name]))))
    return found


def _known(printed: Event, events: Sequence[Event], standing: Sequence[Event]) -> list[Event]:
    """What was on record when a letter was printed, less what was taken back since, and what was told in its stead."""
    seqs = {event.seq for event in standing}
    gone = {(event.kind, event.letter) for event in events if event.seq < printed.seq and event.seq not in seqs}
    return [event for event in standing if event.seq < printed.seq or (event.kind, event.letter) in gone]


def _follows(facts: Mapping[str, Fact], history: ClaimHistory, catalogue: Catalogue) -> bool:
    rule = str(facts["rule"])
    if rule not in catalogue.clocks:
        return False
    clocks = [clock_under(rule, one, catalogue) for one in history.letters]
    clocks += [derive(rule, reply.on, catalogue) for reply in history.replies if reply.outcome is Outcome.GRANTED]
    return any(given and given.items() <= facts.items() for given in map(facts_of, clocks))


def _own_follows(facts: Mapping[str, Fact], history: ClaimHistory, catalogue: Catalogue) -> bool:
    """Whether our own limit runs out on that day from some day that it may run from.

    A reply, the day that a letter was handed in, or the end of the office's own time.
    """
    rule = catalogue.clocks.get(str(facts["own_rule"]))
    if rule is None:
        return False
    replies = {reply.on for reply in history.replies}
    starts = {started[0] for one in history.letters if (started := start_of(one)) is not None}
    if facts.get("own_after") in catalogue.clocks:
        clocks = [clock_under(str(facts["own_after"]), one, catalogue) for one in history.letters]
        starts |= {clock.due for clock in clocks if clock is not None and clock.due is not None}
    given = [derive(rule.id, start, catalogue) for start in starts]
    counts_decisions = rule.decided_amount is not None
    given += [derive(rule.id, day, catalogue, decided=day if counts_decisions else None) for day in replies]
    return str(facts["own_until"]) in {str(one.closes) for one in given}
