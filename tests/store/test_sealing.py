"""Keys open what they sealed and nothing else; look-ups find what is written alike."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from rules.errors import StoreDamaged, StoreMissing, StoreRefuses, UsageError, WrongKey
from store.sealing import SALT_FILE, DataKey, MasterKey, blind_index, normalise, normalise_phone


def test_a_key_survives_as_text_and_as_a_file(tmp_path: Path) -> None:
    """Text and file hold the same key; the file is for its owner alone."""
    key = MasterKey.generate()
    path = tmp_path / "key"
    key.write(path)
    assert path.stat().st_mode & 0o777 == 0o600
    for again in (MasterKey.from_text(key.text()), MasterKey.from_file(path)):
        assert again.unwrap("SN-222222", key.wrap("SN-222222", b"x" * 32)) == b"x" * 32


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    """Writing a key over a file is refused and leaves the file as it was."""
    path = tmp_path / "key"
    path.write_text("precious")
    with pytest.raises(UsageError, match="already"):
        MasterKey.generate().write(path)
    assert path.read_text() == "precious"


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """The message says which file and how to mend it."""
    path = tmp_path / "key"
    MasterKey.generate().write(path)
    path.chmod(0o640)
    with pytest.raises(StoreRefuses, match="chmod 600"):
        MasterKey.from_file(path)


@pytest.mark.parametrize("text", ["", "not a key", "c2hvcnQ=", "চাবি", "A" * 43, "\x00" * 44])
def test_what_is_no_key_is_a_wrong_key(text: str) -> None:
    """Empty, short, mistyped and Bengali text all end as WrongKey."""
    with pytest.raises(WrongKey):
        MasterKey.from_text(text)


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    """A path without a file, or to a folder, is a wrong use of the command."""
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(UsageError, match="--key-file"):
            MasterKey.from_file(path)


def test_a_passphrase_gives_the_same_key_in_the_same_home(tmp_path: Path) -> None:
    """Either Unicode form of a Bengali passphrase works; another passphrase or another home gives another key."""
    first = MasterKey.from_passphrase("নদী আর পাহাড়", tmp_path / "a", new=True)
    assert MasterKey.from_passphrase("নদী আর পাহা\u09dc", tmp_path / "a").check == first.check
    assert MasterKey.from_passphrase("another", tmp_path / "a").check != first.check
    assert MasterKey.from_passphrase("নদী আর পাহাড়", tmp_path / "b", new=True).check != first.check
    assert (tmp_path / "a" / SALT_FILE).stat().st_mode & 0o777 == 0o600


def test_drawing_a_salt_again_keeps_the_first(tmp_path: Path) -> None:
    """An init that is repeated after it was interrupted gives the same key."""
    first = MasterKey.from_passphrase("one two", tmp_path, new=True)
    assert MasterKey.from_passphrase("one two", tmp_path, new=True).check == first.check


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", '{"salt": "zz"}', '{"salt": "00", "time_cost": 3, "memory_cost": 65536, "parallelism": 4}'],
)
def test_a_spoilt_salt_file_is_damage(tmp_path: Path, content: str) -> None:
    """Neither rubbish nor a short salt is worked with."""
    (tmp_path / SALT_FILE).write_text(content)
    with pytest.raises(StoreDamaged):
        MasterKey.from_passphrase("one two", tmp_path)


def test_a_salt_file_cannot_ask_for_all_memory(tmp_path: Path) -> None:
    """Absurd costs are refused before they are paid."""
    MasterKey.from_passphrase("one two", tmp_path, new=True)
    spoilt = json.loads((tmp_path / SALT_FILE).read_text()) | {"memory_cost": 2**31}
    (tmp_path / SALT_FILE).write_text(json.dumps(spoilt))
    with pytest.raises(StoreDamaged, match="impossible"):
        MasterKey.from_passphrase("one two", tmp_path)


def test_no_salt_means_no_store(tmp_path: Path) -> None:
    """A passphrase for a home without salt says that there is no store."""
    with pytest.raises(StoreMissing):
        MasterKey.from_passphrase("one two", tmp_path)


def test_a_seal_opens_only_with_its_key_and_about_its_subject() -> None:
    """Another key, another subject, a flipped bit and a cut end are all noticed."""
    key = DataKey(DataKey.draw())
    sealed = key.seal("রূপালী".encode(), "identity/SN-222222")
    assert key.open(sealed, "identity/SN-222222").decode() == "রূপালী"
    assert key.seal("রূপালী".encode(), "identity/SN-222222") != sealed
    flipped = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    cut = [sealed[:length] for length in range(len(sealed))]
    for token, opener, about in (
        (sealed, DataKey(DataKey.draw()), "identity/SN-222222"),
        (sealed, key, "identity/SN-333333"),
        *((token, key, "identity/SN-222222") for token in (*flipped, *cut)),
    ):
        with pytest.raises(StoreDamaged):
            opener.open(token, about)


def test_seals_of_the_first_kind_still_open() -> None:
    """Papers that were sealed by Fernet are not sealed anew: they open, about their subject alone."""
    secret = DataKey.draw()
    token = Fernet(base64.urlsafe_b64encode(secret)).encrypt(b"scan/1\0pixels")
    raw, key = base64.urlsafe_b64decode(token), DataKey(secret)
    assert key.open(raw, "scan/1") == b"pixels"
    for spoilt, about in ((raw, "scan/2"), (raw[:-1], "scan/1"), (raw[:40] + b"x" + raw[41:], "scan/1")):
        with pytest.raises(StoreDamaged):
            key.open(spoilt, about)


def test_a_wrapped_key_belongs_to_its_owner() -> None:
    """A data key moved to another person's row does not unwrap there."""
    master = MasterKey.generate()
    with pytest.raises(StoreDamaged, match="another owner"):
        master.unwrap("SN-333333", master.wrap("SN-222222", b"x" * 32))


