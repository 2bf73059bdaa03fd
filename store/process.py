"""Which process this is, and whether another one of this machine is still alive: leases of the dead are free."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def _start_of(pid: int) -> str | None:
    """When ``pid`` started, in clock ticks since boot (a pid alone is used again); None where /proc does not say."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return None
    return stat.rpartition(")")[2].split()[19]


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


def _namespace() -> str:
    """Processes of another container on the same host have other numbers."""
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


def this_process() -> str:
    """This process in words that ``is_dead`` understands: host, boot, namespace, pid, start."""
    pid = os.getpid()
    return "|".join((socket.gethostname(), _boot(), _namespace(), str(pid), _start_of(pid) or ""))


def is_dead(process: str) -> bool:
    """Whether ``process`` surely runs no more; False if it is on another machine or if we cannot know."""
    host, boot, namespace, pid, start = process.split("|")
    if host != socket.gethostname() or not boot:
        return False
    if boot != _boot():
        return True
    if namespace != _namespace():
        return False
    return _start_of(int(pid)) != start
