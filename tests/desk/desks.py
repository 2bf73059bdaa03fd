"""The command line as people use it: invented claims, what was said, and the exit code."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desk.cli import main

ROW = {
    "claimant_name": "Kalpana Namuna",
    "claimant_name_bn": "কল্পনা নমুনা",
    "village": "Rupkathapur",
    "block": "Basanti",
    "district": "South 24 Parganas",
    "reply_address": "C/o Post Box 1, Namuna Sangha",
    "language": "en",
    "organisation": "Namuna Sangha",
    "collective": "Rupkatha / রূপকথা",
    "social_worker": "Ranu Kalpit / রানু কল্পিত",
    "service": "ration_card",
    "priority": "1",
    "consent_date": "2026-01-10",
    "consent_until": "",
    "consent_apply": "yes",
    "consent_dossier": "coded",
    "applied_on": "",
    "office": "",
    "diary_no": "",
}
# One to write, one without her consent, one whose consent has ended, one that waits at the BDO since March.
FOUR = [
    ROW,
    {**ROW, "claimant_name": "Kahini Namuna", "claimant_name_bn": "কাহিনী নমুনা", "consent_apply": "no"},
    {**ROW, "claimant_name": "Upama Namuna", "claimant_name_bn": "উপমা নমুনা", "consent_until": "2026-03-01"},
    {
        **ROW,
        "claimant_name": "Chhanda Namuna",
        "claimant_name_bn": "ছন্দা নমুনা",
        "language": "bn",
        "service": "widow_pension",
        "applied_on": "2026-03-02",
        "office": "BDO Basanti",
        "diary_no": "412",
    },
]


def table(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@dataclass(frozen=True)
class Said:
    """What one command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Desk:
    """``dabi`` on one home; call it with a command's words."""

    folder: Path
    read: Callable[[], tuple[str, str]]

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def key(self) -> Path:
        return self.folder / "key"

    def __call__(self, *words: object, home: Path | None = None, key: Path | None = None) -> Said:
        given = ["--home", str(home or self.home), "--key-file", str(key or self.key), *map(str, words)]
        self.read()
        with pytest.raises(SystemExit) as ended:
            main(given)
        out, err = self.read()
        assert "Traceback" not in err
        return Said(int(ended.value.code or 0), out, err)

    def citizen(self) -> None:
        """Let the social worker of the rows ask in general."""
        words = ["--address", "Post Box 9; Canning", "--organisation", ROW["organisation"]]
        assert self("citizens", "add", ROW["social_worker"], *words).code == 0

    def claims(self, rows: list[dict[str, str]]) -> list[str]:
        """Import ``rows`` on 6 July 2026; their claims' codes."""
        path = table(self.folder / "claims.csv", rows)
        codes: list[str] = self("claims", "import", path, "--on", "2026-07-06", "--json").json["claims"]
        return codes


@dataclass(frozen=True)
class Written:
    """The four claims after `letters write`: their codes, what it said, and the folder of the letters."""

    desk: Desk
    codes: list[str]
    said: Any
    out: Path

    @property
    def reference(self) -> str:
        """The one letter that was written."""
        return str(self.said["letters"][0])
