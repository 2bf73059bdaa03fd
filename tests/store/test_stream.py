"""A sealed stream gives back what was written, or nothing that was not."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import BackupDamaged
from store.stream import CHUNK, TAG, SealedReader, SealedWriter

KEY, ABOUT = b"k" * 32, b"head"
SEALED = CHUNK + TAG


def sealed(data: bytes, about: bytes = ABOUT, key: bytes = KEY) -> bytes:
    file = BytesIO()
    with SealedWriter(file, key, about) as writer:
        writer.write(data)
    return file.getvalue()


def opened(raw: bytes, about: bytes = ABOUT, key: bytes = KEY) -> bytes:
    return SealedReader(BytesIO(raw), key, about).read(2**40)


def data_of(size: int) -> bytes:
    return (bytes(range(256)) * (size // 256 + 1))[:size]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17])
def test_what_was_written_comes_back(size: int) -> None:
    """At and around the bounds of chunks, in the least number of chunks, with the hash of what was given."""
    data, file = data_of(size), BytesIO()
    with SealedWriter(file, KEY, ABOUT) as writer:
        for start in range(0, size, 1000):
            writer.write(data[start : start + 1000])
    raw = file.getvalue()
    assert len(raw) == size + TAG * max(1, -(-size // CHUNK))
    reader = SealedReader(BytesIO(raw), KEY, ABOUT)
    parts = list(iter(lambda: reader.read(777), b""))
    assert b"".join(parts) == data
    assert reader.digest == writer.digest


WHOLE = sealed(data_of(2 * CHUNK + 100))


@given(at=st.integers(0, len(WHOLE) - 1), bit=st.integers(0, 7))
def test_no_bit_can_be_flipped(at: int, bit: int) -> None:
    """Wherever it lies."""
    with pytest.raises(BackupDamaged):
        opened(WHOLE[:at] + bytes([WHOLE[at] ^ (1 << bit)]) + WHOLE[at + 1 :])


@given(size=st.one_of(st.integers(0, len(WHOLE) - 1), st.sampled_from([0, SEALED, 2 * SEALED])))
def test_no_end_can_be_cut_off(size: int) -> None:
    """Between chunks neither."""
    with pytest.raises(BackupDamaged):
        opened(WHOLE[:size])


@pytest.mark.parametrize(
    "order", [(1, 0, 2), (0, 2, 1), (0, 0, 2), (0, 2), (1, 2), (0, 1, 1, 2), (0, 1, 2, 2), (0, 1, 2, 0)]
)
def test_no_chunk_can_be_moved_repeated_or_left_out(order: tuple[int, ...]) -> None:
    """Nor anything put behind the last."""
    chunks = [WHOLE[:SEALED], WHOLE[SEALED : 2 * SEALED], WHOLE[2 * SEALED :]]
    assert opened(b"".join(chunks)) == data_of(2 * CHUNK + 100)
    with pytest.raises(BackupDamaged):
        opened(b"".join(chunks[one] for one in order))


def test_a_chunk_of_another_stream_does_not_fit() -> None:
    """Same key and place, but written after another head."""
    other = sealed(data_of(2 * CHUNK + 100), about=b"other head")
    with pytest.raises(BackupDamaged):
        opened(other[:SEALED] + WHOLE[SEALED:])
    with pytest.raises(BackupDamaged):
        opened(WHOLE, key=b"x" * 32)


def test_equal_chunks_look_unlike() -> None:
    """A nonce is never used twice."""
    raw = sealed(bytes(2 * CHUNK))
    assert raw[:CHUNK] != raw[SEALED : SEALED + CHUNK]


def test_a_writer_that_fails_writes_no_end() -> None:
    """What was begun and not finished does not open as if it were whole."""
    file = BytesIO()

    def fail() -> None:
        with SealedWriter(file, KEY, ABOUT) as writer:
            writer.write(data_of(CHUNK + 1))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with pytest.raises(BackupDamaged):
        opened(file.getvalue())
