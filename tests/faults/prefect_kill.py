"""Run apart by test_kill_flows: each Prefect flow killed once in the middle of its job, and all run as schedules do.

    prefect_kill.py FOLDER

One server serves all of them: an embedded one would outlive the process that is killed.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from flows import orchestrator
from flows.import_claims.steps import import_claims
from flows.wiring import Dabi, create_home, open_dabi
from rules.events import EventKind
from store.record import Record
from store.verify import verify
from tests.desk.desks import FOUR, table
from tests.faults.drive import settings

JOURNEYS = ("write_letters", "take_in_scans", "track_deadlines", "compile_dossier")


def flow_of(journey: str) -> Callable[[], dict[str, int]]:
    module = __import__(f"flows.{journey}.flow", fromlist=[journey])
    found: Callable[[], dict[str, int]] = getattr(module, journey)
    return found


def killed(folder: Path, journey: str) -> None:
    """Run the flow without a job, as a schedule does, in this process, which dies when its work is nearly recorded."""
    given = settings(folder)
    orchestrator.prepare(given.home, given.key_file)

    def die(*_: Any, **__: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if journey == "take_in_scans":
        Record.settle_scan = die  # type: ignore[method-assign,assignment]
    else:
        Record.finish_job = die  # type: ignore[method-assign,assignment]
    flow_of(journey)()


def main(folder: Path) -> None:
    given = settings(folder)
    create_home(given)
    dabi = open_dabi(given)
    import_claims(dabi, table(folder / "c.csv", [FOUR[0], FOUR[3]]), date(2026, 7, 6))
    (given.inbox / "1.pdf").write_bytes(b"%PDF-1.7 cut off")
    orchestrator.prepare(given.home, given.key_file)
    with server():
        ends = {}
        for journey in JOURNEYS:
            command = [sys.executable, __file__, str(folder), journey]
            ends[journey] = subprocess.run(command, capture_output=True, timeout=120, check=False).returncode
        counts = {journey: flow_of(journey)() for journey in JOURNEYS}
    print(json.dumps({"ends": ends, "counts": counts, **_state(dabi)}))


@contextmanager
def server() -> Iterator[None]:
    """A Prefect server on a free port, named in the environment while the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    api = f"http://127.0.0.1:{port}/api"
    start = [str(Path(sys.executable).with_name("prefect")), "server", "start", "--host", "127.0.0.1", "--no-ui"]
    process = subprocess.Popen(
        [*start, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with suppress(OSError), urllib.request.urlopen(f"{api}/health", timeout=2):
                break
            time.sleep(0.5)
        os.environ["PREFECT_API_URL"] = api
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _state(dabi: Dabi) -> dict[str, Any]:
    with dabi.store.begin("system:test", read_only=True) as record:
        printed = [event for event in record.events(kinds=[EventKind.LETTER_PRINTED]) if event.claim]
        jobs = Counter(f"{job.journey} {job.state.value}" for job in record.jobs())
        scans = Counter(scan.state.value for scan in record.scans())
        reviews = len(record.reviews())
    runs = list((dabi.settings.home / "out").rglob("print-run.pdf"))
    return {
        "printed": dict(Counter(f"{event.claim} {event.facts['kind']}" for event in printed)),
        "jobs": dict(jobs),
        "scans": dict(scans),
        "reviews": reviews,
        "print_runs": len(runs),
        "verify": [str(problem) for problem in verify(dabi.store)],
    }


if __name__ == "__main__":
    if len(sys.argv) > 2:
        killed(Path(sys.argv[1]), sys.argv[2])
    else:
        main(Path(sys.argv[1]))
