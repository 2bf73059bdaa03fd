"""Where an error becomes a sentence and an exit code."""

from __future__ import annotations

import pytest

from desk import cli
from rules.errors import DabiError, InputProblems, Problem, StoreLocked, ToolMissing, UsageError, WrongKey


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("x"), 2),
        (InputProblems([Problem("a.csv", "It is bad.", "Mend it.")]), 3),
        (ToolMissing("tesseract", "it is not there.", "Install it."), 5),
        (StoreLocked("job 1"), 6),
        (WrongKey(), 6),
        (FileNotFoundError(2, "No such file or directory", "/papers/x"), 2),
        (PermissionError(13, "Permission denied", "/papers/x"), 2),
        (ValueError("Kalpana Namuna lives here"), 1),
    ],
)
def test_each_error_has_its_code_and_says_no_more_than_it_may(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Our errors speak for themselves, those of the disk name the path, any other a place in our code and no text."""

    def fails(words: list[str]) -> None:
        raise error

    monkeypatch.setattr(cli, "app", fails)
    with pytest.raises(SystemExit) as ended:
        cli.main(["verify"])
    assert ended.value.code == code
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "Kalpana" not in said
    if isinstance(error, DabiError):
        assert said.strip() == str(error)
    elif isinstance(error, OSError):
        assert "/papers/x" in said


def test_a_traceback_only_when_asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """-v shows where it came from."""

    def fails(words: list[str]) -> None:
        raise UsageError("no")

    monkeypatch.setattr(cli, "app", fails)
    with pytest.raises(SystemExit):
        cli.main(["-v", "verify"])
    assert "Traceback" in capsys.readouterr().err
