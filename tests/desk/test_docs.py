"""README and help against the commands that there are."""

from __future__ import annotations

from pathlib import Path

import typer
from typer.main import get_command

from desk.cli import app

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def names(command: object, path: str = "") -> list[str]:
    """Every command by its whole name."""
    inner = getattr(command, "commands", None)
    if inner is None:
        return [path]
    return [name for key, child in inner.items() for name in names(child, f"{path} {key}".strip())]


def test_the_readme_names_every_command() -> None:
    """Each command stands in the README, by its whole name or by the last word of its group's line."""
    assert isinstance(app, typer.Typer)
    missing = [name for name in names(get_command(app)) if not all(word in README for word in name.split())]
    assert missing == []
