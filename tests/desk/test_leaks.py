"""What the desk says and leaves behind: outside the letters themselves nobody's name, in whatever goes wrong."""

from __future__ import annotations

import faulthandler
import resource
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdf
import pytest
from PIL import Image, ImageDraw

from desk.cli import main
from tests.children import watched
from tests.desk.desks import ROW, Written

PLANTED = ("Kalpana", "কল্পনা", "Kahini", "Upama", "Chhanda", "Rupkathapur", "Post Box 1", "Brishtibari")
WORKER = ("Ranu", "রানু")  # who may read her own name in her worklist
CODECS = ("utf-8", "utf-16-le", "unicode_escape")
MARKERS = [text.encode(codec) for text in PLANTED for codec in CODECS]


def leaks(data: bytes) -> list[bytes]:
    return [marker for marker in MARKERS if marker in data]


def test_the_search_would_find_a_name() -> None:
    """In UTF-8, UTF-16 and escaped."""
    for form in ("কল্পনা".encode(), "Kalpana".encode("utf-16-le"), "কল্পনা".encode("unicode_escape")):
        assert leaks(b"\0" + form)


@pytest.mark.slow
def test_no_name_stands_in_file_names_metadata_exports_or_a_backup(written: Written) -> None:
    """After letters, worklists, a dossier and a backup: names of files, metadata of papers, lists and the backup."""
    desk, out = written.desk, written.out
    passphrase = desk.folder / "passphrase"
    passphrase.write_text("a long enough passphrase")
    passphrase.chmod(0o600)
    citizens = desk.folder / "citizens.csv"
    citizens.write_text(
        f"name,address,organisation\n{ROW['social_worker']},Brishtibari,{ROW['organisation']}\n", "utf-8"
    )
    assert desk("citizens", "add", "--file", citizens).code == 0
    assert desk("claims", "go", written.codes[3], "--step", "rti_request", "--on", "2026-07-10").code == 0
    said = desk("letters", "write", "--claims", written.codes[3], "--on", "2026-07-20", "--out", out, "--json")
    assert len(said.json["letters"]) == 2, "a reminder, and a citizen's request"
    assert desk("track", "--on", "2026-07-20", "--out", out).code in (0, 3)
    words = ["dossier", "--district", "South 24 Parganas", "--on", "2026-07-20", "--out", out]
    assert desk(*words).code == 0
    backup = desk.folder / "backup.dabi"
    assert desk("backup", backup, "--passphrase-file", passphrase).code == 0
    for path in [*out.rglob("*"), *desk.home.rglob("*")]:
        assert leaks(str(path.relative_to(desk.folder)).encode()) == []
    for path in [*desk.home.rglob("*"), backup, *out.glob("*.csv")]:
        data = path.read_bytes() if path.is_file() else b""
        assert leaks(data) == [], path.name
        assert path.parent == out or not any(name.encode() in data for name in WORKER), path.name
    for path in out.rglob("*.pdf"):
        reader = pypdf.PdfReader(path)
        assert leaks(repr(dict(reader.metadata or {})).encode()) == []
        assert reader.xmp_metadata is None
    for path in out.rglob("*.docx"):
        with zipfile.ZipFile(path) as parts:
            told = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("docProps"))
        assert leaks(told) == []


@pytest.mark.slow
def test_no_name_is_said_when_something_fails_aloud(written: Written) -> None:
    """With -v, tracebacks and all: messages speak of rows, codes and fields."""
    desk = written.desk
    table = desk.folder / "bad.csv"
    table.write_text((desk.folder / "claims.csv").read_text("utf-8").replace("ration_card", "no_service"), "utf-8")
    for words in (
        ["claims", "import", table],
        ["letters", "visit", "Kalpana Namuna", "--answer", "absent", "--words", "x"],
        ["letters", "write", "--claims", "Kalpana Namuna", "--out", written.out],
        ["letters", "reprint", "Kalpana", "--out", written.out],
        ["claims", "go", "Kalpana", "--step", "escalation"],
        ["citizens", "add", "Ranu", "--address", "Brishtibari"],
        ["citizens", "remove", "Ranu", "--organisation", "Kalpana"],
    ):
        with pytest.raises(SystemExit) as ended:
            main(["-v", "--home", str(desk.home), "--key-file", str(desk.key), *map(str, words)])
        assert ended.value.code
        said = "".join(desk.read())
        assert "Traceback" in said
        assert leaks(said.encode()) == [], words


@contextmanager
def children_seen() -> Iterator[set[tuple[str, str]]]:
    """Command line and environment of every process that is started below this one while the block runs."""
    seen: set[tuple[str, str]] = set()
    with watched(lambda child: seen.add((" ".join(child.cmdline()), repr(child.environ()))), every=0.002):
        yield seen


@pytest.mark.slow
def test_what_others_see_of_running_programs_tells_nothing(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever lists the processes of a machine sees no name, and no program that opens a paper is given the key."""
    desk = written.desk
    key = desk.key.read_text("ascii").strip()
    monkeypatch.setenv("DABI_KEY", key)
    scan = desk.folder / "Kalpana Namuna.png"
    page = Image.new("RGB", (1240, 1754), "white")
    ImageDraw.Draw(page).text((100, 100), "Memo No. 77/26 of Kalpana Namuna", "black", font_size=40)
    page.save(scan)
    with children_seen() as seen:
        words = ["dossier", "--district", "South 24 Parganas", "--on", "2026-07-20", "--out", written.out]
        assert desk(*words).code == 0
        assert desk("scans", "ingest", scan, "--on", "2026-07-20").code in (0, 4)
    # Asked what is installed, a program opens nothing and is given what any command is given.
    opening = [one for one in seen if not one[0].endswith(("--version", "--list-langs", ": family"))]
    lines = [line for line, _ in opening]
    for program in ("soffice", "tesseract", "extractors.parser"):
        assert any(program in line for line in lines), f"{program} was not seen"
    assert [one for one in opening if leaks(" ".join(one).encode()) or key in " ".join(one)] == []


def test_a_crash_dumps_no_memory(written: Written) -> None:
    """A command that has run allows no core file, which would hold names in the clear; faulthandler is off."""
    assert written.desk("verify").code == 0
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    assert not _desk_turns_faulthandler_on()


def _desk_turns_faulthandler_on() -> bool:
    sources = Path(__file__).parents[2].glob("desk/**/*.py")
    return any(faulthandler.__name__ in source.read_text("utf-8") for source in sources)
