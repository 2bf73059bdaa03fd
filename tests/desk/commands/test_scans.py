"""`dabi scans`: what is read without a store, what is taken in, and what stays where it lies."""

from __future__ import annotations

import io
import os
import struct
import zlib
from hashlib import sha256
from pathlib import Path

import numpy as np
import pypdf
import pypdfium2
import pytest
from PIL import Image

from flows.wiring import Settings, open_dabi
from tests.desk.desks import Desk, Written


def part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def huge() -> bytes:
    """A picture that says it is 60,000 x 60,000 pixels."""
    head = part(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(b"\0" * 99)) + part(b"IEND", b"")


def locked() -> bytes:
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret")
    writer.write(out)
    return out.getvalue()


def page(ending: str) -> bytes:
    out = io.BytesIO()
    pixels = np.random.default_rng(7).integers(0, 255, (300, 200), dtype=np.uint8)
    Image.fromarray(pixels).save(out, ending)
    return out.getvalue()


# Each is no paper; what is told of it.
BAD = {
    "empty.pdf": (b"", "is empty"),
    "locked.pdf": (locked(), "password"),
    "cut.pdf": (locked()[:200], "damaged"),
    "text.pdf": (b"Dear sir, I write to you", "not a PDF"),
    "other.png": (b"\x00\x01\x02" * 50, "not a PDF or a picture"),
    "huge.png": (huge(), "too large"),
    "cut.jpg": (page("JPEG")[:300], "damaged"),
    "cut.tif": (page("TIFF")[:40], "damaged"),
    "bare.tif": (b"II*\x00\x08\x00\x00\x00" + b"\x00" * 6, "damaged"),
    "cut.webp": (page("WEBP")[:40], "damaged"),
    "cut.heic": (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "damaged"),
}


def lay(folder: Path) -> dict[str, Path]:
    """The bad files in a folder."""
    folder.mkdir(exist_ok=True)
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    return {name: folder / name for name in BAD}


def vault(desk: Desk, address: str) -> bytes:
    """What the vault holds under an address."""
    dabi = open_dabi(Settings(desk.home, desk.key, desk.home / "inbox", keep_inbox=False))
    try:
        return dabi.store.vault.get(address, "system:test")
    finally:
        dabi.store.close()


def scanned(written: Written, name: str = "scan.png") -> Path:
    """The first page of the one letter's receipt copy, as a scanner gives it."""
    pdf = pypdfium2.PdfDocument(written.out / "letters" / f"{written.reference}-receipt.pdf")
    path = written.desk.folder / name
    pdf[0].render(scale=200 / 72).to_pil().save(path)
    pdf.close()
    return path


@pytest.mark.slow
def test_files_that_cannot_be_read_are_told_without_a_store(desk: Desk) -> None:
    """Each kind of bad file has its sentence and its hash; the code is 3; no store is needed."""
    files = lay(desk.folder / "scans")
    said = desk("scans", "read", *files.values(), desk.folder / "none.png", "--json", home=desk.folder / "none")
    assert said.code == 3
    *told, missing = said.json["files"]
    for (name, (data, words)), file in zip(BAD.items(), told, strict=True):
        assert file["sha256"] == sha256(data).hexdigest(), name
        assert (file["pages"], file["documents"]) == (0, []), name
        assert words in file["problems"][0]["what"], name
        assert file["problems"][0]["remedy"], name
    assert missing["sha256"] is None
    assert "cannot be read" in missing["problems"][0]["what"]


@pytest.mark.slow
def test_reading_says_what_is_on_a_page_and_records_nothing(written: Written) -> None:
    """A receipt copy is known by its code, in the design's shape, with 4 as nobody stamped it."""
    path = scanned(written)
    before = written.desk("verify", "--json").json["head"]
    said = written.desk("scans", "read", path, "--on", "2026-07-20", "--json")
    assert said.code == 4
    [file] = said.json["files"]
    assert set(file) == {"file", "sha256", "pages", "problems", "documents"}
    [paper] = file["documents"]
    assert (paper["pages"], paper["kind"], file["pages"]) == ([1], "receipt", 1)
    finding = paper["references"][0]
    assert finding["value"] == written.reference
    assert set(finding) == {"value", "raw", "page", "box", "confidence", "method"}
    assert finding["method"] == "qr"
    assert all(0 <= edge <= 1 for edge in finding["box"])
    assert {reason["field"] for reason in paper["needs_review"]} == {"received_date"}
    assert "received_date" not in paper["facts"]
    bad = written.desk.folder / "text.pdf"
    bad.write_text("x")
    assert written.desk("scans", "read", path, bad).code == 3
    assert written.desk("verify", "--json").json["head"] == before
    assert written.desk("review", "list", "--json").json["reviews"] == []


