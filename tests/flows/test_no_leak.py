"""What Prefect, temporary folders, logs and file names may learn: nothing of a person."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

JOURNEYS = Path(__file__).parent / "leak" / "journeys.py"
PLANTED = {
    "claimant_name": "Zorphina Quandleberry",
    "claimant_name_bn": "জরফিনা কোয়ান্ডলবেরি",
    "guardian_name": "Mordwick Quandleberry",
    "guardian_name_bn": "মর্ডউইক কোয়ান্ডলবেরি",
    "village": "Xanthopolidanga",
    "reply_address": "C/o Post Box 90417, Wimblethorpe Sangha",
    "safe_phone": "19000 55512",
    "details_bn": "ঝিলমিলানো গোপনকথা",
    "details": "My words are zibblefrost",
}
# Who asks in general: her name stands in her own worklist alone.
CITIZEN, ADDRESS = "Bramwella Snickerdew / ব্রামওয়েলা স্নিকারডিউ", "C/o Post Box 70351, Gribblethorpe Para"
OTHER = {
    "relation": "father", "block": "Basanti", "district": "South 24 Parganas", "language": "bn",
    "organisation": "Namuna Sangha", "social_worker": CITIZEN, "service": "ration_card", "priority": "1",
    "consent_date": "2026-01-10", "consent_apply": "yes", "consent_dossier": "coded",
}  # fmt: skip


def forms(text: str) -> Iterator[bytes]:
    """A text as it could stand in a file: UTF-8, UTF-16, and escaped as JSON and Python do."""
    yield text.encode()
    yield text.encode("utf-16-le")
    yield json.dumps(text)[1:-1].encode()
    yield text.encode("unicode_escape")


MARKERS = {form for text in (*PLANTED.values(), ADDRESS) for form in forms(text)}
# Parts of the names too: a message may quote one word of them.
MARKERS |= {
    form for text in ("Zorphina", "Quandleberry", "জরফিনা", "Xanthopoli", "Gribblethorpe") for form in forms(text)
}


NAMES_OF_CITIZEN = {form for text in ("Bramwella", "ব্রামওয়েলা") for form in forms(text)}


def found_in(folder: Path, markers: Collection[bytes] = MARKERS) -> list[str]:
    """Files under ``folder`` that hold a planted text in their content or their name."""
    bad = []
    for path in folder.rglob("*"):
        data = str(path.relative_to(folder)).encode()
        if path.is_file():
            data += b"\n" + path.read_bytes()
        bad += [str(path) for marker in markers if marker in data][:1]
    return bad


@pytest.mark.slow
def test_nothing_planted_leaves_the_store_and_the_letters(tmp_path: Path) -> None:
    """After every flow ran, failures included, no planted text lies in Prefect's home, ours, temp folders or logs."""
    waits = {"service": "widow_pension", "applied_on": "2026-03-02", "office": "BDO Basanti", "diary_no": "412"}
    rows = [{**PLANTED, **OTHER, **dict.fromkeys(waits, ""), "service": "ration_card"}, {**PLANTED, **OTHER, **waits}]
    with (tmp_path / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    (tmp_path / "citizens.csv").write_text(
        f'name,address,organisation\n{CITIZEN},"{ADDRESS}",{OTHER["organisation"]}\n',
        encoding="utf-8",
    )
    inbox = tmp_path / "home" / "inbox"
    inbox.mkdir(parents=True)
    (tmp_path / "home").chmod(0o700)
    (inbox / "Zorphina Quandleberry.pdf").write_bytes(b"%PDF-1.7 of Zorphina Quandleberry, cut off")
    (inbox / "letter of Xanthopolidanga.txt").write_text("Zorphina Quandleberry")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary), "PREFECT_LOGGING_LEVEL": "DEBUG", "DABI_INBOX_QUIET": "0"}
    command = [sys.executable, str(JOURNEYS), str(tmp_path), PLANTED["claimant_name"]]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=400)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said.decode(errors="replace")[-3000:]
    assert [marker for marker in MARKERS | NAMES_OF_CITIZEN if marker in said] == []
    assert list(inbox.iterdir()) == []
    assert found_in(tmp_path / "home") == []
    assert {Path(one).name for one in found_in(tmp_path / "home", NAMES_OF_CITIZEN)} == {"worklist-01.csv"}
    assert found_in(temporary, MARKERS | NAMES_OF_CITIZEN) == []
    assert (tmp_path / "home" / "prefect").is_dir()


def test_the_search_finds_what_is_planted(tmp_path: Path) -> None:
    """The search itself can fail: a planted name in a file, escaped or not, or in a file's name is found."""
    (tmp_path / "a").write_text(json.dumps({"x": PLANTED["claimant_name_bn"]}))
    (tmp_path / "b").write_bytes(b"\0\0" + "Zorphina".encode("utf-16-le"))
    (tmp_path / "Quandleberry").touch()
    assert len(found_in(tmp_path)) == 3
