"""Nothing that came in is lost: a page that cannot be opened, and a side that says nothing, wait for a person."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from PIL import Image, ImageDraw

from extractors.pages import Page
from flows import jobs
from flows.take_in_scans import papers
from flows.take_in_scans import steps as take_in
from flows.wiring import Dabi
from rules.findings import DocumentKind, ReadDocument
from rules.limits import Limits
from store.states import ScanState
from store.verify import verify

A4_PIXELS, A3_PIXELS = 1654 * 2339, 2339 * 3307


def taken(dabi: Dabi) -> dict[str, int]:
    job = jobs.open_job(dabi, take_in.JOURNEY, {"on": "2026-07-20", "paths": []}, "system:test")
    return take_in.run(dabi, job)


def test_a_page_that_is_refused_is_asked_for_beside_the_others(dabi: Dabi, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a PDF whose first page is too large the second is read under its own number, and the first is asked for."""
    seen: list[int] = []

    def read(stacks: Sequence[Sequence[Page]], **_: Any) -> list[list[ReadDocument]]:
        seen.extend(page.number for stack in stacks for page in stack)
        return [[ReadDocument((page.number,), DocumentKind.OTHER, "eng") for page in stack] for stack in stacks]

    monkeypatch.setattr(papers, "read_stacks", read)
    dabi.settings = replace(dabi.settings, limits=Limits(pixels=(A4_PIXELS + A3_PIXELS) // 2))
    writer = pypdf.PdfWriter()
    writer.add_blank_page(842, 1191)
    writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    (dabi.settings.inbox / "pile.pdf").write_bytes(out.getvalue())
    assert taken(dabi)["queued"] == 2
    assert seen == [2]
    with dabi.store.begin("system:test", read_only=True) as record:
        entries = {entry.kind: entry for entry in record.reviews()}
    assert set(entries) == {"file", "reply"}
    [reason] = entries["file"].reasons
    assert "page 1" in reason.reason
    assert "pixels" in reason.reason


@pytest.mark.slow
def test_a_stamped_back_scanned_by_itself_is_kept_and_asked_about(dabi: Dabi) -> None:
    """A side without a code lies in the vault and waits; an empty one lies there too, and nobody is asked about it."""
    back = Image.new("RGB", (1240, 1754), "white")
    ImageDraw.Draw(back).ellipse((400, 500, 800, 900), outline=(90, 40, 140), width=8)
    ImageDraw.Draw(back).text((480, 690), "RECEIVED 8.7.26", fill=(90, 40, 140), font_size=32)
    back.save(dabi.settings.inbox / "back.png")
    Image.new("RGB", (1240, 1754), "white").save(dabi.settings.inbox / "empty.png")
    originals = {path.read_bytes() for path in dabi.settings.inbox.iterdir()}
    counts = taken(dabi)
    assert (counts["recorded"], counts["queued"], counts["empty"]) == (0, 1, 1)
    with dabi.store.begin("system:test", read_only=True) as record:
        scans = record.scans(states=[ScanState.READ])
        [entry] = record.reviews()
    assert "kind" in {reason.field for reason in entry.reasons}
    assert {dabi.store.vault.get(scan.sha256, "system:test") for scan in scans} == originals
    assert list(dabi.settings.inbox.iterdir()) == []
    assert verify(dabi.store) == []
