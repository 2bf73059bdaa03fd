"""The form of a backup: its head, its members, and the names that it may hold."""

from __future__ import annotations

import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from rules.errors import BackupDamaged, StoreRefuses, WrongPassphrase
from store import archive
from store.sealing import MasterKey

PASSPHRASE = "three dry words"
ADDRESS = "ab" * 32


def made(key: MasterKey) -> bytes:
    file = BytesIO()
    with archive.begin(file, key, PASSPHRASE) as writer:
        archive.add(writer, "manifest.json", 2, [b"{", b"}"])
        archive.add(writer, "letters/আবেদন/x.docx", 0, [])
        archive.end(writer)
    return file.getvalue()


@pytest.fixture(scope="module")
def whole() -> bytes:
    return made(MasterKey.generate())


def test_members_come_back_in_order(key: MasterKey) -> None:
    """With the master key that was first, alone."""
    found, reader = archive.unlock(BytesIO(made(key + MasterKey.generate())), PASSPHRASE)
    assert found.text() == key.text()
    members = [(name, b"".join(parts)) for name, parts in archive.members(reader)]
    assert members == [("manifest.json", b"{}"), ("letters/আবেদন/x.docx", b"")]


def test_another_passphrase_does_not_open_it(whole: bytes) -> None:
    """And that is told apart from damage."""
    with pytest.raises(WrongPassphrase):
        archive.unlock(BytesIO(whole), "three wet words")


@pytest.mark.parametrize("at", [0, 6, 8, 11, 12, 40, 200, -100])
def test_a_changed_head_is_damage(whole: bytes, at: int) -> None:
    """Never called a wrong passphrase, and nothing is paid for what it asks."""
    at %= whole.index(b"}") + 33
    with pytest.raises(BackupDamaged):
        archive.unlock(BytesIO(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]), PASSPHRASE)


def test_a_later_form_is_not_called_damage(whole: bytes) -> None:
    """It asks for the Dabi that made it."""
    with pytest.raises(StoreRefuses, match="version") as refused:
        archive.unlock(BytesIO(whole[:7] + b"\x02" + whole[8:]), PASSPHRASE)
    assert not isinstance(refused.value, BackupDamaged)


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"[]",
        b"{}",
        json.dumps(
            {"argon2id": {"salt": "00" * 16, "time_cost": 3, "memory_cost": 2**40, "parallelism": 4}, "keys": "x"}
        ).encode(),
    ],
)
def test_a_forged_head_is_refused(told: bytes) -> None:
    """Its hash right, but what it says is rubbish or would take all memory."""
    head = archive.MAGIC + len(told).to_bytes(4, "big") + told
    with pytest.raises(BackupDamaged):
        archive.unlock(BytesIO(head + sha256(head).digest()), PASSPHRASE)


def test_a_head_of_absurd_length_is_not_read() -> None:
    """Four gigabytes are not asked of memory."""
    with pytest.raises(BackupDamaged):
        archive.unlock(BytesIO(archive.MAGIC + b"\xff" * 4 + b"x" * 200), PASSPHRASE)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../record.sqlite",
        "letters/../../x",
        "letters/./x",
        "letters//x",
        "letters/",
        "letters",
        "letters/a\\b",
        "letters/a\0b",
        "letters/" + "a" * 5000,
        "catalogue",
        "inbox/x.pdf",
        "record.sqlite/x",
        "record.sqlite-wal",
        "vault/ab",
        f"vault/{ADDRESS}",
        f"vault/cd/{ADDRESS}",
        f"vault/ab/{ADDRESS}x",
        f"vault/ab/../{ADDRESS}",
        f"vault/ab/{ADDRESS.upper()}",
    ],
)
def test_no_name_leads_elsewhere(name: str, tmp_path: Path) -> None:
    """Neither out of the home, nor to a place in it that is not a backup's."""
    with pytest.raises(BackupDamaged):
        archive.check_name(name)
    with pytest.raises(BackupDamaged):
        archive.place_of(tmp_path, name)


def test_its_own_names_fit(tmp_path: Path) -> None:
    """Each kind of member has its place under the home."""
    for name in ("manifest.json", "record.sqlite", "passphrase.json", f"vault/ab/{ADDRESS}", "catalogue/offices.yaml"):
        assert archive.place_of(tmp_path, name) == tmp_path / name


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    """A folder that is a link out of the home is no place for a member."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letters").symlink_to(tmp_path)
    with pytest.raises(BackupDamaged):
        archive.place_of(tmp_path / "home", "letters/x.docx")


def test_a_member_of_another_size_than_told_is_not_written(key: MasterKey) -> None:
    """A file that grows or shrinks while it is read stops the backup."""
    for parts in ([b"abc"], [b"abcde", b"f"]):
        with pytest.raises(StoreRefuses, match="changed"), archive.begin(BytesIO(), key, PASSPHRASE) as writer:
            archive.add(writer, "manifest.json", 4, parts)


@pytest.mark.parametrize(
    "tail", [b"\x00", b"\x00\x01", b"\x00\x0dmanifest.json" + b"\x00" * 7 + b"\x09x", b"\x00\x00x"]
)
def test_a_stream_that_ends_within_or_after_is_damage(key: MasterKey, tail: bytes) -> None:
    """Even where whoever wrote it had the passphrase."""
    file = BytesIO()
    with archive.begin(file, key, PASSPHRASE) as writer:
        writer.write(tail)
    _, reader = archive.unlock(BytesIO(file.getvalue()), PASSPHRASE)
    with pytest.raises(BackupDamaged):
        [b"".join(parts) for _, parts in archive.members(reader)]
