"""Every journey is one whose rights are written down: where there are users, another would be refused."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from rules.roles import JOURNEYS

FLOWS = Path(__file__).parents[2] / "flows"


def actors() -> dict[str, str]:
    """The system actor of each module of the journeys; those that are Prefect's wrapping have none."""
    names = (path.relative_to(FLOWS.parent).with_suffix("") for path in sorted(FLOWS.rglob("*.py")))
    modules = [".".join(name.parts) for name in names if name.name not in {"flow", "private", "__init__"}]
    found = {module: getattr(import_module(module), "ACTOR", "") for module in modules}
    return {module: actor for module, actor in found.items() if actor.startswith("system:")}


def test_every_system_actor_has_its_rights_written_down() -> None:
    """In ``rules.roles``, by the name of its journey."""
    named = actors()
    assert len(named) > 5
    assert {actor.removeprefix("system:") for actor in named.values()} <= set(JOURNEYS)
