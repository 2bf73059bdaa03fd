"""Every journey killed at every point where something becomes durable: run again it ends as if nothing had been."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DRIVE = Path(__file__).parent / "drive.py"
# At least so many points: a journey that passes fewer is not tried as it was.
LEAST = {"write_letters": 28, "take_in_scans": 30, "track_deadlines": 30, "compile_dossier": 24}
LEAST_SYNCS = 4


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["kill", "power"])
@pytest.mark.parametrize("journey", sorted(LEAST))
def test_a_journey_killed_anywhere_ends_the_same(tmp_path: Path, journey: str, mode: str) -> None:
    """No letter with two references, no scan lost or recorded twice, nothing that verify finds, wherever it died."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(DRIVE), str(tmp_path), journey, mode]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=500)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
    *killed, whole = json.loads(done.stdout)
    assert len(killed) >= (LEAST[journey] if mode == "kill" else LEAST_SYNCS)
    assert whole["verify"] == []
    assert whole["references"] == len(whole["letters"])
    wrong = {
        number: {name: found[name] for name in whole if found[name] != whole[name]}
        for number, found in enumerate(killed, 1)
    }
    assert {number: found for number, found in wrong.items() if found} == {}
