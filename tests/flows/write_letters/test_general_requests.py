"""A general request is the citizen's who asks: it lives without the claims that led to it, and is written once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flows import jobs
from flows.cases import load_matters
from flows.citizens import add
from flows.claim_words import approve, correct, give_go, history, withdraw
from flows.happenings import file_letter, receive, refuse_letter, reply
from flows.import_claims.steps import import_claims
from flows.track_deadlines import steps as track
from flows.track_deadlines.steps import survey
from flows.write_letters import steps
from flows.write_letters.reprint import ours
from rules.citizens import Citizen
from rules.errors import InputProblems, UsageError
from rules.events import Correction, FiledBy, NumberKind
from rules.letters import AGGREGATE, LetterKind
from rules.references import new_reference
from rules.roles import Role
from store.erasure import erase
from tests.desk.desks import FOUR, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.wiring import Dabi
    from rules.letters import Letter

ACTOR = "person:test"
TODAY, ASKED, SILENT = date(2026, 7, 6), date(2026, 7, 20), date(2026, 8, 25)
HERS, OWN = "Post Box 1, Namuna Sangha", "Post Box 9, Canning"
RANU = Citizen("Namuna Sangha", "Ranu Kalpit / রানু কল্পিত", OWN)
pytestmark = pytest.mark.slow


@pytest.fixture
def codes(dabi: Dabi, tmp_path: Path) -> list[str]:
    """Two claims for one service that wait at one office, of two people; both say yes to asking in general."""
    row = FOUR[3] | {"reply_address": HERS}
    rows = [row, {**row, "claimant_name_bn": "উপমা নমুনা", "diary_no": "413"}]
    claims = import_claims(dabi, table(tmp_path / "claims.csv", rows), TODAY, actor=ACTOR).claims
    add(dabi, [RANU])
    for claim in claims:
        give_go(dabi, claim.code, LetterKind.RTI_REQUEST, TODAY, ACTOR)
    return [claim.code for claim in claims]


def job(dabi: Dabi, out: Path, on: date = ASKED, **asked: object) -> str:
    return jobs.open_job(dabi, steps.JOURNEY, {"on": on.isoformat(), "out": str(out), **asked}, ACTOR)


def general(dabi: Dabi) -> list[Letter]:
    with dabi.store.begin("system:track_deadlines", read_only=True) as record:
        return record.letters(variant=AGGREGATE)


def filled(dabi: Dabi, letter: Letter) -> str:
    with dabi.store.begin("system:track_deadlines") as record:
        return str(record.letter_contexts([letter.reference], purpose="test")[letter.reference])


def test_it_outlives_the_claimants_who_led_to_it(dabi: Dabi, codes: list[str], tmp_path: Path) -> None:
    """One is erased, the other gives up: the paper opens, and the citizen appeals at her address with her yes."""
    steps.run(dabi, job(dabi, tmp_path / "one"))
    (request,) = general(dabi)
    assert (request.claim, HERS in filled(dabi, request), OWN in filled(dabi, request)) == (None, False, True)
    file_letter(dabi, request.reference, ASKED, FiledBy.HAND, None, ACTOR)
    receive(dabi, request.reference, ASKED, "77", NumberKind.DIARY, ASKED, ACTOR)
    erase(dabi.store, codes[0].rpartition("-")[0], on=ASKED, actor=ACTOR)
    withdraw(dabi, codes[1], ASKED, "", ACTOR)
    assert dabi.store.vault.get(request.receipt_copy or "", "system:test").startswith(b"%PDF")
    found = survey(dabi, SILENT)
    (appeal,) = [p for _, found in found.found for p in found.proposals]
    assert (appeal.kind, appeal.claim, appeal.ready) == (LetterKind.FIRST_APPEAL, request.reference, False)
    give_go(dabi, request.reference, LetterKind.FIRST_APPEAL, SILENT, ACTOR)
    steps.run(dabi, job(dabi, tmp_path / "two", SILENT))
    (letter,) = [one for one in general(dabi) if one.kind is LetterKind.FIRST_APPEAL]
    assert (letter.claim, letter.cites, OWN in filled(dabi, letter)) == (None, (request.reference,), True)


def test_a_panchayat_of_no_list_is_named_as_the_claim_has_it(dabi: Dabi, tmp_path: Path) -> None:
    """Its name in Bengali stands in the claim that leads the request, and nowhere else: the request is written."""
    panchayat = {"gram_panchayat": "Chhayagram / ছায়াগ্রাম", "service": "housing", "office": "GP Chhayagram"}
    rows = [FOUR[3] | panchayat | {"reply_address": HERS}]
    (claim,) = import_claims(dabi, table(tmp_path / "claims.csv", rows), TODAY, actor=ACTOR).claims
    add(dabi, [RANU])
    give_go(dabi, claim.code, LetterKind.RTI_REQUEST, TODAY, ACTOR)
    steps.run(dabi, job(dabi, tmp_path / "one"))
    (request,) = general(dabi)
    assert request.office.startswith("gp:")
    assert "ছায়াগ্রাম" in filled(dabi, request)


def test_the_last_day_of_an_appeal_is_warned_of(dabi: Dabi, codes: list[str], tmp_path: Path) -> None:
    """Received on 20 July, due on 19 August: the appeal closes on 18 September, and is warned of ten and three days
    before, in what a worker is shown and in her list."""
    steps.run(dabi, job(dabi, tmp_path / "one"))
    (request,) = general(dabi)
    file_letter(dabi, request.reference, ASKED, FiledBy.HAND, None, ACTOR)
    receive(dabi, request.reference, ASKED, "77", NumberKind.DIARY, ASKED, ACTOR)

    def appeal(on: date) -> dict[str, Any]:
        (found,) = [p for p in survey(dabi, on).to_json()["proposals"] if p["kind"] == "first_appeal"]
        return found

    assert appeal(date(2026, 9, 7))["days_left"] is None
    for on, left in ((date(2026, 9, 8), 10), (date(2026, 9, 15), 3), (date(2026, 9, 18), 0)):
        found = appeal(on)
        assert (found["days_left"], found["limit"]["closes"]) == (left, "2026-09-18")
        assert found["limit"]["warn_on"] == ["2026-09-08", "2026-09-15"]
    assert "Days left: 3." in appeal(date(2026, 9, 15))["reason"]["en"]
    tracked = jobs.open_job(dabi, track.JOURNEY, {"on": "2026-09-15", "out": str(tmp_path / "list")}, ACTOR)
    track.write_worklists(dabi, tracked)
    (worklist,) = (tmp_path / "list").glob("worklist-*.csv")
    (row,) = [line for line in worklist.read_text("utf-8-sig").splitlines() if ",first_appeal," in line]
    assert ",2026-09-18,3," in row


def test_two_jobs_at_once_write_it_once(dabi: Dabi, codes: list[str], tmp_path: Path) -> None:
    """Both have planned it, each for another claim; what the first has printed the second leaves as it is."""
    first, second = (job(dabi, tmp_path / code, claims=[code]) for code in codes)
    chunks = {one: steps.plan(dabi, one) for one in (first, second)}
    asked = [key for chunk in chunks.values() for part in chunk for key in part if key.startswith("general:")]
    assert len(asked) == 2
    assert len(set(asked)) == 1
    for one, found in chunks.items():
        for chunk in found:
            steps.write_chunk(dabi, one, chunk)
    (letter,) = general(dabi)
    assert letter.reference in steps.written(dabi, first)
    assert letter.reference in steps.written(dabi, second)
    with dabi.store.begin("system:track_deadlines", read_only=True) as record:
        assert len(load_matters(dabi.catalogue, record)[0].events) == 1
    assert steps.nothing_ripe(dabi, second) == []


def test_who_was_planned_to_ask_does(dabi: Dabi, tmp_path: Path) -> None:
    """Another organisation's worker, whose claim waits at the same office, was not asked to: she signs nothing."""
    row = FOUR[3] | {"reply_address": HERS}
    mukta = Citizen("Udaharan Sangha", "Mukta Nidarshan / মুক্তা নিদর্শন", "Post Box 7, Basirhat")
    other = {"organisation": mukta.organisation, "social_worker": mukta.name, "claimant_name_bn": "উপমা নমুনা"}
    claims = import_claims(dabi, table(tmp_path / "claims.csv", [row, {**row, **other}]), TODAY, actor=ACTOR).claims
    add(dabi, [RANU, mukta])
    for claim in claims:
        give_go(dabi, claim.code, LetterKind.RTI_REQUEST, TODAY, ACTOR)
    asked = max(claims, key=lambda claim: claim.code)  # by the codes alone the other would lead
    steps.run(dabi, job(dabi, tmp_path / "one", claims=[asked.code]))
    (request,) = general(dabi)
    with dabi.store.begin("system:track_deadlines", read_only=True) as record:
        (matter,) = load_matters(dabi.catalogue, record)
    assert (matter.request.reference, matter.organisation, matter.citizen) == (
        request.reference,
        asked.organisation,
        asked.social_worker,
    )


