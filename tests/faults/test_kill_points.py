"""Every journey stopped at every point where something becomes durable: run again it ends as if nothing had been."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clusters import running

ROOT = Path(__file__).parents[2]
DRIVE = Path(__file__).parent / "drive.py"
# At least so many points, by what happens there: a journey that passes fewer is not tried as it was.
LEAST = {
    "kill": {"write_letters": 28, "take_in_scans": 30, "track_deadlines": 30, "compile_dossier": 24},
    "power": {"write_letters": 4, "take_in_scans": 4, "track_deadlines": 4, "compile_dossier": 4},
    "full": {"write_letters": 28, "take_in_scans": 28, "track_deadlines": 29, "compile_dossier": 24},
    "locked": {"write_letters": 7, "take_in_scans": 16, "track_deadlines": 8, "compile_dossier": 7},
}


# On a server: killed there as on a file, and the server gone from some commit on.
LEAST_ON_SERVER = {
    "kill": {"write_letters": 25},
    "gone": {"write_letters": 7, "take_in_scans": 16},
}
CASES = [(journey, mode) for mode, journeys in LEAST.items() for journey in journeys]
CASES_ON_SERVER = [(journey, mode) for mode, journeys in LEAST_ON_SERVER.items() for journey in journeys]


@pytest.mark.slow
@pytest.mark.parametrize(("journey", "mode"), CASES)
def test_a_journey_stopped_anywhere_ends_the_same(tmp_path: Path, journey: str, mode: str) -> None:
    """No letter with two references, no scan lost or recorded twice, nothing that verify finds.

    Wherever it was killed or lost its power, and from whatever point on its disk was full or its record locked."""
    ends_the_same(LEAST[mode][journey], str(tmp_path), journey, mode)


@pytest.mark.slow
@pytest.mark.parametrize(("journey", "mode"), CASES_ON_SERVER)
def test_a_journey_stopped_anywhere_on_a_server_ends_the_same(tmp_path: Path, journey: str, mode: str) -> None:
    """The same with the record on PostgreSQL: killed anywhere, and from whatever commit on the server was gone."""
    with running() as server:  # with databases of the drive's own
        ends_the_same(LEAST_ON_SERVER[mode][journey], str(tmp_path), journey, mode, server.url("").rstrip("/"))


def ends_the_same(least: int, *asked: str) -> None:
    """Stopped at no fewer than so many points, and each time as much on record as if it had not been."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, str(DRIVE), *asked], env=environment, capture_output=True, timeout=1200)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
    *stopped, whole = json.loads(done.stdout)
    assert len(stopped) >= least
    assert whole["verify"] == []
    assert whole["references"] == len(whole["letters"])
    wrong = {
        number: {name: found[name] for name in whole if found[name] != whole[name]}
        for number, found in enumerate(stopped, 1)
    }
    assert {number: found for number, found in wrong.items() if found} == {}
