"""The naive way to a letter: docxtpl opens, fills and saves the template, then one LibreOffice call makes its PDF.

It makes less than we do (no receipt copy, no record, no sealing, no print run) and has a profile of its own that was
made before the clock starts, so it is timed at its best.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from docxtpl import DocxTemplate

from templates.fill import environment

_TIMEOUT = 300.0  # seconds for one letter


class NaiveLetters:
    """Makes letters one by one in a folder of its own, which goes when the block is left."""

    def __enter__(self) -> NaiveLetters:
        self._place = tempfile.TemporaryDirectory(prefix="naive-")
        self._folder = Path(self._place.name)
        self._made = 0
        warm = self._folder / "warm.txt"
        warm.write_text("The first call makes the profile.", encoding="utf-8")
        self._convert(warm)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._place.cleanup()

    def make(self, template: Path, context: Mapping[str, Any]) -> tuple[Path, Path]:
        """The .docx and the PDF of one letter."""
        document = DocxTemplate(template)
        document.render(dict(context), jinja_env=environment())
        self._made += 1
        path = self._folder / f"letter-{self._made}.docx"
        document.save(path)
        return path, self._convert(path)

    def _convert(self, source: Path) -> Path:
        profile = (self._folder / "profile").resolve().as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        command += ["--outdir", str(self._folder), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=_TIMEOUT)
        pdf = source.with_suffix(".pdf")
        if not pdf.is_file():
            raise RuntimeError(f"LibreOffice made no PDF of {source.name}")
        return pdf
