"""``python -m benchmarks.wrong``: are there wrong automatic records among a thousand simulated papers?

One seed after another, from ``--first`` on, until so many papers came back; what each seed gave is a line of ``--out``,
so that a run that was stopped goes on where it was. Whoever mends a reader by what is seen here begins a new file from
another first seed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from benchmarks import scans

RECEIPTS, REPLIES = 40, 20  # of one seed
KINDS = ("receipts", "receipts.untold", "replies")
Tally = dict[str, int]


def tally(figures: dict[str, float]) -> Tally:
    """Papers that came back, recorded and wrong, of each kind, from the shares of one seed."""
    found = {}
    for kind in KINDS:
        came_back = figures[f"{kind}.count"]
        found[f"{kind}.count"] = round(came_back)
        for what in ("recorded", "wrong"):
            found[f"{kind}.{what}"] = round(figures[f"{kind}.{what}"] * came_back)
    return found


def total(lines: list[Tally]) -> Tally:
    return {name: sum(line[name] for line in lines) for name in lines[0] if name != "seed"} if lines else {}


def papers(sums: Tally) -> int:
    """Papers that came back, each once: the receipts are judged twice."""
    return sums.get("receipts.count", 0) + sums.get("replies.count", 0)


def measured(out: Path, first: int, wanted: int) -> Iterator[Tally]:
    """What each seed gave, as on file or measured now; ends when there are enough papers."""
    known = {line["seed"]: line for line in map(json.loads, out.read_text().splitlines())} if out.exists() else {}
    lines: list[Tally] = []
    for seed in count(first):
        if papers(total(lines)) >= wanted:
            return
        if seed not in known:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                figures = pool.submit(partial(scans.run, RECEIPTS, REPLIES, seed, against=())).result()
            known[seed] = {"seed": seed, **tally(figures)}
            with out.open("a") as file:
                file.write(json.dumps(known[seed]) + "\n")
        lines.append(known[seed])
        yield known[seed]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.wrong", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--first", type=int, default=2000, help="the first seed, 1000 or above")
    parser.add_argument("--out", type=Path, required=True, help="where each seed's line is kept")
    asked = parser.parse_args()
    if asked.first < scans.FIRST_TEST_SEED:
        parser.error(f"seeds below {scans.FIRST_TEST_SEED} are for tuning: what they show is no measurement")
    lines = []
    for line in measured(asked.out, asked.first, asked.papers):
        lines.append(line)
        print(json.dumps(line), flush=True)
    print(json.dumps({"papers": papers(total(lines)), **total(lines)}))


if __name__ == "__main__":
    main()
