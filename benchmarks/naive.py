"""The naive ways to a letter: docxtpl opens, fills and saves the template, then LibreOffice makes its PDF.

One call for each letter, or one call for a batch of them. It makes less than we do (no receipt copy, no record, no
sealing, no print run) and has a profile of its own that was made before the clock starts, so it is timed at its best.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from docxtpl import DocxTemplate

from templates.fill import environment

_TIMEOUT = 300.0  # seconds for one call


class NaiveLetters:
    """Makes letters in a folder of its own, which goes when the block is left."""

    def __enter__(self) -> NaiveLetters:
        self._place = tempfile.TemporaryDirectory(prefix="naive-")
        self._folder = Path(self._place.name)
        self._made = 0
        warm = self._folder / "warm.txt"
        warm.write_text("The first call makes the profile.", encoding="utf-8")
        self._convert([warm])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._place.cleanup()

    def make(self, letters: Sequence[tuple[Path, Mapping[str, Any]]]) -> list[tuple[Path, Path]]:
        """The .docx and the PDF of letters, each given as template and context, by one call of LibreOffice."""
        sources = []
        for template, context in letters:
            document = DocxTemplate(template)
            document.render(dict(context), jinja_env=environment())
            self._made += 1
            sources.append(self._folder / f"letter-{self._made}.docx")
            document.save(sources[-1])
        return list(zip(sources, self._convert(sources), strict=True))

    def _convert(self, sources: Sequence[Path]) -> list[Path]:
        profile = (self._folder / "profile").resolve().as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        command += ["--outdir", str(self._folder), *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=_TIMEOUT)
        pdfs = [source.with_suffix(".pdf") for source in sources]
        missing = sum(not pdf.is_file() for pdf in pdfs)
        if missing:
            raise RuntimeError(f"LibreOffice made no PDF of {missing} letters")
        return pdfs
