"""The whole loop where many machines would work: the record in PostgreSQL, the papers in a bucket."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from flows import happenings, jobs
from flows.compile_dossier import steps as compile_dossier
from flows.import_claims.steps import import_claims
from flows.take_in_scans import settle
from flows.take_in_scans import steps as take_in
from flows.track_deadlines import steps as track
from flows.wiring import Settings, create_home, open_dabi
from flows.write_letters import steps as write
from rules.events import EventKind, FiledBy
from rules.letters import LetterKind
from store.verify import verify
from tests.buckets import bucket
from tests.clusters import Cluster
from tests.desk.desks import ROW, table

ACTOR = "system:test"


@pytest.mark.slow
def test_the_loop_runs_on_a_server_and_a_bucket(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A claim is written, filed, its receipt scanned and settled, tracked and compiled; all is as it was recorded."""
    home = tmp_path / "home"
    with cluster.database() as url, bucket(monkeypatch) as place:
        settings = Settings(home, tmp_path / "key", home / "inbox", False, database_url=url, vault=place)
        create_home(settings)
        dabi = open_dabi(settings)
        try:
            imported = import_claims(dabi, table(tmp_path / "c.csv", [ROW]), date(2026, 7, 6))
            asked = {"on": "2026-07-06", "claims": [imported.claims[0].code], "out": str(tmp_path / "out")}
            job = jobs.open_job(dabi, write.JOURNEY, asked, ACTOR)
            write.run(dabi, job)
            [reference] = write.written(dabi, job)
            happenings.file_letter(dabi, reference, date(2026, 7, 8), FiledBy.HAND, None, ACTOR)
            [receipt] = (tmp_path / "out" / "letters").glob("*-receipt.pdf")
            pdf = pypdfium2.PdfDocument(receipt)
            pdf[0].render(scale=200 / 72).to_pil().save(settings.inbox / "scan.png")
            pdf.close()
            job = jobs.open_job(dabi, take_in.JOURNEY, {"on": "2026-07-20", "paths": []}, ACTOR)
            assert take_in.run(dabi, job)["queued"] == 1
            with dabi.store.begin(ACTOR, read_only=True) as record:
                [asked_of_us] = record.reviews()
            assert asked_of_us.letter == reference
            settle.correct(dabi, asked_of_us.id, {"received_date": "2026-07-08"}, date(2026, 7, 21), ACTOR)
            out = {"on": "2026-12-14", "out": str(tmp_path / "out")}
            assert track.run(dabi, jobs.open_job(dabi, track.JOURNEY, out, ACTOR))["overdue"] == 1
            asked = out | {"district": ROW["district"], "edition": "dm", "language": "bn", "collective": None}
            job = jobs.open_job(dabi, compile_dossier.JOURNEY, asked, ACTOR)
            assert compile_dossier.run(dabi, job)["cases"] == 1
            with dabi.store.begin(ACTOR, read_only=True) as record:
                events, letters = record.events(), record.letters()
            assert verify(dabi.store) == []
        finally:
            dabi.store.close()
    happened = Counter(event.kind for event in events)
    assert (happened[EventKind.LETTER_FILED], happened[EventKind.RECEIPT_RECORDED]) == (1, 1)
    kinds = {LetterKind.APPLICATION, LetterKind.REMINDER, LetterKind.MEMORANDUM}
    assert {letter.kind for letter in letters} == kinds
    assert happened[EventKind.LETTER_PRINTED] == len(letters) == 3
    assert {path.name for path in home.iterdir()} == {"inbox"}
