"""`dabi dossier`: both editions and languages; who has not agreed is in none."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from tests.desk.desks import FOUR, Desk

ON = ["--on", "2026-07-20"]
S24 = ["dossier", "--district", "South 24 Parganas", *ON]


def text(path: str) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


@pytest.mark.slow
def test_both_editions_in_both_languages(desk: Desk) -> None:
    """The DM's dossier speaks of the claim by code, the public edition of no one; no name stands in either."""
    code = desk.claims(FOUR)[3]
    for language in ("en", "bn"):
        for edition in ("dm", "public"):
            out = desk.folder / language
            said = desk(*S24, "--edition", edition, "--language", language, "--out", out, "--json")
            assert said.code == 0
            path = Path(said.json["dossier"])
            assert path.parent == out
            assert path.name == f"dossier-south-24-parganas-{edition}-{language}-2026-07-20.pdf"
            assert path.stat().st_mode & 0o077 == 0
            assert said.json["counts"]["cases"] == 1
            read = text(str(path))
            assert (code in read) == (edition == "dm")
            assert "Chhanda" not in read
            assert "ছন্দা" not in read
            assert "412" in read or edition == "public"
    assert desk("verify").code == 0


@pytest.mark.slow
def test_dossiers_of_one_folder_overwrite_no_other(desk: Desk) -> None:
    """A collective's has its name, without signs that lead elsewhere; one made again stands beside the first."""
    rows = [{**FOUR[3], "collective": "../Rupkatha/ Samiti"}]
    desk.claims(rows)
    out = desk.folder / "out"
    words = [*S24, "--edition", "public", "--language", "en", "--out", out]
    assert desk(*words).code == 0
    assert desk(*words, "--collective", "../Rupkatha/ Samiti").code == 0
    assert desk(*words).code == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "dossier-south-24-parganas-public-en-2026-07-20-1.pdf",
        "dossier-south-24-parganas-public-en-2026-07-20.pdf",
        "dossier-south-24-parganas-rupkatha-public-en-2026-07-20.pdf",
    ]


def test_where_nobody_agreed_there_is_no_dossier(desk: Desk) -> None:
    """Without a consent, in another district, or of another collective: 3, also where an older dossier lies about."""
    desk.claims([{**FOUR[3], "consent_dossier": "none"}])
    out = desk.folder / "out"
    out.mkdir()
    (out / "dossier-south-24-parganas-dm-bn-2026-07-20.pdf").write_bytes(b"of another day")
    for words in ([*S24], [*S24, "--collective", "Nobody"], ["dossier", "--district", "North 24 Parganas", *ON]):
        said = desk(*words, "--out", out)
        assert said.code == 3, words
        assert "consents" in said.err


def test_wrong_districts_and_editions_are_wrong_usage(desk: Desk) -> None:
    """An unknown district names those there are; an unknown edition and an impossible day are refused."""
    out = ["--out", desk.folder / "out"]
    said = desk("dossier", "--district", "Atlantis", *ON, *out)
    assert said.code == 2
    assert "South 24 Parganas" in said.err
    assert desk(*S24, "--edition", "secret", *out).code == 2
    assert desk("dossier", "--district", "South 24 Parganas", "--on", "2026-02-30", *out).code == 2
