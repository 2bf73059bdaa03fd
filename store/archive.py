"""The form of a backup: a head that a passphrase opens, then one sealed stream of named members.

    head     MAGIC, length, JSON (argon2id's salt and costs; master key and content key, wrapped; the label), SHA-256 of
             all that
    stream   ``store.stream`` under the content key, bound to the head's hash: members, then an empty name
    member   length of its name (2 bytes), name, size (8 bytes), bytes; numbers are big-endian

    begin(file, key, passphrase, label) -> SealedWriter;  label(file) -> Label | None
    add(writer, name, size, parts);  end(writer)
    unlock(file, passphrase) -> (MasterKey, SealedReader)        WrongPassphrase, BackupDamaged
    members(reader) -> Iterator[(name, parts)]                   BackupDamaged; take each one's parts before the next

The head's own hash tells damage from a wrong passphrase: it needs no key, so it says nothing of who wrote it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from rules.errors import BackupDamaged, StoreDamaged, StoreRefuses, WrongKey, WrongPassphrase
from store.codec import pack, unpack
from store.engine import DATABASE
from store.sealing import SALT_FILE, MasterKey, Stretching
from store.stream import KEY_BYTES, SealedReader, SealedWriter
from store.vault import is_address

MAGIC = b"DABIBAK\x01"  # the last byte is the version of this form
MANIFEST = "manifest.json"
FILES = (MANIFEST, DATABASE, SALT_FILE)
FOLDERS = ("catalogue", "letters")  # of the home, as they are
OWNER = "backup"
PART = 1024 * 1024
_HEAD_MOST = 64 * 1024
_NAME_MOST = 4096


@dataclass(frozen=True, slots=True)
class Label:
    """What a backup says without its passphrase: the random name of its store, and the day it was made."""

    store: str
    made_on: date


def begin(file: BinaryIO, key: MasterKey, passphrase: str, label: Label | None = None) -> SealedWriter:
    """Write the head of a new archive and return what its members are written into, by ``add``."""
    content, stretching = secrets.token_bytes(KEY_BYTES), Stretching.draw()
    wrapped = stretching.key(passphrase).wrap(OWNER, pack({"content": content.hex(), "master": key.first.text()}))
    shown = {} if label is None else {"store": label.store, "made_on": label.made_on}
    told = pack({"argon2id": stretching.to_json(), "keys": wrapped.decode("ascii"), **shown})
    head = MAGIC + len(told).to_bytes(4, "big") + told
    digest = sha256(head).digest()
    file.write(head + digest)
    return SealedWriter(file, content, digest)


def label(file: BinaryIO) -> Label | None:
    """The label in an archive's head; None in one of before there were labels. Errors as of ``unlock``."""
    told, _ = _head(file)
    try:
        return Label(str(told["store"]), date.fromisoformat(told["made_on"]))
    except (KeyError, TypeError, ValueError):
        return None


def unlock(file: BinaryIO, passphrase: str) -> tuple[MasterKey, SealedReader]:
    """The master key in the archive, and its stream from the first member on."""
    told, digest = _head(file)
    try:
        wrapped, stretching = str(told["keys"]).encode("ascii"), Stretching.from_json(told["argon2id"])
    except (ValueError, KeyError, TypeError):
        raise BackupDamaged("its head is not one of a backup") from None
    try:
        keys = unpack(stretching.key(passphrase).unwrap(OWNER, wrapped))
    except StoreDamaged:
        raise WrongPassphrase from None
    try:
        return MasterKey.from_text(keys["master"]), SealedReader(file, bytes.fromhex(keys["content"]), digest)
    except (ValueError, KeyError, TypeError, WrongKey):
        raise BackupDamaged("its keys are not keys") from None


def _head(file: BinaryIO) -> tuple[Any, bytes]:
    start = file.read(len(MAGIC) + 4)
    if start[: len(MAGIC)] != MAGIC:
        if start[:7] == MAGIC[:7] and len(start) > 7:
            raise StoreRefuses("Another version of Dabi made this backup, or it is damaged; this one cannot read it.")
        raise BackupDamaged("it does not begin as a backup does")
    size = int.from_bytes(start[len(MAGIC) :], "big")
    told = file.read(min(size, _HEAD_MOST))
    digest = sha256(start + told).digest()
    if len(told) != size or file.read(len(digest)) != digest:
        raise BackupDamaged("its head was altered or cut off")
    try:
        return json.loads(told), digest
    except ValueError:
        raise BackupDamaged("its head is not one of a backup") from None


def add(writer: SealedWriter, name: str, size: int, parts: Iterable[bytes]) -> None:
    """Write one member. StoreRefuses if ``parts`` are not ``size`` bytes: it changed while it was read."""
    raw = _raw(check_name(name))
    writer.write(len(raw).to_bytes(2, "big") + raw + size.to_bytes(8, "big"))
    left = size
    for part in parts:
        left -= len(part)
        writer.write(part)
    if left != 0:
        raise StoreRefuses(f"{name} changed while it was read. Run the backup again.")


def end(writer: SealedWriter) -> None:
    """Write the empty name behind the last member."""
    writer.write(bytes(2))


def members(reader: SealedReader) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each member's name, checked by ``check_name``, and its bytes in parts; then the checked end of the stream."""
    while length := int.from_bytes(_exactly(reader, 2), "big"):
        name = check_name(_exactly(reader, min(length, _NAME_MOST)).decode("utf-8", "surrogateescape"))
        yield name, _parts(reader, int.from_bytes(_exactly(reader, 8), "big"))
    if reader.read(1):
        raise BackupDamaged("there is more in it than was written")


def _parts(reader: SealedReader, size: int) -> Iterator[bytes]:
    while size:
        part = _exactly(reader, min(size, PART))
        size -= len(part)
        yield part


def _exactly(reader: SealedReader, size: int) -> bytes:
    data = reader.read(size)
    if len(data) != size:
        raise BackupDamaged("it ends within a file")
    return data


def check_name(name: str) -> str:
    """``name`` if a backup may hold it; BackupDamaged for any that is not ours or would lead out of the home."""
    first, *rest = name.split("/")
    inner = all(part not in ("", ".", "..") and "\\" not in part and "\0" not in part for part in rest)
    if first == "vault":
        fits = len(rest) == 2 and is_address(rest[1]) and rest[0] == rest[1][:2]
    elif first in FOLDERS:
        fits = bool(rest) and inner and len(_raw(name)) <= _NAME_MOST
    else:
        fits = first in FILES and not rest
    if not fits:
        raise BackupDamaged("it holds a file under a name that no backup gives")
    return name


def _raw(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def place_of(home: Path, name: str) -> Path:
    """Where a member lies under ``home``; never outside, whatever links lie in it."""
    path = home / check_name(name)
    if not path.parent.resolve().is_relative_to(home.resolve()):
        raise BackupDamaged("it holds a file under a name that leads out of the home")
    return path
