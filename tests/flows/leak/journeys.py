"""Run apart by test_no_leak: every flow on planted people, with failures, under Prefect's own embedded server."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from flows import jobs, orchestrator
from flows.citizens import add_table
from flows.claim_words import give_go
from flows.import_claims.steps import import_claims
from flows.wiring import Dabi, Settings, create_home, open_dabi
from rules.errors import PipelineError
from rules.letters import AGGREGATE, LetterKind


def main(folder: Path, planted: str) -> None:
    """``planted`` is a name that must reach nothing but the sealed store and the letters themselves."""
    settings = Settings(folder / "home", folder / "key", folder / "home" / "inbox", keep_inbox=False)
    create_home(settings)
    orchestrator.prepare(settings.home, settings.key_file)
    dabi = open_dabi(settings)
    _, asking = import_claims(dabi, folder / "claims.csv", date(2026, 7, 6)).claims
    add_table(dabi, folder / "citizens.csv")
    give_go(dabi, asking.code, LetterKind.RTI_REQUEST, date(2026, 7, 6), "person:test")

    from flows.compile_dossier.flow import compile_dossier
    from flows.private import private_flow, private_task
    from flows.take_in_scans.flow import take_in_scans
    from flows.track_deadlines.flow import track_deadlines
    from flows.write_letters.flow import write_letters

    @private_task
    def failing_task(job: str, keys: list[str]) -> dict[str, int]:
        raise ValueError(planted)

    @private_flow("failing-task")
    def flow_with_failing_task(job: str | None = None) -> dict[str, int]:
        return failing_task(str(job), [])

    @private_flow("failing-flow")
    def failing_flow(job: str | None = None) -> dict[str, int]:
        raise KeyError(planted)

    out = str(folder / "out")
    assert write_letters(_job(dabi, "write_letters", on="2026-07-06", out=out))["written"] == 3
    with dabi.store.begin("person:test", read_only=True) as record:
        assert len(record.letters(variant=AGGREGATE)) == 1
    taken = take_in_scans(_job(dabi, "take_in_scans", on="2026-07-20"))
    assert taken["files"] == 2
    assert taken["queued"] == 2
    assert track_deadlines(_job(dabi, "track_deadlines", on="2026-09-14", out=out))["overdue"] == 1
    # As a schedule runs them: no job, today, the house's own folders.
    (settings.inbox / f"{planted}.pdf").write_bytes(b"another that is cut off")
    assert take_in_scans()["files"] == 1
    assert set(track_deadlines()) >= {"overdue", "proposed", "waiting"}
    assert compile_dossier()["dossiers"] == 1
    _fails(lambda: compile_dossier(_job(dabi, "compile_dossier", on="2026-09-14", out=out, district=planted)))
    _fails(lambda: take_in_scans(_job(dabi, "take_in_scans", on="2026-09-14", paths=[f"/nowhere/{planted}"])))
    _fails(lambda: flow_with_failing_task("job-x"))
    _fails(lambda: failing_flow("job-y"))


def _job(dabi: Dabi, journey: str, **request: object) -> str:
    return jobs.open_job(dabi, journey, request, "system:test")


def _fails(run: object) -> None:
    assert callable(run)
    try:
        run()
    except PipelineError:
        return
    raise AssertionError("it should have failed with a code")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
