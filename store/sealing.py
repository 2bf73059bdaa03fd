"""Keys and seals: the master key, the data keys it wraps, and the blind index that finds a name without reading it.

    MasterKey.generate() / .from_text(text) / .from_file(path) / .from_passphrase(passphrase, home, new=False)
    key.text(), key.write(path), key.replace(path), key.first, key.check
    key.wrap(owner, secret) -> token, key.unwrap(owner, token) -> secret
    Stretching.draw() / .from_json(data): .key(passphrase) -> MasterKey, .to_json()     argon2id, its salt and costs
    DataKey(secret): .seal(data, about) -> token, .open(token, about) -> data
    blind_index(secret, field, text) -> hex; normalise(text)

Every person, every vault file and every pile of scans has a random data key of its own; the master key only wraps
them, so rotation wraps anew and touches no content, and destroying a data key destroys what it sealed. A seal carries
what it is about (``identity/SN-7K4Q9X``): moved to another row it does not open. The keys of the chains and of the
blind index are random too and wrapped likewise, so a chain stays verifiable when the master key changes.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import os
import secrets
import stat
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import regex
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rules.errors import StoreDamaged, StoreMissing, StoreRefuses, UsageError, WrongKey
from store.files import fsync_folder

SECRET_BYTES = 32
SALT_FILE = "passphrase.json"
_SEAL, _NONCE = b"\x81", 12  # the kind of seal after Fernet's \x80; bytes
# RFC 9106, second recommended option.
ARGON2 = {"time_cost": 3, "memory_cost": 65536, "parallelism": 4}
ARGON2_MOST = {"time_cost": 64, "memory_cost": 4 * 1024 * 1024, "parallelism": 64}

_JOINERS = regex.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]")
_NOT_WORD = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
_BENGALI_DIGITS = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")


def _derive(secret: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), SECRET_BYTES, salt=None, info=f"dabi/{purpose}/1".encode()).derive(secret)


class MasterKey:
    """One or more 32-byte secrets: the first wraps, all unwrap (a key file holds two while a rotation is under way)."""

    def __init__(self, *masters: bytes) -> None:
        if not masters or any(len(one) != SECRET_BYTES for one in masters):
            raise WrongKey
        self._masters = masters
        self._fernet = MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(one, "wrap"))) for one in masters])

    def __repr__(self) -> str:
        return "MasterKey(…)"

    @property
    def first(self) -> MasterKey:
        """The secret that wraps, alone."""
        return MasterKey(self._masters[0])

    def __add__(self, other: MasterKey) -> MasterKey:
        """This key first, and what ``other`` opens besides."""
        return MasterKey(*self._masters, *(one for one in other._masters if one not in self._masters))

    @property
    def check(self) -> str:
        """A value that tells keys apart without telling anything of the key; the store keeps it."""
        return _derive(self._masters[0], "check").hex()

    def answering(self, check: str) -> MasterKey:
        """This key with the secret that answers to ``check`` first. WrongKey if none does."""
        for one in self._masters:
            if hmac.compare_digest(_derive(one, "check").hex(), check):
                return MasterKey(one, *(other for other in self._masters if other != one))
        raise WrongKey

    def wrap(self, owner: str, secret: bytes) -> bytes:
        """``secret`` under this key, bound to ``owner``."""
        return self._fernet.encrypt(owner.encode() + b"\0" + secret)

    def unwrap(self, owner: str, token: bytes) -> bytes:
        """What ``wrap`` wrapped. StoreDamaged if altered or if it belongs to another owner."""
        try:
            named, _, secret = self._fernet.decrypt(token).partition(b"\0")
        except InvalidToken:
            raise StoreDamaged("a data key in it does not open") from None
        if named != owner.encode():
            raise StoreDamaged("a data key in it has been moved to another owner")
        return secret

    @classmethod
    def generate(cls) -> MasterKey:
        return cls(secrets.token_bytes(SECRET_BYTES))

    @classmethod
    def from_text(cls, text: str) -> MasterKey:
        """The key as text, as ``DABI_KEY`` and key files hold it; several lines where a rotation is under way."""
        try:
            lines = text.encode("ascii").split()
            return cls(*(base64.b64decode(line, altchars=b"-_", validate=True) for line in lines))
        except (UnicodeEncodeError, binascii.Error):
            raise WrongKey from None

    def text(self) -> str:
        return "\n".join(base64.urlsafe_b64encode(one).decode() for one in self._masters)

    @classmethod
    def from_file(cls, path: Path) -> MasterKey:
        """The key in a file. UsageError if there is none, StoreRefuses if others than its owner can read it."""
        try:
            with path.open("rb") as file:
                others = stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077
                raw = file.read(4096)
        except (FileNotFoundError, IsADirectoryError, PermissionError):
            raise UsageError(f"There is no readable key file at {path}. Name the right one with --key-file.") from None
        if others:
            raise StoreRefuses(f"Others can read the key file {path}. Run 'chmod 600 {path}', then run this again.")
        return cls.from_text(raw.decode("ascii", errors="replace"))

    def write(self, path: Path) -> None:
        """Write a new key file, mode 0600, fsynced. UsageError if the file is there already."""
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise UsageError(f"There is a file at {path} already; a key never overwrites one.") from None
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(self.text() + "\n")
            file.flush()
            os.fsync(file.fileno())
        fsync_folder(path.parent)

    def replace(self, path: Path) -> None:
        """Put this key in the place of the key file at ``path``: at every moment there is the old file or the new."""
        path = path.resolve()  # a link stays one
        part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        try:
            self.write(part)
            part.rename(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        fsync_folder(path.parent)

    @classmethod
    def from_passphrase(cls, passphrase: str, home: Path, *, new: bool = False) -> MasterKey:
        """The key that argon2id derives from a passphrase and the salt in ``home``; ``new`` draws that salt."""
        if new and passphrase:
            _write_salt(home / SALT_FILE)
        return _read_salt(home / SALT_FILE).key(passphrase)


@dataclass(frozen=True, slots=True)
class Stretching:
    """How argon2id makes a key of a passphrase; kept beside what the key opens."""

    salt: bytes
    time_cost: int
    memory_cost: int  # KiB
    parallelism: int

    @classmethod
    def draw(cls) -> Stretching:
        return cls(secrets.token_bytes(16), **ARGON2)

    @classmethod
    def from_json(cls, data: Any) -> Stretching:
        """What ``to_json`` gave. ValueError if it is not that, or asks for more than any machine should give."""
        try:
            salt, costs = bytes.fromhex(data["salt"]), {name: int(data[name]) for name in ARGON2}
        except (KeyError, TypeError):
            raise ValueError("no salt and costs") from None
        if len(salt) < 16 or any(not 1 <= costs[name] <= ARGON2_MOST[name] for name in costs):
            raise ValueError("impossible salt or costs")
        return cls(salt, **costs)

    def to_json(self) -> dict[str, Any]:
        return {"salt": self.salt.hex(), **{name: getattr(self, name) for name in ARGON2}}

    def key(self, passphrase: str) -> MasterKey:
        """The key of ``passphrase``; UsageError if it is empty."""
        if not passphrase:
            raise UsageError("The passphrase is empty. Choose one of several words.")
        plain = unicodedata.normalize("NFC", passphrase).encode()
        costs = {name: getattr(self, name) for name in ARGON2}
        try:
            return MasterKey(hash_secret_raw(plain, self.salt, hash_len=SECRET_BYTES, type=Type.ID, **costs))
        except HashingError:
            raise StoreRefuses("There is not enough memory to try the passphrase. Close other programs.") from None


def _write_salt(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return  # an init that was interrupted has drawn it already
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(Stretching.draw().to_json(), file)
        file.flush()
        os.fsync(file.fileno())


def _read_salt(path: Path) -> Stretching:
    """A changed file can only make the key wrong or the start slow."""
    try:
        return Stretching.from_json(json.loads(path.read_text("ascii")))
    except FileNotFoundError:
        raise StoreMissing(str(path.parent)) from None
    except ValueError:
        raise StoreDamaged(f"{path.name} cannot be read, or asks for impossible costs") from None


class DataKey:
    """Seals and opens what belongs to one owner, by AES-256-GCM.

    A seal begins with the number of its kind and a nonce; the key draws few enough that none comes twice. Seals of the
    first kind are raw Fernet tokens: papers are not sealed anew, so both are opened.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._aead = AESGCM(_derive(secret, "seal"))

    def __repr__(self) -> str:
        return "DataKey(…)"

    @staticmethod
    def draw() -> bytes:
        return secrets.token_bytes(SECRET_BYTES)

    def seal(self, data: bytes, about: str) -> bytes:
        """``data`` encrypted and bound to ``about``, 29 bytes longer."""
        nonce = secrets.token_bytes(_NONCE)
        return _SEAL + nonce + self._aead.encrypt(nonce, data, about.encode())

    def open(self, token: bytes, about: str) -> bytes:
        """What ``seal`` sealed. StoreDamaged if altered, or sealed about something else."""
        try:
            if token[:1] == _SEAL:
                return self._aead.decrypt(token[1 : 1 + _NONCE], token[1 + _NONCE :], about.encode())
            fernet = Fernet(base64.urlsafe_b64encode(self._secret))
            named, _, data = fernet.decrypt(base64.urlsafe_b64encode(token)).partition(b"\0")
        except (InvalidTag, InvalidToken, ValueError):
            raise StoreDamaged(f"the sealed field {about} does not open") from None
        if named != about.encode():
            raise StoreDamaged(f"the sealed field {about} holds something else")
        return data


def normalise(text: str) -> str:
    """A name as it is compared: NFC, case folded, no joiners or punctuation, one space, Bengali digits as 0-9."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    folded = _JOINERS.sub("", folded).translate(_BENGALI_DIGITS)
    return _NOT_WORD.sub(" ", folded).strip()


def normalise_phone(text: str) -> str:
    """A phone number as it is compared: its last ten digits."""
    return "".join(sign for sign in normalise(text) if sign.isdigit())[-10:]


def blind_index(secret: bytes, field: str, text: str) -> str:
    """The keyed hash by which ``text`` (already normalised) is looked up; equal texts of two fields differ."""
    return hmac.new(secret, f"{field}\0{text}".encode(), sha256).hexdigest()
