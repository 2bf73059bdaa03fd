"""A new master key opens everything, the old one nothing, and no moment in between is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.errors import StoreLocked, WrongKey
from rules.events import Event, EventKind
from store.files import alone
from store.rotation import rotate, rotate_in_file
from store.sealing import MasterKey
from store.session import Store, open_store
from store.verify import verify
from tests.store.hands import filled, look

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
    store: Store, samples: Any, home: Path, key: MasterKey, database: Any
) -> None:
    """Names, words, papers, both chains and the look-up by name; sealed content is not touched."""
    code, reference = fill(store, samples)
    sealed = "SELECT sealed FROM claimants UNION ALL SELECT sealed FROM letters UNION ALL SELECT sealed FROM claims"
    digests = "SELECT digest FROM blind_indexes"
    before, known = look(store, sealed), look(store, digests)
    new = MasterKey.generate()
    assert rotate(store, new, ACTOR) == 4 + 1 + 3  # the house's, hers, three papers'
    with pytest.raises(WrongKey), store.begin(ACTOR):
        store.vault.put(b"too late", "house")
    with pytest.raises(WrongKey):
        open_store(home, key, database_url=database.url)
    with open_store(home, new, database_url=database.url) as again:
        assert verify(again) == []
        assert look(again, sealed) == before
        assert not set(look(again, digests)) & set(known)
        with again.begin(ACTOR) as record:
            assert record.identities([code], "test") == {code: samples.identity()}
            assert record.claimants_named("Rupali Kalponik") == [code]
            assert filled(record, reference) is not None
            assert record.events()[0].beside == {"a": "b"}
            assert "rotate key" in {access.purpose for access in record.accesses()}


KILLED = """
import os, signal, sys
from pathlib import Path
from store.files import alone
from store.rotation import rotate, rotate_in_file
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

place = os.environ.get("DABI_DATABASE_URL")
with open_store(Path(sys.argv[1]), MasterKey.from_text(os.environ["OLD"]), database_url=place) as store:
    rotate(store, Mortal.from_text(os.environ["NEW"]), "administrator:u-1")
"""


@pytest.mark.parametrize("steps", [0, 5])
def test_kill_9_half_way_leaves_the_old_key(
    store: Store, samples: Any, home: Path, key: MasterKey, database: Any, steps: int
) -> None:
    """Killed before the first and in the midst of the data keys; the rotation can then be run again."""
    fill(store, samples)
    new = MasterKey.generate()
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(home), str(steps)],
        env=database.environment() | {"OLD": key.text(), "NEW": new.text()},
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert run.returncode == -signal.SIGKILL
    both = MasterKey.from_text(f"{new.text()}\n{key.text()}")
    with open_store(home, both, database_url=database.url) as again:
        assert verify(again) == []
        rotate(again, new, ACTOR)
    with open_store(home, both, database_url=database.url) as again:
        assert verify(again) == []


def test_the_key_file_holds_the_new_key_alone_afterwards(
    store: Store, samples: Any, home: Path, key: MasterKey, database: Any, tmp_path: Path
) -> None:
    """Through a link too, which stays one; a secret that a stopped rotation left in the file is gone with the old."""
    fill(store, samples)
    real, link = tmp_path / "real.key", tmp_path / "link.key"
    (MasterKey.generate() + key).write(real)
    link.symlink_to(real)
    with open_store(home, MasterKey.from_file(link), database_url=database.url) as mine:
        assert rotate_in_file(mine, link, ACTOR) == 8
    assert link.is_symlink()
    assert len(real.read_text().split()) == 1
    assert real.stat().st_mode & 0o777 == 0o600
    with open_store(home, MasterKey.from_file(link), database_url=database.url) as again:
        assert verify(again) == []
    assert {path.name for path in tmp_path.iterdir()} == {"home", "real.key", "link.key"}


def test_who_holds_an_old_key_does_not_touch_the_key_file(
    store: Store, home: Path, key: MasterKey, database: Any, tmp_path: Path
) -> None:
    """Of two rotations the second waits or is refused, and the file is still the first one's."""
    path = tmp_path / "key"
    key.write(path)
    with open_store(home, key, database_url=database.url) as late:
        with alone(home), pytest.raises(StoreLocked):
            rotate_in_file(store, path, ACTOR)
        assert path.read_text().strip() == key.text()
        rotate_in_file(store, path, ACTOR)
        after = path.read_text()
        with pytest.raises(WrongKey):
            rotate_in_file(late, path, ACTOR)
    assert path.read_text() == after
    open_store(home, MasterKey.from_file(path), database_url=database.url).close()


KILLED_IN_FILE = """
import os, signal, sys
from pathlib import Path
import store.rotation
from store.sealing import MasterKey
from store.session import open_store

left = int(sys.argv[3])

class Mortal(MasterKey):
    def step(self):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    def __add__(self, other):
        self.step()
        return super().__add__(other)
    def wrap(self, owner, secret):
        self.step()
        return super().wrap(owner, secret)
    def replace(self, path):
        self.step()
        super().replace(path)

store.rotation.MasterKey = Mortal
path = Path(sys.argv[2])
place = os.environ.get("DABI_DATABASE_URL")
with open_store(Path(sys.argv[1]), MasterKey.from_file(path), database_url=place) as opened:
    store.rotation.rotate_in_file(opened, path, "administrator:u-1")
"""


@pytest.mark.parametrize(("steps", "lines"), [(0, 1), (1, 2), (6, 2), (9, 2)])
def test_kill_9_leaves_a_key_file_that_opens(
    store: Store, samples: Any, home: Path, key: MasterKey, database: Any, tmp_path: Path, steps: int, lines: int
) -> None:
    """Before the file is touched, before and amid the data keys, and after the commit before the file is tidied."""
    fill(store, samples)
    path = tmp_path / "key"
    key.write(path)
    command = [sys.executable, "-c", KILLED_IN_FILE, str(home), str(path), str(steps)]
    run = subprocess.run(command, env=database.environment(), cwd=Path(__file__).parents[2], check=False)
    assert run.returncode == -signal.SIGKILL
    assert len(path.read_text().split()) == lines
    with open_store(home, MasterKey.from_file(path), database_url=database.url) as again:
        assert verify(again) == []
        with again.begin(ACTOR) as record:
            assert len(record.claimants_named("Rupali Kalponik")) == 1
        assert (again._key.check == key.check) is (steps < 9)
        rotate_in_file(again, path, ACTOR)
    assert len(path.read_text().split()) == 1
    with open_store(home, MasterKey.from_file(path), database_url=database.url) as again:
        assert verify(again) == []
