"""What is hashed has one form; what is sealed comes back as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rules.errors import StoreDamaged
from rules.findings import DocumentKind, Finding, Method, ReadDocument, ReviewReason
from rules.people import Identity, Relation
from store.codec import canonical, pack_as, unpack_as


def test_equal_values_have_one_text() -> None:
    """Order of keys does not matter; Bengali stays readable; dates are ISO 8601."""
    assert canonical({"b": 1, "a": "চিঠি"}) == canonical({"a": "চিঠি", "b": 1}) == '{"a":"চিঠি","b":1}'
    assert (
        canonical([date(2026, 1, 5), datetime(2026, 1, 5, tzinfo=UTC)]) == '["2026-01-05","2026-01-05T00:00:00+00:00"]'
    )


def test_what_is_not_plain_is_refused() -> None:
    """Bytes, objects and NaN have no canonical form."""
    for value in (b"x", object(), float("nan")):
        with pytest.raises((TypeError, ValueError)):
            canonical(value)


def test_a_document_comes_back_with_its_types() -> None:
    """Enums, tuples and boxes survive."""
    finding = Finding("2026-01-05", "৫/১/২৬", 1, (0.1, 0.2, 0.3, 0.4), 0.91, Method.STRIP)
    read = ReadDocument(
        pages=(1, 2),
        kind=DocumentKind.RECEIPT,
        language="ben",
        facts={"received_date": (finding,)},
        outcome=finding,
        needs_review=(ReviewReason("diary_no", "no number"),),
        text="প্রাপ্ত",
    )
    assert unpack_as(ReadDocument, pack_as(ReadDocument, read)) == read


def test_a_field_added_later_takes_its_default() -> None:
    """What was sealed by an older Dabi opens in a newer one."""
    identity = unpack_as(Identity, '{"name": "Rupali", "name_bn": "রূপালী", "relation": "mother"}'.encode())
    assert (identity.relation, identity.pin, identity.avoid_offices) == (Relation.MOTHER, "", ())


def test_a_damaged_value_is_not_quoted() -> None:
    """The error names the shape and keeps the person's name to itself."""
    with pytest.raises(StoreDamaged) as caught:
        unpack_as(Identity, b'{"name": 7, "name_bn": "Rupali Kalponik"}')
    assert "Identity" in str(caught.value)
    assert "Rupali" not in str(caught.value)
    assert caught.value.__suppress_context__
