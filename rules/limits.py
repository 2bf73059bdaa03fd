"""What is refused of a file that came in, before it is decoded: settings of an installation, with sane defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from rules.errors import UsageError


@dataclass(frozen=True, slots=True)
class Limits:
    """``bytes`` of a file, ``pages`` in it, ``pixels`` of one page; ``memory`` (bytes) and ``seconds`` that opening a
    file, or making one page of it, may take."""

    bytes: int = 200 * 2**20
    pages: int = 300
    pixels: int = 80_000_000
    memory: int = 2 * 2**30
    seconds: int = 60

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Limits:
        """DABI_LIMIT_BYTES, _PAGES, _PIXELS, _MEMORY, _SECONDS, in digits; UsageError naming those that are not."""
        given = {field.name: environment.get(f"DABI_LIMIT_{field.name.upper()}", "") for field in fields(cls)}
        said = {name: text for name, text in given.items() if text}
        wrong = [
            f"DABI_LIMIT_{name.upper()}" for name, text in said.items() if not (text.isdecimal() and int(text) > 0)
        ]
        if wrong:
            raise UsageError(f"{', '.join(wrong)}: that is no whole number above 0. Write it in digits, or unset it.")
        return cls(**{name: int(text) for name, text in said.items()})


STANDARD = Limits()
