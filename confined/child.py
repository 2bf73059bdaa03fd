"""One question to one child process, which is ended with its answer, or without one when its time is over."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rules.limits import Limits

_HOUSE = Path(__file__).parents[1]
_LONGEST_ANSWER = 64 * 2**20  # bytes


def ask(program: Sequence[str], kind: str, data: bytes, limits: Limits) -> dict[str, Any] | str:
    """The answer of a child process about one file; why there is none, where it crashes, lies or takes too long."""
    process = subprocess.Popen(  # noqa: S603  # ourselves
        [*program, kind, json.dumps(dataclasses.asdict(limits))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PYTHONPATH": str(_HOUSE), "PATH": os.defpath},  # of our own environment nothing: no key, no home
        start_new_session=True,
    )
    late = threading.Event()

    def give_up() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(limits.seconds, give_up)
    clock.start()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(data)
            process.stdin.close()
        found = json.loads(process.stdout.read(_LONGEST_ANSWER + 1))
        if not isinstance(found, dict) or not found.keys() & {"rows", "value", "problem"}:
            raise ValueError
        return found
    except (OSError, ValueError):
        return f"it took longer than {limits.seconds} seconds" if late.is_set() else "it ends the program that opens it"
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):
                pipe.close()
