"""A home of its own for each test of the command line, empty or with letters written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.desk.desks import FOUR, Desk, Written


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A fresh home with its key outside."""
    for name in ("KEY", "HOME", "KEY_FILE", "INBOX", "KEEP_INBOX", "USER", "PASSWORD_FILE", "DATABASE_URL", "VAULT"):
        monkeypatch.delenv(f"DABI_{name}", raising=False)
    made = Desk(tmp_path, lambda: tuple(capsys.readouterr()))  # type: ignore[arg-type,return-value]
    assert made("init").code == 0
    return made


_KEPT: dict[str, Path] = {}


@pytest.fixture
def written(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The four claims on 6 July 2026 with what may be written, written; really printed once and copied since."""
    out = desk.folder / "out"
    kept = _KEPT.get("written")
    if kept is None:
        codes = desk.claims(FOUR)
        words = ["letters", "write", "--claims", ",".join(codes[:3]), "--on", "2026-07-06", "--out", out, "--json"]
        said = desk(*words)
        (desk.folder / "said.json").write_text(json.dumps([codes, said.code, said.json]))
        kept = tmp_path_factory.mktemp("written") / "kept"
        shutil.copytree(desk.folder, kept)
        _KEPT["written"] = kept
    else:
        shutil.rmtree(desk.folder)
        shutil.copytree(kept, desk.folder)
    codes, code, value = json.loads((desk.folder / "said.json").read_text())
    assert code == 3, "two of the three have not agreed"
    return Written(desk, codes, value, out)
