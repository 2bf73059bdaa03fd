"""prefect.yaml against a real Prefect server."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.orchestrator import SAFE

ROOT = Path(__file__).parents[2]
PREFECT = str(Path(sys.executable).with_name("prefect"))


def ask(url: str, body: object) -> object:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A Prefect server of its own on a free port; the environment that its clients need."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    api = f"http://127.0.0.1:{port}/api"
    environment = {**os.environ, **SAFE, "PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_API_URL": api}
    command = [PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                with urllib.request.urlopen(f"{api}/health", timeout=2):
                    break
            except OSError:
                assert process.poll() is None, "the server ended"
                assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.5)
        yield environment
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.mark.slow
def test_all_four_deploy_and_runs_are_scheduled(server: dict[str, str]) -> None:
    """`prefect --no-prompt deploy --all` is accepted, and the three schedules make runs without a job."""
    pool = [PREFECT, "--no-prompt", "work-pool", "create", "dabi", "--type", "process"]
    subprocess.run(pool, env=server, check=True, capture_output=True, timeout=120)
    deploy = [PREFECT, "--no-prompt", "deploy", "--all"]
    done = subprocess.run(deploy, env=server, cwd=ROOT, capture_output=True, timeout=180)
    assert done.returncode == 0, done.stdout.decode()[-2000:] + done.stderr.decode()[-2000:]
    api = server["PREFECT_API_URL"]
    deployments = ask(f"{api}/deployments/filter", {})
    assert isinstance(deployments, list)
    assert {one["entrypoint"].split(":")[1] for one in deployments} == {
        "write_letters",
        "take_in_scans",
        "track_deadlines",
        "compile_dossier",
    }
    deadline = time.monotonic() + 120
    scheduled: set[str] = set()
    while len(scheduled) < 3 and time.monotonic() < deadline:
        runs = ask(f"{api}/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}})
        assert isinstance(runs, list)
        assert all(run["parameters"] in ({}, {"job": None}) for run in runs)
        scheduled = {run["deployment_id"] for run in runs}
        time.sleep(2)
    assert len(scheduled) == 3
