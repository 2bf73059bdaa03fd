"""Tables and YAML opened in a child process: what is in them comes out, and what ends the child is a problem."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from confined.child import ask
from confined.data_files import cells, values
from rules.errors import InputProblems
from rules.limits import STANDARD, Limits

ABORTS = (sys.executable, "-c", "import os; os.abort()")
HANGS = (sys.executable, "-c", "import time; time.sleep(60)")
LIES = (sys.executable, "-c", "print('[1]')")
CHATTERS = (sys.executable, "-c", "import sys\nsys.stdin.read()\nwhile True: print('x' * 65536)")
LISTENS_NOT = (sys.executable, "-c", "print('{\"rows\": []}', flush=True); import os; os.close(0)")


def told(path: Path, limits: Limits = STANDARD) -> str:
    """What is wrong with a file."""
    with pytest.raises(InputProblems) as caught:
        (values if path.suffix == ".yaml" else cells)(path, limits)
    return str(caught.value)


def test_a_table_comes_out_cell_by_cell(tmp_path: Path) -> None:
    """Of csv and of xlsx alike, Bengali and all; numbers without a point, days as days."""
    (tmp_path / "a.csv").write_text("নাম;বছর\nকল্পনা;১৯৯৯\n", encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (["নাম", "বছর"], ["কল্পনা", 1999.0], [None, "=1+1"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.csv") == [["নাম", "বছর"], ["কল্পনা", "১৯৯৯"]]
    assert cells(tmp_path / "a.xlsx")[:2] == [["নাম", "বছর"], ["কল্পনা", "1999"]]


def test_yaml_comes_out_with_its_dates_as_text(tmp_path: Path) -> None:
    """Lists, words and days; a tag that would make an object is refused."""
    (tmp_path / "a.yaml").write_text("a: [1, কল্পনা]\nb: 2026-04-01\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("!!python/object/apply:os.system ['true']\n", encoding="utf-8")
    assert values(tmp_path / "a.yaml") == {"a": [1, "কল্পনা"], "b": "2026-04-01"}
    assert "not readable YAML" in told(tmp_path / "b.yaml")


@pytest.mark.parametrize("program", [ABORTS, LIES, CHATTERS])
def test_a_child_that_ends_or_lies_is_a_problem(program: tuple[str, ...]) -> None:
    """It crashes, answers what is no answer, or does not stop answering: said in words, and nobody waits."""
    assert ask(program, "table", b"a,b\n" * 100_000, STANDARD) == "it ends the program that opens it"


def test_a_child_that_hangs_is_ended_in_time() -> None:
    """After the seconds of the limits."""
    assert ask(HANGS, "table", b"a,b\n" * 100_000, Limits(seconds=1)) == "it took longer than 1 seconds"


def test_a_child_that_does_not_listen_harms_nobody() -> None:
    """Its answer counts all the same."""
    assert ask(LISTENS_NOT, "table", b"a,b\n" * 100_000, STANDARD) == {"rows": []}


def test_the_child_knows_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of our environment it has nothing."""
    monkeypatch.setenv("DABI_KEY", "secret")
    tells = (sys.executable, "-c", "import json, os; print(json.dumps({'value': sorted(os.environ)}))")
    found = ask(tells, "yaml", b"", STANDARD)
    assert isinstance(found, dict)
    assert set(found["value"]) <= {"PYTHONPATH", "PATH", "LC_CTYPE"}


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    """What a workbook says it unpacks to is looked at before it is unpacked."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/a.xml", "w") as part:
        for _ in range(450):
            part.write(bytes(2**20))
    assert "too large when unpacked" in told(path)


def test_yaml_that_repeats_itself_without_end_is_refused(tmp_path: Path) -> None:
    """Nine lines that name each other ten times over would be a billion words: the limits of the child end it."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    path = tmp_path / "bomb.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    said = told(path, Limits(memory=200 * 2**20, seconds=20))
    assert "too much memory" in said or "could not be opened" in said


def test_a_file_too_large_or_not_there_is_told(tmp_path: Path) -> None:
    """Before any child is asked."""
    (tmp_path / "big.csv").write_bytes(b"a" * 20_000_001)
    assert "larger than 20 MB" in told(tmp_path / "big.csv")
    assert "no such file" in told(tmp_path / "none.csv")
    assert "no such file" in told(tmp_path)


def test_a_table_without_end_is_refused(tmp_path: Path) -> None:
    """More rows than anybody means to hand in."""
    (tmp_path / "long.csv").write_text("a\n" * 100_002, encoding="utf-8")
    assert "more than 100000 rows" in told(tmp_path / "long.csv")
