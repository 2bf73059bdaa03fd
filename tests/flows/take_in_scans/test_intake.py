"""Files handed over as bytes: all of them are kept or told, and a later run reads what nobody read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from flows import jobs
from flows.take_in_scans import steps
from flows.take_in_scans.intake import Upload, take
from flows.wiring import Dabi
from rules.errors import StoreDamaged
from rules.limits import Limits
from store.states import ScanState

ON = date(2026, 7, 20)
NO_PAPER = Upload("Kalpana Namuna.pdf", b"no paper at all")
OTHER = Upload("other.pdf", b"no paper either")
LARGE = Upload("large.pdf", b"x" * 1001)


def states(dabi: Dabi) -> dict[str, ScanState]:
    with dabi.store.begin("system:test", read_only=True) as record:
        return {scan.sha256: scan.state for scan in record.scans()}


def test_every_file_is_kept_or_told(dabi: Dabi) -> None:
    """What is no scan is kept as well, the same twice is known, what is too large is refused by name."""
    dabi.settings = replace(dabi.settings, limits=Limits(bytes=1000))
    receipt = take(dabi, [NO_PAPER, LARGE, OTHER, NO_PAPER], ON, "system:test")
    assert [one.was_known for one in receipt.taken] == [False, False, True]
    assert [dabi.store.vault.get(one.sha256, "system:test") for one in receipt.taken] == [
        NO_PAPER.data,
        OTHER.data,
        NO_PAPER.data,
    ]
    assert [problem.where for problem in receipt.refused] == ["large.pdf"]
    assert set(states(dabi).values()) == {ScanState.RECEIVED}


def test_its_job_reads_the_upload_and_leaves_the_inbox_alone(dabi: Dabi) -> None:
    """Each file of it waits with its reason; a file in the inbox is the scheduled run's."""
    (dabi.settings.inbox / "mine.pdf").write_bytes(b"a third")
    receipt = take(dabi, [NO_PAPER, OTHER], ON, "system:test")
    assert steps.run(dabi, receipt.job)["queued"] == 2
    assert set(states(dabi).values()) == {ScanState.UNREADABLE}
    assert (dabi.settings.inbox / "mine.pdf").exists()
    again = take(dabi, [NO_PAPER], ON, "system:test")
    assert again.taken[0].was_known
    assert "queued" not in steps.run(dabi, again.job)


def test_an_upload_that_nobody_read_is_read_by_the_next_run(dabi: Dabi) -> None:
    """Its job may never be run: the inbox's run takes it up."""
    take(dabi, [NO_PAPER], ON, "system:test")
    job = jobs.open_job(dabi, steps.JOURNEY, {"on": ON.isoformat(), "paths": []}, "system:test")
    assert steps.run(dabi, job)["queued"] == 1
    assert states(dabi) == {sha256(NO_PAPER.data).hexdigest(): ScanState.UNREADABLE}


def test_no_receipt_is_given_for_what_the_vault_lost(dabi: Dabi, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is read back before the receipt is written."""
    monkeypatch.setattr(dabi.store.vault.folder, "read", lambda address: None)
    with pytest.raises(StoreDamaged):
        take(dabi, [NO_PAPER], ON, "system:test")


def test_a_file_that_the_vault_lost_is_not_passed_over(dabi: Dabi, monkeypatch: pytest.MonkeyPatch) -> None:
    """Brought again it heals what was damaged and leaves the inbox; where the vault does not give it back it stays, and
    the run says so."""
    path = dabi.settings.inbox / "paper.pdf"
    path.write_bytes(OTHER.data)

    def collect() -> dict[str, int]:
        job = jobs.open_job(dabi, steps.JOURNEY, {"on": ON.isoformat(), "paths": [str(path)]}, "system:test")
        return steps.collect(dabi, job)

    once = iter([dabi.store.vault.folder.read])
    with monkeypatch.context() as failing:
        failing.setattr(dabi.store.vault.folder, "read", lambda address: next(once, lambda _: None)(address))
        with pytest.raises(StoreDamaged, match="not what was put there"):
            collect()
    assert path.exists()
    [kept] = [one for one in (dabi.settings.home / "vault").rglob("*") if one.is_file()]
    kept.write_bytes(b"spoilt")
    assert collect()["known"] == 1
    assert not path.exists()
    assert dabi.store.vault.holds(OTHER.data)
