"""LibreOffice, the one program that turns a document into PDF: whether it is there, and running it, kept apart."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

from confined import program
from rules.errors import ToolMissing

PROGRAM = "soffice"
OLDEST = (7, 4)  # the first whose PDF export takes its settings as JSON
FONTS = ("Noto Serif", "Noto Serif Bengali")
_REMEDY = "Install it: apt-get install libreoffice-writer-nogui fonts-noto-core."
_START_SECONDS = 60.0  # a cold start on a busy laptop
_FILE_SECONDS = 60.0  # a document of 200 letters on a slow machine
_ROOM = 2 * 2**30  # bytes of memory: 200 letters in one document want a third of it
_SETTINGS = (Path("/etc/libreoffice"), Path("/var/spool/libreoffice"))
_SOCKETS = Path("/tmp")  # noqa: S108  # it listens for further calls, and knows no other place
_EXPORT = {
    "UseTaggedPDF": {"type": "boolean", "value": "false"},
    "ExportBookmarks": {"type": "boolean", "value": "false"},
    "ExportBookmarksToPDFDestination": {"type": "boolean", "value": "true"},
}

# A new profile believes that LibreOffice was just upgraded, and each start then draws its hundred test pictures (over
# half of the time to start); this one says that it has known a later version.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.9</value>\
</prop></item>
</oor:items>
"""

Run = Callable[[Sequence[Path], Path, float], None]


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found: the program's path, its version in words, and the fonts that letters are set in."""

    path: str
    version: str
    fonts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Converted:
    """PDFs by source, and the sources that would not become one."""

    pdfs: Mapping[Path, Path]
    failed: tuple[Path, ...]


def probe() -> Probe:
    """What is installed; ToolMissing with the remedy if LibreOffice or a font is not there or too old."""
    path = shutil.which(PROGRAM)
    if path is None:
        raise ToolMissing("LibreOffice", "it is not installed.", _REMEDY)
    version = _ask([path, "--version"])
    numbers = regex.search(r"(\d+)\.(\d+)", version)
    if numbers is None or (int(numbers[1]), int(numbers[2])) < OLDEST:
        raise ToolMissing("LibreOffice", f"version 7.4 or newer is needed, found {version!r}.", _REMEDY)
    families = {name.strip() for line in _ask(["fc-list", ":", "family"]).splitlines() for name in line.split(",")}
    for font in FONTS:
        if font not in families:
            raise ToolMissing("fonts", f"{font} is not installed; letters cannot be printed.", _REMEDY)
    return Probe(path, version.strip(), FONTS)


def to_pdf(sources: Sequence[Path], out: Path, *, run: Run | None = None) -> Converted:
    """Convert each source to ``out/<stem>.pdf``. A batch that fails is halved until the bad document stands alone.

    Stems must differ. Raises ToolMissing if LibreOffice is not there; a document that fails is named in ``failed``.
    """
    if len({source.stem for source in sources}) != len(sources):
        raise ValueError("two documents with one name would write one PDF")
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    convert = run or _soffice
    pending = [list(sources)] if sources else []
    pdfs: dict[Path, Path] = {}
    failed: list[Path] = []
    while pending:
        batch = pending.pop()
        convert(batch, out, _START_SECONDS + _FILE_SECONDS * len(batch))
        missing = []
        for source in batch:
            pdf = out / f"{source.stem}.pdf"
            if _is_whole(pdf):
                pdfs[source] = pdf
            else:
                pdf.unlink(missing_ok=True)
                missing.append(source)
        if len(batch) == 1:
            failed += missing
        elif missing:
            middle = (len(missing) + 1) // 2
            pending += [half for half in (missing[middle:], missing[:middle]) if half]
    return Converted(pdfs, tuple(failed))


def _soffice(sources: Sequence[Path], out: Path, timeout: float) -> None:
    """One call, in a profile of its own so that calls may run side by side; exit code and output prove nothing."""
    path = shutil.which(PROGRAM)
    if path is None:
        raise ToolMissing("LibreOffice", "it is not installed.", _REMEDY)
    out = out.resolve()
    with tempfile.TemporaryDirectory(prefix="lo-", dir=out) as profile:
        settings = Path(profile) / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(mode=0o700)
        settings.write_text(_PROFILE, encoding="utf-8")
        command = [path, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        command += ["--nolockcheck", "--nodefault", "--nologo"]
        command += ["--convert-to", f"pdf:writer_pdf_Export:{json.dumps(_EXPORT)}", "--outdir", str(out)]
        here = [source.resolve() for source in sources]
        program.run(
            [*command, *map(str, here)],
            seconds=timeout,
            memory=_ROOM,
            readable=[*_SETTINGS, *here],
            writable=[out],
            sockets=[_SOCKETS],
            # Its temporary copies hold names: they stay in our folder and go with it.
            environment={"TMPDIR": profile, "HOME": profile},
        )


def _is_whole(pdf: Path) -> bool:
    if not pdf.is_file():
        return False
    with pdf.open("rb") as file:
        start = file.read(5)
        file.seek(max(0, pdf.stat().st_size - 64))
        return start == b"%PDF-" and b"%%EOF" in file.read()


def _ask(command: Sequence[str]) -> str:
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=_START_SECONDS, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolMissing(Path(command[0]).name, "it does not answer.", _REMEDY) from error
    return answer.stdout
