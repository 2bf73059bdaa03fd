"""Landlock, Linux's way for a process without rights to shut itself out of files and of the network, for good.

    abi() -> int                     0 where this kernel has none (it came with 5.13)
    shut_out(readable, writable, sockets) -> bool    from now on only these can be used, with what lies beneath them

It holds for the thread that asks, for those that it starts, and for its children. What is open stays open. The numbers
are those of linux/landlock.h and the same on every architecture.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # system calls
_VERSION, _BENEATH, _NO_NEW_PRIVILEGES = 1, 1, 38
_EXECUTE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 2, 1 << 3
_READING = _EXECUTE | _READ_FILE | _READ_FOLDER
_OF_A_FILE = _EXECUTE | 1 << 1 | _READ_FILE | 1 << 14 | 1 << 15  # with writing, shortening, and asking a device
_SOCKET = 1 << 5 | 1 << 9  # to make its name, and to remove it
_DEVICES = 1 << 6 | 1 << 11  # nobody needs to make any
_FILES = {1: 13, 2: 14, 3: 15, 4: 15}  # how many rights over files a version knows; 16 from 5 on
_NETWORK_FROM, _NETWORK = 4, 0b11  # listening and connecting by TCP
_SCOPES_FROM, _SCOPES = 6, 0b11  # signals and abstract sockets of others


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def _call(number: int, *arguments: object) -> int:
    found: int = ctypes.CDLL(None, use_errno=True).syscall(number, *arguments)
    return found


def abi() -> int:
    """The version of Landlock that this kernel has and lets us use; 0 for none."""
    return max(0, _call(_CREATE, None, ctypes.c_size_t(0), _VERSION))


def shut_out(readable: Iterable[Path], writable: Iterable[Path] = (), sockets: Iterable[Path] = ()) -> bool:
    """Allow reading these files, and beneath these folders; writing as well in ``writable``; making a socket's name in
    ``sockets``, and removing what lies there; and nothing else. False where the kernel cannot.

    OSError where it could and did not.
    """
    version = abi()
    if not version:
        return False
    rules = _Ruleset(
        (1 << _FILES.get(version, 16)) - 1,
        _NETWORK if version >= _NETWORK_FROM else 0,
        _SCOPES if version >= _SCOPES_FROM else 0,
    )
    known = 24 if version >= _SCOPES_FROM else 16 if version >= _NETWORK_FROM else 8  # bytes of it that a version knows
    ruleset = _checked(_call(_CREATE, ctypes.byref(rules), ctypes.c_size_t(known), 0))
    try:
        for place in readable:
            _allow(ruleset, place, _READING)
        for place in writable:
            _allow(ruleset, place, rules.files & ~_DEVICES)
        for place in sockets:
            _allow(ruleset, place, _SOCKET)
        _checked(ctypes.CDLL(None, use_errno=True).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
        _checked(_call(_RESTRICT, ruleset, 0))
    finally:
        os.close(ruleset)
    return True


def _allow(ruleset: int, place: Path, rights: int) -> None:
    try:
        descriptor = os.open(place, os.O_PATH)
    except OSError:  # not every system has every place
        return
    try:
        beneath = _Beneath(rights if place.is_dir() else rights & _OF_A_FILE, descriptor)
        _checked(_call(_ADD, ruleset, _BENEATH, ctypes.byref(beneath), 0))
    finally:
        os.close(descriptor)


def _checked(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), "Landlock refused")
    return result
