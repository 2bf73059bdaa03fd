"""Prefect's settings, made before Prefect is imported, so that it runs on its own home and keeps nothing of ours.

What Prefect keeps in the clear (parameters, logs, exceptions, results) is in docs/architecture.md; a test searches
everything that it wrote. Flow modules are imported lazily by those who run them: Prefect alone takes seconds.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from rules.errors import UsageError

SAFE = {
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}


def prepare(home: Path, key_file: Path | None) -> None:
    """Set the environment of this process for Prefect flows over the store in ``home``."""
    os.umask(0o077)
    os.environ["DABI_HOME"] = str(home)
    if key_file is not None:
        os.environ["DABI_KEY_FILE"] = str(key_file)
    os.environ.update(SAFE)
    os.environ.setdefault("PREFECT_HOME", str(home / "prefect"))
    # A first start on a fresh home takes 18 to 30 seconds against Prefect's limit of 20.
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "ERROR")


def refuse_unsafe(environment: Mapping[str, str] = os.environ) -> None:
    """Refuse to run a flow whose logs or results Prefect would keep in the clear.

    Raises UsageError naming the settings to change; it names nothing else.
    """
    wrong = [name for name, value in SAFE.items() if environment.get(name, "").lower() != value]
    if wrong:
        wanted = " ".join(f"{name}={SAFE[name]}" for name in wrong)
        raise UsageError(f"Prefect would keep more than codes. Set these, then start the worker again: {wanted}")
