"""Each Prefect flow killed once: the next scheduled runs end what was stopped, and nothing is there twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN = Path(__file__).parent / "prefect_kill.py"


@pytest.mark.slow
def test_a_flow_killed_is_ended_by_the_next_scheduled_run(tmp_path: Path) -> None:
    """All four die by SIGKILL; run again without a job they leave every job done, each letter once, one question."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DABI_INBOX_QUIET": "0"}
    done = subprocess.run([sys.executable, str(RUN), str(tmp_path)], env=environment, capture_output=True, timeout=550)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["ends"] == dict.fromkeys(found["ends"], -9)
    assert set(found["jobs"]) == {f"{journey} done" for journey in found["ends"]}
    assert set(found["jobs"].values()) == {2}, "the stopped one and that of the schedule"
    assert set(found["printed"].values()) == {1}
    assert found["scans"] == {"unreadable": 1}
    assert found["reviews"] == 1
    assert found["print_runs"] >= 1
    assert found["verify"] == []
