"""The figures as a table and as results.json, each beside what it is hoped to be."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Target:
    """A bound of a figure: at least ``bound``, or at most."""

    bound: float
    at_most: bool = False

    def met(self, value: float) -> bool:
        return value <= self.bound if self.at_most else value >= self.bound

    def __str__(self) -> str:
        return f"{'at most' if self.at_most else 'at least'} {self.bound:g}"


TARGETS = {
    "letters.vs_naive": Target(30),
    "letters.vs_batched": Target(4),
    "letters.growth": Target(1.2, at_most=True),
    "letters.sealing_share": Target(0.15, at_most=True),
    "scans.own.overhead": Target(0.10, at_most=True),
    "scans.foreign.overhead": Target(0.10, at_most=True),
    "scans.own.vs_ocrmypdf": Target(10),
    "scans.foreign.vs_ocrmypdf": Target(2),
    "scans.reference_found": Target(0.995),
    "receipts.light_and_medium.recorded": Target(0.85),
    "receipts.wrong": Target(0, at_most=True),
    "receipts.taken_for_replies": Target(0, at_most=True),
    "replies.light_and_medium.recorded": Target(0.75),
    "replies.wrong": Target(0, at_most=True),
    "memory.letters_mb": Target(1000, at_most=True),
    "memory.scans_mb": Target(700, at_most=True),
    "rules.claims_per_second": Target(10_000),
}


def table(figures: Mapping[str, float]) -> str:
    """One line a figure: name, value, and its target with whether it was met."""
    width = max(map(len, figures), default=0)
    lines = []
    for name, value in figures.items():
        target = TARGETS.get(name)
        said = f"  {target}: {'met' if target.met(value) else 'MISSED'}" if target else ""
        lines.append(f"{name:<{width}} {value:>12,.4g}{said}")
    return "\n".join(lines)


def document(figures: Mapping[str, float], on: date, machine: str) -> str:
    """What results.json holds: figures are numbers only, to four decimals."""
    rounded = {name: round(float(value), 4) for name, value in sorted(figures.items())}
    return json.dumps({"date": on.isoformat(), "machine": machine, "figures": rounded}, indent=1) + "\n"


def write(path: Path, figures: Mapping[str, float], on: date, machine: str) -> None:
    path.write_text(document(figures, on, machine), encoding="utf-8")


def machine() -> str:
    """What it was measured on, in one line without the machine's name; the load tells whether it was quiet."""
    parts = [f"{os.cpu_count()} cores {platform.machine()}", f"Python {platform.python_version()}"]
    for command in (["soffice", "--version"], ["tesseract", "--version"]):
        said = subprocess.run(command, capture_output=True, text=True, check=True)
        parts.append(" ".join((said.stdout or said.stderr).splitlines()[0].split()[:2]))
    return ", ".join([*parts, f"load {os.getloadavg()[0]:.1f} before the run"])
