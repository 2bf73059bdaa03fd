"""The home as a whole: checked, brought back from a backup, under a new key."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from flows.cases import load_matters
from flows.people.erasing import list_beside, read_list
from flows.wiring import Dabi, Settings, refuse_key_in_home
from rules.errors import Problem, UsageError
from rules.events import Event, EventKind
from rules.letters import Letter
from rules.roles import Right
from rules.stated_limits import unfounded
from store.record import Record
from store.restore import key_in, restore
from store.rotation import rotate_in_file
from store.sealing import MasterKey
from store.session import open_store
from store.verify import verify

ACTOR = "system:verify"
DUE = "due"  # the field of a problem that a person has to think about, and nothing is damaged
_CHUNK = 500  # claims at a time: their letters and events are in memory together


def check(dabi: Dabi) -> list[Problem]:
    """Everything that is not as it was recorded; where all is, letters that state a last day which follows no more."""
    dabi.need(Right.VERIFY)
    found = verify(dabi.store)
    return found if any(problem.field != "orphan" for problem in found) else [*found, *_due_dates(dabi)]


def _due_dates(dabi: Dabi) -> Iterator[Problem]:
    with dabi.store.begin(ACTOR, read_only=True) as record:
        stating = [e for e in record.events(kinds=[EventKind.LETTER_PRINTED]) if {"due", "own_until"} & e.facts.keys()]
        claims = sorted({event.claim for event in stating if event.claim})
        for matter in load_matters(dabi.catalogue, record):
            yield from _unfounded(dabi, matter.letters, matter.events, matter.request.reference)
        for printed in stating:
            if printed.facts.get("campaign") is not None and printed.letter is not None:
                yield from _unfounded(dabi, *_appeal(record, printed.letter))
        for start in range(0, len(claims), _CHUNK):
            letters, events = defaultdict(list), defaultdict(list)
            for letter in record.letters(claims=claims[start : start + _CHUNK]):
                letters[letter.claim].append(letter)
            for event in record.events(claims=claims[start : start + _CHUNK]):
                events[event.claim].append(event)
            for claim, happened in events.items():
                yield from _unfounded(dabi, letters[claim], happened, claim or "")


def _appeal(record: Record, reference: str) -> tuple[list[Letter], list[Event], str]:
    """A campaign's letter with the request that it cites, what has happened to both, and which the request is."""
    (letter,) = record.letters(references=[reference])
    letters = record.letters(references=[reference, *letter.cites])
    return letters, record.events(letters=[one.reference for one in letters]), (*letter.cites, reference)[0]


def _unfounded(dabi: Dabi, letters: Sequence[Letter], events: Sequence[Event], named: str) -> Iterator[Problem]:
    for wrong in unfounded(letters, events, dabi.catalogue):
        what = f"states {wrong.due} as the last day, which no longer follows from what is on record."
        remedy = f"See 'dabi claims events {named}'; where it matters, tell the office what is right."
        yield Problem(f"letter {wrong.letter}", what, remedy, DUE)


def restore_home(settings: Settings, backup: Path, passphrase: str, erased: Path | None = None) -> Dabi:
    """The store in ``backup`` in an empty or missing home, and its key in the key file; opened.

    Where the settings name a database on a server or a vault elsewhere, record and papers go there; both must be empty.

    Whom the list ``erased``, or the one beside the key file, names is erased in it again before it opens.

    A key file that is there must hold that very key. What fails leaves neither home nor key file behind. UsageError
    without a key file or with one inside the home; else as ``store.restore.restore``.
    """
    path = settings.key_file
    if path is None:
        raise UsageError("The key has to be kept in a file. Name a new one, outside the home, with --key-file.")
    refuse_key_in_home(settings)
    people = _erased(settings, erased)
    made = _keep(key_in(backup, passphrase), path)
    try:
        url, vault = settings.database_url, settings.vault
        key = restore(backup, settings.home, passphrase, erased=people, database_url=url, vault=vault)
        store = open_store(settings.home, key, database_url=url, vault=vault)
    except BaseException:
        if made:
            path.unlink()
        raise
    settings.inbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Dabi(settings, store, actor="system:restore")


def _erased(settings: Settings, given: Path | None) -> dict[str, date]:
    beside = list_beside(settings)
    people = read_list(beside) if beside is not None and beside.exists() else {}
    return people | (read_list(given) if given is not None else {})


def _keep(key: MasterKey, path: Path) -> bool:
    """Write ``key`` to ``path``; False if it is there already."""
    if not path.exists():
        key.write(path)
        return True
    if MasterKey.from_file(path).check != key.check:
        raise UsageError(f"There is another key in {path}; a key never overwrites one. Name a new file.")
    return False


def change_key(dabi: Dabi) -> int:
    """A new master key for the store, in the same key file; how many data keys were wrapped anew.

    UsageError where the key does not lie in a file that could be changed.
    """
    if os.environ.get("DABI_KEY"):
        raise UsageError("The key is in DABI_KEY, which cannot be changed from here. Unset it and name its --key-file.")
    if dabi.settings.key_file is None:
        raise UsageError("Only a key in a file can be changed. Name its file with --key-file.")
    return rotate_in_file(dabi.store, dabi.settings.key_file, dabi.actor)