def test_a_key_in_rotation_opens_old_and_new() -> None:
    """Two secrets in one file: the first wraps, both unwrap, and the store's check picks the one it answers to."""
    old, new = MasterKey.generate(), MasterKey.generate()
    both = MasterKey.from_text(f"{new.text()}\n{old.text()}\n")
    assert both.unwrap("a", old.wrap("a", b"1" * 32)) == b"1" * 32
    assert new.unwrap("a", both.wrap("a", b"2" * 32)) == b"2" * 32
    assert both.answering(old.check).check == old.check
    with pytest.raises(WrongKey):
        both.answering(MasterKey.generate().check)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rupali  KALPONIK", "rupali kalponik"),
        ("Rupali Kalponik.", "rupali-kalponik"),
        ("বড়", "ব\u09dc"),  # NFC takes ড় apart
        ("রূপা\u200dলী", "রূপালী"),
        ("ওয়ার্ড ৭", "ওয়ার্ড 7"),
    ],
)
def test_names_written_alike_are_alike(one: str, other: str) -> None:
    """Case, spacing, points, Unicode form, joiners and digits do not tell names apart."""
    assert normalise(one) == normalise(other)


def test_bengali_vowel_signs_tell_names_apart() -> None:
    """Folding keeps every sign of the script."""
    assert len({normalise(name) for name in ("রপ", "রূপ", "রুপ", "রূপা")}) == 4


def test_phones_written_differently_are_the_same() -> None:
    """Country code, spaces and Bengali digits do not count."""
    assert normalise_phone("+91 00000-12345") == normalise_phone("০০০০০ ১২৩৪৫") == "0000012345"


def test_the_blind_index_needs_its_key_and_its_field() -> None:
    """The same name under another key or in another field looks unlike."""
    digests = {blind_index(k, f, "rupali") for k in (b"a" * 32, b"b" * 32) for f in ("name", "phone")}
    assert len(digests) == 4


def test_keys_never_show_in_a_repr() -> None:
    """A key that lands in a log says nothing."""
    master = MasterKey.generate()
    assert master.text() not in repr(master)
    assert repr(DataKey(b"k" * 32)) == "DataKey(…)"
