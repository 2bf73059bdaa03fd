"""How fast the rules read claims: status and next steps as codes, words left for those who ask.

Synthetic claims are tracked in chunks, each life seven events long on average. Memory is that of one chunk with its
letters, events and steps, and of the clocks that are kept for all, so it does not grow with their number. The baseline
is the parsing of the same events from JSON: what anything that tracks claims does at least.
"""

from __future__ import annotations

import json
import random
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from functools import partial

from benchmarks.measure import PeakMemory
from flows.memory import unsearched
from rules.areas import Place
from rules.catalogue import Catalogue, load
from rules.events import Event, EventKind
from rules.ladder import Rung, ladder
from rules.letters import Language, Letter, LetterKind
from rules.next_step import Standing, assess
from rules.people import Capacity, Claim, Consent, DossierConsent, YesNoUnknown

CHUNK = 2_000
LAST = 5  # chunks at the end, when nearly every clock asked for has been asked for before
SEED = 20261123
TODAY = date(2026, 11, 2)
_CONSENT = Consent(date(2025, 1, 1), None, True, None, DossierConsent.CODED)

Case = tuple[Claim, tuple[Rung, ...], list[Letter], list[Event]]


def run(count: int) -> dict[str, float]:
    """Claims a second on one core: of all, of the first and of the last; against parsing them; bytes a claim."""
    catalogue, rng, peak = load(), random.Random(SEED), PeakMemory()
    read_chunk(chunk(catalogue, rng, 200), catalogue)  # first use of every office
    seconds, parsing = [], 0.0
    with peak:
        for _ in range(max(LAST, count // CHUNK)):
            cases = chunk(catalogue, rng, CHUNK)
            texts = [json.dumps([asdict(event) for event in events], default=str) for *_, events in cases]
            seconds.append(_timed(partial(read_chunk, cases, catalogue)))
            parsing += _timed(partial(_parse, texts))
    tracemalloc.start()
    held = chunk(catalogue, rng, CHUNK)
    steps = read_chunk(held, catalogue)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(steps) == CHUNK
    return {
        "rules.claims": CHUNK * len(seconds),
        "rules.claims_per_second": CHUNK * len(seconds) / sum(seconds),
        "rules.claims_per_second_at_first": CHUNK / seconds[0],
        "rules.claims_per_second_at_last": CHUNK * LAST / sum(seconds[-LAST:]),
        "rules.parsed_per_second": CHUNK * len(seconds) / parsing,
        "rules.vs_parsing": parsing / sum(seconds),
        "rules.bytes_per_claim": size / CHUNK,
        "memory.claims_mb": peak.megabytes,
    }


def _timed(work: Callable[[], object]) -> float:
    """Seconds of the processor that some work takes; what it returns is thrown away within them."""
    started = time.process_time()
    work()
    return time.process_time() - started


def _parse(texts: list[str]) -> None:
    for text in texts:
        json.loads(text)


def read_chunk(cases: list[Case], catalogue: Catalogue) -> list[Standing]:
    """How each claim stands, and what may be done now, read as track_deadlines reads a chunk."""
    with unsearched():
        return [assess(claim, rungs, letters, events, TODAY, catalogue) for claim, rungs, letters, events in cases]


def chunk(catalogue: Catalogue, rng: random.Random, number: int) -> list[Case]:
    """So many claims over all services and blocks, each at some point of its life."""
    services = sorted(catalogue.services)
    places = [
        Place(district.id, block.id, "Kalpanagar / কল্পনাগর", "Udaharpur / উদাহরপুর")
        for district in catalogue.offices.areas.districts
        for block in catalogue.offices.areas.blocks(district.id)
    ]
    ladders: dict[tuple[str, Place], tuple[Rung, ...]] = {}
    cases = []
    for count in range(number):
        service, place = rng.choice(services), rng.choice(places)
        if (service, place) not in ladders:
            ladders[service, place] = ladder(catalogue.services[service], place, (), catalogue)
        cases.append(_life(f"SN-{count}", service, place, ladders[service, place], rng))
    return cases


def _life(claimant: str, service: str, place: Place, rungs: tuple[Rung, ...], rng: random.Random) -> Case:
    claim = Claim(
        f"{claimant}-1", claimant, service, 1, Language.BENGALI, place.district, place.block, "Namuna Sangha", "", "",
        YesNoUnknown.NO, Capacity.SELF, False, _CONSENT,
    )  # fmt: skip
    day = date(2026, 1, 1) + timedelta(days=rng.randrange(250))
    letters: list[Letter] = []
    events = [Event(EventKind.CLAIM_OPENED, day, claim.code, seq=1)]

    def happens(what: EventKind, letter: str | None = None, **facts: str | int) -> None:
        events.append(Event(what, day, claim.code, letter, facts, seq=len(events) + 1))

    for rung in rungs[: rng.randrange(len(rungs) + 1)]:
        if rung.office.court:
            break
        kind = LetterKind.ESCALATION if letters else LetterKind.APPLICATION
        reference = f"{claim.code}-{rung.index}"
        letters.append(
            Letter(reference, kind, claim.code, rung.office.id, rung.index, claim.language, day, 1, None, None, None)
        )
        if kind is LetterKind.ESCALATION:
            happens(EventKind.GO_GIVEN, step=kind.value)
        happens(EventKind.LETTER_PRINTED, reference, kind=kind.value, office=rung.office.id, rung=rung.index, trigger=1)
        happens(EventKind.LETTER_FILED, reference, by="hand")
        if rng.random() < 0.8:
            happens(EventKind.RECEIPT_RECORDED, reference, received_on=day.isoformat())
        day += timedelta(days=rng.randrange(10, 70))
        if rng.random() < 0.2:
            answer = rng.choice(["refused", "under_process", "documents_wanted", "granted"])
            happens(EventKind.REPLY_RECORDED, reference, outcome=answer, letter_date=day.isoformat())
    return claim, rungs, letters, events
