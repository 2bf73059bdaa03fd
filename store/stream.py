"""Sealing a stream of any length chunk by chunk, so that nothing of it is altered, moved, repeated or cut off unseen.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance", CRYPTO 2015), laid out as the payload of an age file (age-encryption.org/v1): chunks of 64 KiB, each
sealed by an AEAD (here AES-256-GCM) whose 12-byte nonce is the chunk's number in 11 bytes and one byte that is 1 for
the last chunk and 0 for all others. A chunk in another place, or an end in another place, so meets another nonce and
does not open. Nonces never repeat because **a key seals one stream only**: draw it anew for each.

    with SealedWriter(file, key, about) as sealed: sealed.write(data)      leaving by an error writes no last chunk
    SealedReader(file, key, about).read(n) -> bytes                        fewer than n only at the checked end

``about`` is bound to every chunk as associated data: what was written before the stream in the clear, or its hash.
"""

from __future__ import annotations

from hashlib import sha256
from types import TracebackType
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rules.errors import BackupDamaged

CHUNK = 64 * 1024  # bytes of plain text
TAG = 16
KEY_BYTES = 32


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class SealedWriter:
    """Writes the plain bytes given to ``write`` into ``file``, sealed; ``digest`` is the SHA-256 of what was given."""

    def __init__(self, file: BinaryIO, key: bytes, about: bytes) -> None:
        self._file = file
        self._seal = AESGCM(key)
        self._about = about
        self._held = bytearray()
        self._number = 0
        self._hash = sha256()

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def write(self, data: bytes) -> None:
        self._hash.update(data)
        self._held += data
        while len(self._held) > CHUNK:  # a full chunk may be the last: it waits until more comes
            self._put(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._seal.encrypt(_nonce(self._number, last), chunk, self._about))
        self._number += 1

    def __enter__(self) -> SealedWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._put(bytes(self._held), last=True)


class SealedReader:
    """Reads what a SealedWriter wrote. BackupDamaged at the first chunk that is not what and where it was written."""

    def __init__(self, file: BinaryIO, key: bytes, about: bytes) -> None:
        self._file = file
        self._open = AESGCM(key)
        self._about = about
        self._ahead = file.read(CHUNK + TAG)
        self._plain = bytearray()
        self._number = 0
        self._ended = False
        self._hash = sha256()

    @property
    def digest(self) -> str:
        """The SHA-256 of what was read so far."""
        return self._hash.hexdigest()

    def read(self, size: int) -> bytes:
        while len(self._plain) < size and not self._ended:
            self._next()
        data = bytes(self._plain[:size])
        del self._plain[:size]
        self._hash.update(data)
        return data

    def _next(self) -> None:
        chunk, self._ahead = self._ahead, self._file.read(CHUNK + TAG)
        last = not self._ahead
        try:
            self._plain += self._open.decrypt(_nonce(self._number, last), chunk, self._about)
        except (InvalidTag, ValueError):  # ValueError: shorter than a tag
            raise BackupDamaged("a part of it was altered, moved or cut off") from None
        self._number += 1
        self._ended = last
