"""Letters of the home are tried in a child process first: what would end or stop us ends or stops the child."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from rules.errors import InputProblems
from rules.letters import Language, LetterKind
from rules.limits import Limits
from templates.catalog import SHIPPED, LetterCatalog
from templates.check import check_all
from templates.fill import DOCUMENT
from templates.trial import Trial, tried

KIND = LetterKind.APPLICATION
ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
WIDE = "{{ 'x' * 999999999 }}"


def own_letter(home: Path, tag: str = "", seconds: int = 60) -> LetterCatalog:
    """A catalogue whose Bengali application is the organisation's, with ``tag`` before its first field."""
    folder = home / KIND
    folder.mkdir(parents=True)
    (folder / "fields.yaml").write_bytes((SHIPPED / KIND / "fields.yaml").read_bytes())
    out = io.BytesIO()
    with (
        zipfile.ZipFile(SHIPPED / KIND / "letter.bn.docx") as was,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as now,
    ):
        for name in was.namelist():
            body = was.read(name)
            now.writestr(name, body.replace(b"{{", tag.encode() + b"{{", 1) if name == DOCUMENT else body)
    (folder / "letter.bn.docx").write_bytes(out.getvalue())
    return LetterCatalog(home, Limits(memory=2**29, seconds=seconds))


def test_a_letter_of_ones_own_passes(tmp_path: Path) -> None:
    """One that fills is used; the shipped are not tried again."""
    letters = own_letter(tmp_path)
    assert letters.template(KIND, Language.BENGALI).name == "application/letter.bn.docx"
    assert letters.template(LetterKind.REMINDER, Language.BENGALI).parts
    assert check_all(letters, [KIND]) == []


@pytest.mark.parametrize(
    ("tag", "why"), [(ENDLESS, "longer than 5 seconds"), (WIDE, "cannot be filled|memory|ends|longer")]
)
def test_tags_without_end_end_the_child(tmp_path: Path, tag: str, why: str) -> None:
    """Loops within loops, a text of a gigabyte: the letter is refused in its time, whoever asks."""
    letters = own_letter(tmp_path, tag, seconds=5)
    with pytest.raises(InputProblems, match=why):
        letters.template(KIND, Language.BENGALI)
    assert "application/letter.bn.docx" in str(check_all(letters, [KIND])[0])


def test_fields_that_repeat_themselves_end_the_child(tmp_path: Path) -> None:
    """Nine lines of YAML that would be a billion words."""
    letters = own_letter(tmp_path)
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    for name in (f"{KIND}/fields.yaml", "paragraphs.yaml", "requests.yaml"):
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputProblems, match="fields"):
        letters.template(KIND, Language.BENGALI)
    for words in ("paragraphs", "requests"):
        with pytest.raises(InputProblems, match=r"too much memory|could not be opened"):
            getattr(letters, words)


def test_what_is_wrong_is_told_as_it_is_without_a_child(tmp_path: Path) -> None:
    """Which file, what, and what to do."""
    letters = own_letter(tmp_path, "{{ nobody }}")
    [problem] = [one for one in check_all(letters, [KIND]) if one.field == "nobody"]
    assert (problem.where, problem.what) == ("application/letter.bn.docx", "it is used and not declared.")


def test_an_edited_letter_is_tried_too(tmp_path: Path) -> None:
    """What is no document is told, what is one passes."""
    own_letter(tmp_path)
    docx = tmp_path / KIND / "letter.bn.docx"
    assert tried(Trial.EDITED, docx, None, Language.BENGALI, Limits()) == []
    docx.write_bytes(b"PK\x03\x04 no document")
    assert "not a .docx" in tried(Trial.EDITED, docx, None, Language.BENGALI, Limits())[0].what
