"""YAML as people write it: only ``true`` and ``false`` are truth values (``on`` and ``yes`` are words), and dates stay
text, so that an impossible one is a problem of its row and not a crash."""

from __future__ import annotations

from typing import Any, ClassVar

import regex
import yaml

_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):  # type: ignore[misc]  # which of the two is known only when it runs
    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, Any]]]] = {
        first: [(tag, pattern) for tag, pattern in found if not tag.endswith((":timestamp", ":bool"))]
        for first, found in _SafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", regex.compile(r"^(?:true|false)$"), list("tf"))


def parse(text: str) -> Any:
    """What a YAML text holds. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506  # the safe loader in C


def line_of(error: yaml.YAMLError) -> int | None:
    """The line that an error speaks of, the first being 1."""
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else None
