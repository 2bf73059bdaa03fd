"""Values to bytes and back: canonical JSON for what is hashed, checked JSON for what is sealed."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from rules.errors import StoreDamaged

T = TypeVar("T")


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    raise TypeError(f"{type(value).__name__} cannot be kept in the record")


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: equal values give equal text. Dates become ISO 8601, tuples lists."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain, allow_nan=False)


def pack(value: object) -> bytes:
    return canonical(value).encode()


def unpack(data: bytes) -> Any:
    return json.loads(data)


_ADAPTERS: dict[
    object, TypeAdapter[Any]
] = {}  # building one costs milliseconds, so each is built once, when first used


def _adapter(shape: type[T]) -> TypeAdapter[T]:
    if shape not in _ADAPTERS:
        _ADAPTERS[shape] = TypeAdapter(shape)
    return _ADAPTERS[shape]


def pack_as(shape: type[T], value: T) -> bytes:
    """A dataclass as JSON; ``unpack_as`` gives it back with its types."""
    return _adapter(shape).dump_json(value)


def unpack_as(shape: type[T], data: bytes) -> T:
    """The dataclass in ``data``; StoreDamaged if it does not have its shape (a field added since takes its default)."""
    try:
        return _adapter(shape).validate_json(data)
    except ValidationError:
        # from None: the original quotes what it read
        raise StoreDamaged(f"a sealed {shape.__name__} is not what was written") from None
