"""The page about the law tells the whole catalogue and is current."""

from __future__ import annotations

from pathlib import Path

from rules.catalogue import Extra, load
from rules.catalogue.book import book

PAGE = Path(__file__).parents[2] / "docs" / "law.md"


def test_the_page_is_the_catalogue_of_today() -> None:
    """docs/law.md is what `make law` prints: run it after a change to the catalogue."""
    assert PAGE.read_text("utf-8") == book(load())


def test_every_clock_ladder_and_source_stands_on_the_page() -> None:
    """Nothing of the catalogue is left out, and each clock and service shows its state of verification."""
    catalogue, page = load(), book(load())
    lines = page.splitlines()
    for rule in catalogue.clocks.values():
        (row,) = [line for line in lines if line.startswith(f"| `{rule.id}` |")]
        assert rule.source in row
        assert row.endswith(f"| {rule.verification.value} |")
    for service in catalogue.services.values():
        assert f"### {service.name.en} · {service.name.bn}" in lines
        assert f"- source: {service.source} — {service.verification.value}" in lines
    for source in catalogue.sources:
        assert f"- {source.id}: {source.at}" in lines


def test_a_row_that_a_lawyer_signed_is_told_as_signed() -> None:
    """The name and the day stand in the place of the state."""
    row = """
- id: letter.first
  name: {en: Reply, bn: উত্তর}
  starts: {en: receipt, bn: প্রাপ্তি}
  provision: {en: own request, bn: আমাদের অনুরোধ}
  basis: convention
  amount: 30
  source: law.md 6
  verification: general-knowledge
  verified_by: A. Kalpit, advocate
  verified_on: 2026-11-24
"""
    page = book(load([Extra("clocks", "own.yaml", row)]))
    (told,) = [line for line in page.splitlines() if line.startswith("| `letter.first`")]
    assert told.endswith("| **signed** A. Kalpit, advocate, 2026-11-24 |")
