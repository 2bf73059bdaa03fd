"""Every journey stopped at every point where something becomes durable: run again it ends as if nothing had been."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DRIVE = Path(__file__).parent / "drive.py"
# At least so many points, by what happens there: a journey that passes fewer is not tried as it was.
LEAST = {
    "kill": {"write_letters": 28, "take_in_scans": 30, "track_deadlines": 30, "compile_dossier": 24},
    "power": {"write_letters": 4, "take_in_scans": 4, "track_deadlines": 4, "compile_dossier": 4},
    "full": {"write_letters": 28, "take_in_scans": 28, "track_deadlines": 29, "compile_dossier": 24},
    "locked": {"write_letters": 7, "take_in_scans": 16, "track_deadlines": 8, "compile_dossier": 7},
}


@pytest.mark.slow
@pytest.mark.parametrize("mode", LEAST)
@pytest.mark.parametrize("journey", sorted(LEAST["kill"]))
def test_a_journey_stopped_anywhere_ends_the_same(tmp_path: Path, journey: str, mode: str) -> None:
    """No letter with two references, no scan lost or recorded twice, nothing that verify finds.

    Wherever it was killed or lost its power, and from whatever point on its disk was full or its record locked."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(DRIVE), str(tmp_path), journey, mode]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=500)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
    *stopped, whole = json.loads(done.stdout)
    assert len(stopped) >= LEAST[mode][journey]
    assert whole["verify"] == []
    assert whole["references"] == len(whole["letters"])
    wrong = {
        number: {name: found[name] for name in whole if found[name] != whole[name]}
        for number, found in enumerate(stopped, 1)
    }
    assert {number: found for number, found in wrong.items() if found} == {}
