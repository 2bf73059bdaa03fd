"""How many letters one panchayat gets: one that sees several at once may guess what they have in common."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flows.cases import Case
from rules.letters import Letter
from rules.next_step import Proposal
from store.record import Record

MOST = 2  # letters to one panchayat
WITHIN = timedelta(days=7)
_KIND = "gp"


@dataclass(frozen=True, slots=True)
class Crowd:
    """A panchayat that gets more letters within seven days than go unnoticed; ``free_on``: when the next may go."""

    office: str
    letters: int
    free_on: date


def is_panchayat(office: str) -> bool:
    return office.partition(":")[0] == _KIND


def spread(record: Record, pairs: Iterable[tuple[Case, Proposal]], on: date) -> list[tuple[Case, Proposal]]:
    """Those of the proposed letters that may go today: of a panchayat's the ones that matter most to the claimants."""
    ordered = list(pairs)
    offices = {proposal.office for _, proposal in ordered if is_panchayat(proposal.office)}
    taken = Counter(letter.office for letter in _recent(record, offices, on))
    kept: set[str] = set()
    for _, proposal in sorted(ordered, key=lambda pair: (pair[0].claim.priority, pair[1].key)):
        if proposal.office in offices:
            if taken[proposal.office] >= MOST:
                continue
            taken[proposal.office] += 1
        kept.add(proposal.key)
    return [(case, proposal) for case, proposal in ordered if proposal.key in kept]


def crowds(record: Record, letters: Sequence[Letter], on: date) -> list[Crowd]:
    """The panchayats among the offices of these letters that get too many within seven days up to ``on``."""
    offices = {letter.office for letter in letters if is_panchayat(letter.office)}
    days: dict[str, list[date]] = defaultdict(list)
    for letter in _recent(record, offices, on):
        days[letter.office].append(letter.written_on)
    return [
        Crowd(office, len(written), sorted(written)[-MOST] + WITHIN)
        for office, written in sorted(days.items())
        if len(written) > MOST
    ]


def _recent(record: Record, offices: set[str], on: date) -> list[Letter]:
    """What went to these offices in the seven days that end with ``on``."""
    if not offices:
        return []
    return [letter for letter in record.letters(offices=offices) if on - WITHIN < letter.written_on <= on]
