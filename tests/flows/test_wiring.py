"""Settings come from what is given and the environment, and reach the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.wiring import Settings, catalogue_rows, create_home, key_at_hand, open_dabi, read_passphrase
from rules.errors import InputProblems, StoreRefuses, ToolMissing, UsageError
from rules.limits import Limits


def settings(folder: Path, **environment: str) -> Settings:
    return Settings.from_environment(folder / "home", folder / "key", environment)


def test_the_environment_says_where_record_and_papers_lie(tmp_path: Path) -> None:
    """DABI_DATABASE_URL and DABI_VAULT; empty is as if they were not set."""
    given = settings(tmp_path, DABI_DATABASE_URL="postgresql://h/d", DABI_VAULT="memory://v")
    assert (given.database_url, given.vault) == ("postgresql://h/d", "memory://v")
    assert settings(tmp_path, DABI_DATABASE_URL="", DABI_VAULT="") == settings(tmp_path)
    assert (settings(tmp_path).database_url, settings(tmp_path).vault) == (None, None)


def test_how_long_a_file_of_the_inbox_must_be_quiet(tmp_path: Path) -> None:
    """DABI_INBOX_QUIET in seconds; half a minute if nothing is said, and no time for 0."""
    quiet = [settings(tmp_path, DABI_INBOX_QUIET=said).inbox_quiet for said in ("", "5", "0")]
    assert quiet == [30, 5, 0]
    with pytest.raises(UsageError, match="DABI_INBOX_QUIET"):
        settings(tmp_path, DABI_INBOX_QUIET="soon")


def test_papers_go_to_the_vault_that_is_named(tmp_path: Path) -> None:
    """And nothing into the home's own."""
    given = settings(tmp_path, DABI_VAULT=str(tmp_path / "papers"))
    create_home(given)
    dabi = open_dabi(given)
    address = dabi.store.vault.put(b"a paper", "house")
    assert (tmp_path / "papers" / address[:2] / address).is_file()
    assert not (tmp_path / "home" / "vault").exists()
    dabi.store.close()


def test_rows_of_the_home_that_repeat_themselves_without_end_are_refused(tmp_path: Path) -> None:
    """A child process opens them: what fills its memory is a problem of the file, and the other files' are told too."""
    folder = tmp_path / "catalogue"
    folder.mkdir()
    lines = ["- &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"- &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    (folder / "offices.bomb.yaml").write_text("\n".join(lines), encoding="utf-8")
    (folder / "clocks.own.yaml").write_bytes(b"- \xff")
    with pytest.raises(InputProblems) as caught:
        catalogue_rows(tmp_path, Limits(memory=100 * 2**20, seconds=20))
    assert [problem.where for problem in caught.value.problems] == [
        "catalogue/clocks.own.yaml",
        "catalogue/offices.bomb.yaml",
    ]


def test_a_database_on_a_server_is_really_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its driver neither creating nor opening falls back on a file in the home."""
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    monkeypatch.delenv("DABI_KEY", raising=False)
    given = settings(tmp_path, DABI_DATABASE_URL="postgresql://localhost/d")
    for deed in (create_home, open_dabi):
        with pytest.raises(ToolMissing, match="psycopg"):
            deed(given)
    assert not (tmp_path / "home" / "record.sqlite").exists()
    assert key_at_hand(given)


def test_a_passphrase_comes_from_a_private_file(tmp_path: Path) -> None:
    """Its first line; a file that others can read, that is no text or that is not there is refused."""
    path = tmp_path / "passphrase"
    path.write_text("তিনটি শুকনো শব্দ\r\nnot this\n", encoding="utf-8")
    path.chmod(0o600)
    assert read_passphrase(path, "it") == "তিনটি শুকনো শব্দ"
    path.chmod(0o640)
    with pytest.raises(StoreRefuses, match="chmod 600"):
        read_passphrase(path, "it")
    path.write_bytes(b"\xff\xfe")
    for bad in (path, tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError):
            read_passphrase(bad, "it")
