"""How a process that opens files which came in ties its own hands, before it opens any."""

from __future__ import annotations

import resource
from pathlib import Path

from rules.limits import Limits


def confine(limits: Limits) -> None:
    """No more memory than what this process has now and ``limits.memory``, no files of its own, no core dump."""
    here = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (here + limits.memory,) * 2)
    for kind, most in ((resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, 64)):
        resource.setrlimit(kind, (most, most))


def clock_on(seconds: int) -> None:
    """The kernel ends this process after so much more work, should the parent be gone."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 2 * seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
