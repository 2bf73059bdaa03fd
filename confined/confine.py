"""How a process that opens files which came in ties its own hands, before it opens any."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterable
from pathlib import Path

from confined.landlock import shut_out
from rules.limits import Limits

_HOUSE = Path(__file__).parents[1]
# Programs, libraries and fonts; of our own code what opens files.
_READABLE = (
    Path("/usr"), Path("/lib"), Path("/lib64"), Path("/etc/fonts"), Path("/etc/mime.types"),
    Path(sys.prefix), Path(sys.base_prefix), _HOUSE / "confined", _HOUSE / "extractors", _HOUSE / "templates",
    _HOUSE / "rules",
)  # fmt: skip


def confine(limits: Limits, also: Iterable[Path] = ()) -> None:
    """No more memory than what this process has now and ``limits.memory``, no files of its own, no core dump.

    Where the kernel has Landlock, no file but those of the programs and fonts can be opened either: not the key, not
    the vault. Before any thread is started, as it holds for those started afterwards.
    """
    here = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    shut_out([*_READABLE, *also])
    resource.setrlimit(resource.RLIMIT_AS, (here + limits.memory,) * 2)
    for kind, most in ((resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, 64)):
        resource.setrlimit(kind, (most, most))


def clock_on(seconds: int) -> None:
    """The kernel ends this process after so much more work, should the parent be gone."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 2 * seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
