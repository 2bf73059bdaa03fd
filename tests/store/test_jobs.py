"""One holder works on a job at a time; the lease of a dead or silent one is free."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.errors import StoreLocked, StoreRefuses, UsageError
from store.jobs import ItemState, JobState
from store.process import is_dead, this_process
from store.sealing import MasterKey
from store.session import Store

ACTOR = "system:test"


def test_a_job_keeps_its_request_sealed_and_apart(store: Store) -> None:
    """It comes back as plain values; the job itself shows codes only."""
    with store.begin(ACTOR) as record:
        job = record.open_job("write_letters", {"claims": ("SN-222222-1",), "on": date(2026, 1, 5)})
        record.commit()
    with store.begin(ACTOR) as record:
        assert record.job_request(job) == {"claims": ["SN-222222-1"], "on": "2026-01-05"}
        found = record.job(job)
        assert (found.journey, found.state, found.opened_by, found.attempts) == (
            "write_letters",
            JobState.OPEN,
            ACTOR,
            0,
        )
        assert record.jobs(journey="write_letters", states=[JobState.OPEN]) == [found]
        assert record.jobs(journey="track_deadlines") == record.jobs(states=[JobState.DONE]) == []
        assert record.job("no-such-job") is None
        with pytest.raises(UsageError, match="no-such-job"):
            record.job_request("no-such-job")


def test_a_held_job_is_locked_to_others(store: Store, clock: Any) -> None:
    """The holder may renew; another is told who holds it and until when."""
    with store.begin(ACTOR) as record:
        job = record.open_job("write_letters", {})
        assert record.lease_job(job, "one", 60).state is JobState.RUNNING
        clock.move(50)
        assert record.lease_job(job, "one", 60).attempts == 1
        clock.move(50)
        with pytest.raises(StoreLocked, match="06:31:50"):
            record.lease_job(job, "two", 60)


def test_a_lease_ends_with_its_time(store: Store, clock: Any) -> None:
    """At the very second; the first holder then cannot finish what another has taken over."""
    with store.begin(ACTOR) as record:
        job = record.open_job("write_letters", {})
        record.lease_job(job, "one", 60)
        clock.move(60)
        assert record.lease_job(job, "two", 60).attempts == 2
        with pytest.raises(StoreLocked, match="two"):
            record.finish_job(job, {}, holder="one")
        record.finish_job(job, {"written": 3}, holder="two")
        done = record.job(job)
        assert (done.state, done.counts, done.holder, done.leased_until) == (JobState.DONE, {"written": 3}, None, None)
        with pytest.raises(StoreRefuses, match="done"):
            record.lease_job(job, "three", 60)


HOLDER = """
import os, sys
from pathlib import Path
from store.sealing import MasterKey
from store.session import open_store

place = os.environ.get("DABI_DATABASE_URL")
with open_store(Path(sys.argv[1]), MasterKey.from_text(os.environ["KEY"]), database_url=place) as store:
    with store.begin("system:test") as record:
        record.lease_job(sys.argv[2], "child", 10**6)
        record.commit()
    print("leased", flush=True)
    sys.stdin.read()
"""


def test_the_lease_of_a_killed_process_is_free_at_once(store: Store, key: MasterKey, database: Any) -> None:
    """While the other process lives it holds; after kill -9 nobody waits for its time to run out."""
    with store.begin(ACTOR) as record:
        job = record.open_job("write_letters", {})
        record.commit()
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(store.home), job],
        env=database.environment() | {"KEY": key.text()},
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == b"leased\n"
            # The child wrote with the real clock, this store's stands at January: the lease has not run out.
            with store.begin(ACTOR) as record, pytest.raises(StoreLocked, match="child"):
                record.lease_job(job, "parent", 60)
        finally:
            child.kill()
    with store.begin(ACTOR) as record:
        assert record.lease_job(job, "parent", 60).holder == "parent"


def test_a_process_is_dead_only_if_surely_so() -> None:
    """Ours lives; a reused number, an earlier boot and a gone process are dead; another host we cannot know."""
    host, boot, namespace, pid, start = this_process().split("|")
    assert not is_dead(this_process())
    assert is_dead("|".join((host, boot, namespace, pid, "1")))
    assert is_dead("|".join((host, "another-boot", namespace, pid, start)))
    assert is_dead("|".join((host, boot, namespace, str(2**22 + 1), start)))
    assert not is_dead("|".join(("another-host", boot, namespace, pid, "1")))
    assert not is_dead("|".join((host, boot, "another-container", pid, "1")))


def test_a_failed_job_can_be_taken_up_again(store: Store) -> None:
    """It keeps its error code and its items, and the next attempt is counted."""
    with store.begin(ACTOR) as record:
        job = record.open_job("write_letters", {})
        record.lease_job(job, "one", 60)
        record.mark_item(job, "SN-222222-1", ItemState.DONE)
        record.mark_item(job, "SN-222222-2", ItemState.PENDING)
        record.fail_job(job, "tool_missing", holder="one")
        assert (record.job(job).state, record.job(job).error) == (JobState.FAILED, "tool_missing")
        again = record.lease_job(job, "two", 60)
        assert (again.state, again.attempts) == (JobState.RUNNING, 2)
        record.mark_item(job, "SN-222222-2", ItemState.REVIEW)
        assert record.items(job) == {"SN-222222-1": ItemState.DONE, "SN-222222-2": ItemState.REVIEW}
        assert record.items(job, keys=["SN-222222-2", "SN-222222-9"]) == {"SN-222222-2": ItemState.REVIEW}
        record.finish_job(job, {})
        assert record.job(job).error == ""


def test_an_item_belongs_to_a_job(store: Store) -> None:
    """An unknown job and an unknown state are refused."""
    with store.begin(ACTOR) as record:
        job = record.open_job("write_letters", {})
        with pytest.raises(UsageError):
            record.mark_item("no-such-job", "a", ItemState.DONE)
        with pytest.raises(ValueError, match="no such state"):
            record.mark_item(job, "a", "no such state")


def test_a_standing_order_is_replaced(store: Store) -> None:
    """One per journey; none until it is set."""
    with store.begin(ACTOR) as record:
        assert record.standing_order("track_deadlines") is None
        record.set_standing_order("track_deadlines", {"districts": ["nadia"]})
        record.set_standing_order("track_deadlines", {"districts": []})
        record.commit()
    with store.begin(ACTOR) as record:
        assert record.standing_order("track_deadlines") == {"districts": []}
