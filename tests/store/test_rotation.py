"""A new master key opens everything, the old one nothing, and no moment in between is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.errors import WrongKey
from rules.events import Event, EventKind
from store.engine import DATABASE
from store.rotation import rotate
from store.sealing import MasterKey
from store.session import Store, open_store
from store.verify import verify

ACTOR = "administrator:u-1"


def fill(store: Store, samples: Any) -> tuple[str, str]:
    with store.begin(ACTOR) as record:
        claim = samples.claim(record, samples.claimant(record))
        letter = samples.letter(store, record, claim)
        facts = {"kind": "application"}
        record.append(
            Event(EventKind.LETTER_PRINTED, date(2026, 1, 5), claim.code, letter.reference, facts, {"a": "b"})
        )
        record.commit()
    return claim.claimant, letter.reference


def test_the_new_key_opens_everything_and_the_old_one_nothing(
    store: Store, samples: Any, home: Path, key: MasterKey
) -> None:
    """Names, words, papers, both chains and the look-up by name; sealed content is not touched."""
    code, reference = fill(store, samples)
    sealed = "SELECT sealed FROM claimants UNION ALL SELECT sealed FROM letters UNION ALL SELECT sealed FROM claims"
    connection = sqlite3.connect(home / DATABASE)
    before, digests = (
        connection.execute(sealed).fetchall(),
        connection.execute("SELECT digest FROM blind_indexes").fetchall(),
    )
    new = MasterKey.generate()
    assert rotate(store, new, ACTOR) == 4 + 1 + 3  # the house's, hers, three papers'
    assert connection.execute(sealed).fetchall() == before
    assert not set(connection.execute("SELECT digest FROM blind_indexes").fetchall()) & set(digests)
    connection.close()
    with pytest.raises(WrongKey), store.begin(ACTOR):
        store.vault.put(b"too late", "house")
    with pytest.raises(WrongKey):
        open_store(home, key)
    with open_store(home, new) as again:
        assert verify(again) == []
        with again.begin(ACTOR) as record:
            assert record.identities([code], "test") == {code: samples.identity()}
            assert record.claimants_named("Rupali Kalponik") == [code]
            assert record.letter_context(reference) is not None
            assert record.events()[0].beside == {"a": "b"}
            assert "rotate key" in {access.purpose for access in record.accesses()}


KILLED = """
import os, signal, sys
from pathlib import Path
from store.rotation import rotate
from store.sealing import MasterKey
from store.session import open_store

left = int(sys.argv[2])

class Mortal(MasterKey):
    def wrap(self, owner, secret):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().wrap(owner, secret)

with open_store(Path(sys.argv[1]), MasterKey.from_text(os.environ["OLD"])) as store:
    rotate(store, Mortal.from_text(os.environ["NEW"]), "administrator:u-1")
"""


@pytest.mark.parametrize("steps", [0, 5])
def test_kill_9_half_way_leaves_the_old_key(store: Store, samples: Any, home: Path, key: MasterKey, steps: int) -> None:
    """Killed before the first and in the midst of the data keys; the rotation can then be run again."""
    fill(store, samples)
    new = MasterKey.generate()
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(home), str(steps)],
        env=os.environ | {"OLD": key.text(), "NEW": new.text()},
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert run.returncode == -signal.SIGKILL
    both = MasterKey.from_text(f"{new.text()}\n{key.text()}")
    with open_store(home, both) as again:
        assert verify(again) == []
        rotate(again, new, ACTOR)
    with open_store(home, both) as again:
        assert verify(again) == []