@pytest.mark.slow
def test_a_pile_is_taken_in_whole_whatever_is_bad_in_it(written: Written) -> None:
    """Bad files, noise and the same scan twice stop nothing: each original is in the vault, each waits."""
    desk = written.desk
    inbox = desk.home / "inbox"
    lay(inbox)
    noise = np.random.default_rng(3).integers(0, 2, (900, 700), dtype=np.uint8) * 255
    Image.fromarray(noise).save(inbox / "noise.png")
    original = scanned(written).read_bytes()
    (inbox / "scan.png").write_bytes(original)
    (inbox / "scan again.png").write_bytes(original)
    originals = [path.read_bytes() for path in sorted(inbox.iterdir())]
    said = desk("scans", "ingest", inbox, "--on", "2026-07-20", "--json")
    assert said.code == 4
    counts = said.json["counts"]
    assert (counts["files"], counts["known"], counts["left"]) == (len(BAD) + 2, 1, 0)
    assert (counts["recorded"], counts["queued"]) == (0, len(BAD) + 2)
    assert list(inbox.iterdir()) == []
    for data in originals:
        assert vault(desk, sha256(data).hexdigest()) == data
    entries = desk("review", "list", "--json")
    assert entries.code == 4
    kinds = [entry["kind"] for entry in entries.json["reviews"]]
    assert (kinds.count("file"), kinds.count("receipt")) == (len(BAD), 1)
    [receipt] = [entry for entry in entries.json["reviews"] if entry["kind"] == "receipt"]
    assert receipt["letter"] == written.reference
    assert [reason["field"] for reason in receipt["reasons"]] == ["received_date"]
    again = desk("scans", "ingest", inbox, "--on", "2026-07-21", "--json")
    assert again.json["counts"]["files"] == 0
    shown = desk("review", "show", receipt["id"], "--out", desk.folder / "shown", "--json")
    kept = {Path(path).name: Path(path).read_bytes() for path in shown.json["files"]}
    assert kept[f"review-{receipt['id']}-scan.png"] == original
    first = desk("review", "correct", receipt["id"], "--received-date", "2026-07-08", "--on", "2026-07-20", "--json")
    assert (first.code, first.json["state"]) == (0, "corrected")
    assert desk("verify").code == 0


def test_what_lies_outside_the_inbox_stays(desk: Desk) -> None:
    """A file taken from elsewhere is kept in the vault and left where it lies; taken again it is known."""
    path = desk.folder / "letter.pdf"
    path.write_bytes(b"no paper at all")
    said = desk("scans", "ingest", path, "--on", "2026-07-20", "--json")
    assert said.code == 4
    assert path.read_bytes() == b"no paper at all"
    assert vault(desk, sha256(b"no paper at all").hexdigest()) == b"no paper at all"
    again = desk("scans", "ingest", path, "--on", "2026-07-20", "--json")
    assert again.code == 0
    assert (again.json["counts"]["files"], again.json["counts"]["known"]) == (0, 1)
    assert len(desk("review", "list", "--json").json["reviews"]) == 1


def test_the_inbox_may_be_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With DABI_KEEP_INBOX the file stays and is known the next time."""
    monkeypatch.setenv("DABI_KEEP_INBOX", "yes")
    path = desk.home / "inbox" / "letter.pdf"
    path.write_bytes(b"no paper at all")
    assert desk("scans", "ingest", desk.home / "inbox", "--json").json["counts"]["files"] == 1
    assert desk("scans", "ingest", desk.home / "inbox", "--json").json["counts"]["known"] == 1
    assert path.exists()


def test_links_and_special_files_are_refused_by_name(desk: Desk) -> None:
    """A link, a pipe and what is hidden are not taken in; the first two are told with 3, the good file goes on."""
    inbox = desk.home / "inbox"
    secret = desk.folder / "secret.png"
    secret.write_bytes(b"not for the record")
    (inbox / "link.png").symlink_to(secret)
    os.mkfifo(inbox / "pipe.png")
    (inbox / ".hidden").write_bytes(b"half copied")
    (inbox / "folder").mkdir()
    (inbox / "letter.pdf").write_bytes(b"no paper")
    said = desk("scans", "ingest", inbox, "--json")
    assert said.code == 3
    assert (said.json["counts"]["files"], said.json["counts"]["left"]) == (1, 2)
    assert {problem["where"] for problem in said.json["problems"]} == {"link.png", "pipe.png"}
    assert "link.png: It is a link." in said.err
    assert {path.name for path in inbox.iterdir()} == {"link.png", "pipe.png", ".hidden", "folder"}
    assert desk("scans", "ingest", inbox / "link.png", "--json").json["counts"]["left"] == 1


def test_a_path_that_is_not_there_stops_before_anything_is_done(desk: Desk) -> None:
    """One wrong path among good ones gives 3, and nothing was taken in."""
    good = desk.folder / "letter.pdf"
    good.write_bytes(b"no paper")
    said = desk("scans", "ingest", good, desk.folder / "none.pdf")
    assert said.code == 3
    assert "none.pdf" in said.err
    assert desk("review", "list", "--json").json["reviews"] == []


@pytest.mark.slow
def test_separator_sheets_are_printed_without_a_store(desk: Desk) -> None:
    """The sheets lie in the folder named, as many as asked for."""
    said = desk("scans", "separator", "--out", desk.folder / "sheets", "--copies", 3, "--json")
    assert (said.code, said.json["copies"]) == (0, 3)
    assert len(pypdf.PdfReader(said.json["file"]).pages) == 3


def test_a_fresh_store_has_nothing_to_measure_readers_on(desk: Desk) -> None:
    """No paper, no fact, no change; a gate that is none is wrong usage, named."""
    said = desk("scans", "score", "--gate", "memo_no=0.9", "--json")
    assert (said.code, said.json) == (0, {"papers": 0, "facts": {}, "tried": {}, "changes": []})
    for gate in ("memo_no", "memo_no=high", "colour=0.5"):
        said = desk("scans", "score", "--gate", gate)
        assert said.code == 2
        assert "memo_no" in said.err