def test_a_claim_at_another_office_has_nothing_ripe(dabi: Dabi, codes: list[str], tmp_path: Path) -> None:
    """What is asked in general of one office is nothing for a claim for the same service that waits at another."""
    row = FOUR[3] | {"block": "Gosaba", "office": "BDO Gosaba", "applied_on": "2026-07-05", "reply_address": HERS}
    rows = [row | {"claimant_name_bn": "কাহিনী নমুনা"}]
    (fresh,) = import_claims(dabi, table(tmp_path / "more.csv", rows), TODAY, actor=ACTOR).claims
    asked = job(
        dabi, tmp_path / "one", batch=[{"claim": code, "letter": "rti_request"} for code in (*codes, fresh.code)]
    )
    steps.run(dabi, asked)
    assert len(general(dabi)) == 1
    assert steps.nothing_ripe(dabi, asked) == [fresh.code]


def test_another_organisation_neither_reads_nor_changes_it(dabi: Dabi, codes: list[str], tmp_path: Path) -> None:
    """Whatever she tries with its reference, she is told what she is told of one that nobody has."""
    steps.run(dabi, job(dabi, tmp_path / "one"))
    (request,) = general(dabi)
    with dabi.store.begin(ACTOR) as record:
        record.add_user("first", "three dry words", Role.ADMINISTRATOR, on=TODAY)
        record.commit()
    users = {}
    with dabi.store.begin(dabi.store.sign_in("first", "three dry words")) as record:
        for whose in ("Namuna Sangha", "Udaharan Sangha"):
            user = record.add_user(whose, "three dry words", Role.COORDINATOR, on=TODAY, organisation=whose)
            users[whose] = user.actor
        record.commit()
    stranger = users["Udaharan Sangha"]
    appeal = LetterKind.FIRST_APPEAL
    tried: list[Callable[[str], object]] = [
        lambda named: history(dabi, named, stranger),
        lambda named: correct(dabi, named, 1, Correction.NOT_SO, "wrong", SILENT, stranger),
        lambda named: give_go(dabi, named, appeal, SILENT, stranger),
        lambda named: approve(dabi, named, appeal, SILENT, "A. Lawyer", stranger),
        lambda named: file_letter(dabi, named, ASKED, FiledBy.HAND, None, stranger),
        lambda named: refuse_letter(dabi, named, ASKED, "come back", stranger),
        lambda named: receive(dabi, named, ASKED, "77", NumberKind.DIARY, ASKED, stranger),
        lambda named: reply(dabi, named, {"outcome": "refused"}, ASKED, stranger),
        lambda named: _reprinted(dabi, named, stranger),
    ]
    with dabi.store.begin("system:track_deadlines", read_only=True) as record:
        before = record.head()
    nobodys = new_reference()
    for call in tried:
        said = []
        for reference in (nobodys, request.reference):
            with pytest.raises((UsageError, InputProblems)) as refused:
                call(reference)
            said.append(str(refused.value).replace(reference, ""))
        assert said[0] == said[1]
    with dabi.store.begin("system:track_deadlines", read_only=True) as record:
        assert record.head() == before
    assert [event.kind for event, _ in history(dabi, request.reference, users["Namuna Sangha"])] == ["letter_printed"]


def _reprinted(dabi: Dabi, reference: str, actor: str) -> None:
    with dabi.store.begin(actor, read_only=True) as record:
        _, problems = ours(record, [reference])
    raise InputProblems(problems)


def test_what_is_told_of_a_claim_is_not_told_of_a_request(dabi: Dabi, codes: list[str], tmp_path: Path) -> None:
    """It is no claim: it cannot be withdrawn; and a letter of a claim is named by its claim."""
    steps.run(dabi, job(dabi, tmp_path / "one"))
    (request,) = general(dabi)
    with pytest.raises(UsageError, match="is no claim"):
        withdraw(dabi, request.reference, ASKED, "", ACTOR)
    with dabi.store.begin("system:track_deadlines", read_only=True) as record:
        hers = next(one for one in record.letters() if one.claim == codes[0] and one.pages)
    with pytest.raises(UsageError, match="Name the claim"):
        give_go(dabi, hers.reference, LetterKind.FIRST_APPEAL, ASKED, ACTOR)
