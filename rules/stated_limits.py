"""The limit that a letter states as passed, and whether its last day still follows from what is on record.

A letter says that an office was to answer by a day. The print's event keeps that day with its rule, so that it can be
derived again: from the events of before the letter, with what was taken back since and told in its stead. A day that
does not come out again rests on something that was not so, or on a table of the law that was changed. What was simply
told later takes nothing away from a letter: nobody knew it then.
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
from rules.history import effective, read
from rules.letter_clock import clock_under
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


def unfounded(letters: Sequence[Letter], events: Sequence[Event], catalogue: Catalogue) -> list[Unfounded]:
    """The letters of one claim that state a last day which what is on record does not give any more."""
    found, standing = [], effective(events)
    for printed in standing:
        if printed.kind is not EventKind.LETTER_PRINTED or "due" not in printed.facts:
            continue
        if not _follows(printed.facts, letters, _known(printed, events, standing), printed.on, catalogue):
            found.append(Unfounded(str(printed.letter), date.fromisoformat(str(printed.facts["due"]))))
    return found


def _known(printed: Event, events: Sequence[Event], standing: Sequence[Event]) -> list[Event]:
    """What was on record when a letter was printed, less what was taken back since, and what was told in its stead."""
    seqs = {event.seq for event in standing}
    gone = {(event.kind, event.letter) for event in events if event.seq < printed.seq and event.seq not in seqs}
    return [event for event in standing if event.seq < printed.seq or (event.kind, event.letter) in gone]


def _follows(
    facts: Mapping[str, Fact], letters: Sequence[Letter], events: Sequence[Event], on: date, catalogue: Catalogue
) -> bool:
    rule = str(facts["rule"])
    if rule not in catalogue.clocks:
        return False
    history = read(letters, events, on)
    clocks = [clock_under(rule, one, catalogue) for one in history.letters]
    clocks += [derive(rule, reply.on, catalogue) for reply in history.replies if reply.outcome is Outcome.GRANTED]
    return any(given and given.items() <= facts.items() for given in map(facts_of, clocks))
