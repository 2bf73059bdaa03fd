"""A campaign on its way: who may go past what is not verified."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from flows.campaigns.appeals import appeal
from flows.campaigns.letters import VARIANT, key_of
from flows.campaigns.plan import Plan, read_file
from flows.campaigns.steps import answers_to, new, status, write
from flows.claim_words import approve, correct
from flows.keeping import check
from flows.wiring import Dabi
from rules.errors import InputProblems, NotAllowed
from rules.events import Correction, Event, EventKind, Fact
from rules.findings import DocumentKind, Finding, Method, ReadDocument
from rules.letters import Language, Letter, LetterKind
from rules.roles import Role
from store.keys import intake
from store.record import Record
from store.states import ItemState

SAMPLE = Path(__file__).parents[3] / "samples" / "campaign.yaml"
ON = date(2026, 4, 1)


@pytest.fixture
def values() -> dict[str, Any]:
    return {**read_file(SAMPLE), "offices": ["dlsa:nadia"]}


@pytest.fixture
def hers(dabi: Dabi, worker: str) -> Dabi:
    """As a social worker has it."""
    return Dabi(dabi.settings, dabi.store, worker)


def test_only_a_coordinator_confirms_what_nobody_has_verified(
    hers: Dabi, values: dict[str, Any], tmp_path: Path
) -> None:
    """A social worker plans the campaign; --confirm is refused her, and nothing is written without it."""
    campaign, made = new(hers, values, "campaign.yaml")
    assert [office.id for office in made.unverified] == ["dlsa:nadia"]
    with pytest.raises(InputProblems, match="coordinator"):
        write(hers, campaign, ON, tmp_path / "out", confirmed=False)
    with pytest.raises(NotAllowed, match="verified"):
        write(hers, campaign, ON, tmp_path / "out", confirmed=True)
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_campaign_is_of_the_organisation_that_writes_it(
    dabi: Dabi, worker: str, values: dict[str, Any], tmp_path: Path
) -> None:
    """Its letters, with applicants and addresses, do not exist for another."""
    with dabi.store.begin(dabi.store.sign_in("first", "three dry words")) as record:
        ours, theirs = (
            record.add_user(one, "three dry words", Role.COORDINATOR, on=ON, organisation=one).actor
            for one in ("Namuna Sangha", "Udaharan Samiti")
        )
        record.commit()
    one = Dabi(dabi.settings, dabi.store, ours)
    campaign, _ = new(one, values, "campaign.yaml")
    [reference], problems = write(one, campaign, ON, tmp_path / "out", confirmed=True)
    assert problems == []
    for actor, exists in ((ours, True), (worker, True), (theirs, False)):
        with dabi.store.begin(actor, read_only=True) as record:
            assert (record.letter(reference) is not None) is exists
            assert bool(record.events(letter=reference)) is exists


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
def test_a_court_gets_its_form_filled_in_once_a_coordinator_has_asked_there(
    dabi: Dabi, values: dict[str, Any], tmp_path: Path, language: Language
) -> None:
    """She is told to ask for the court's own print of it; what is confirmed goes out with ours, on record."""
    asked_of = {**values, "offices": ["district-judge:nadia"], "language": language.value}
    campaign, _ = new(dabi, asked_of, "campaign.yaml")
    with pytest.raises(InputProblems, match="its own print of the form"):
        write(dabi, campaign, ON, tmp_path / "out", confirmed=False)
    (reference,), problems = write(dabi, campaign, ON, tmp_path / "out", confirmed=True)
    assert problems == []
    with dabi.store.begin(dabi.actor) as record:
        (letter,) = record.letters(references=[reference])
        (printed,) = record.events(letter=reference)
    assert printed.facts["confirmed"] is True
    assert {field.page for field in letter.own_fields} == {1, letter.pages}
    pdf = pypdfium2.PdfDocument(tmp_path / "out" / "letters" / f"{reference}.pdf")
    form = " ".join(pdf[letter.pages - 1].get_textpage().get_text_range().split())
    for words in ({"bn": "১০ ধারা", "en": "severed under section 10"}, {"bn": "৮ ও ৯ ধারা", "en": "sections 8 and 9"}):
        assert words[language] in form


def asked(dabi: Dabi, campaign: str, made: Plan) -> int:
    """The one request of a campaign printed and received on 1 April; the position of the receipt's event."""
    papers = [dabi.store.vault.put(data, "house") for data in (b"docx", b"office", b"receipt")]
    with dabi.store.begin(dabi.actor) as record:
        key = key_of(campaign, made.targets[0], LetterKind.RTI_REQUEST)
        reference = record.reserve_reference(key, None)
        letter = Letter(
            reference, LetterKind.RTI_REQUEST, None, "dlsa:nadia", 0, Language.BENGALI, ON, 1, *papers, variant=VARIANT
        )
        record.add_letter(letter, key=key, context={})
        record.append(Event(EventKind.LETTER_PRINTED, ON, None, reference, {"kind": letter.kind.value}))
        received = {"received_on": ON.isoformat()}
        seq = record.append(Event(EventKind.RECEIPT_RECORDED, ON, None, reference, received)).seq
        record.mark_item(campaign, key, ItemState.DONE)
        record.commit()
    return seq


@pytest.mark.slow
def test_the_last_days_that_a_campaigns_appeal_states_are_derived_again(
    dabi: Dabi, values: dict[str, Any], tmp_path: Path
) -> None:
    """That of the office, and until when the appeal may be filed: with the receipt taken back neither follows."""
    campaign, made = new(dabi, values, "campaign.yaml")
    receipt = asked(dabi, campaign, made)
    (reference,), problems = appeal(dabi, campaign, date(2026, 5, 10), tmp_path / "out", confirmed=True)
    assert problems == []
    assert check(dabi) == []
    with dabi.store.begin(dabi.actor) as record:
        taken_back = {"corrects": receipt, "reason": "misread"}
        record.append(Event(EventKind.CORRECTED, date(2026, 5, 11), None, made_of(record, receipt), taken_back))
        record.commit()
    assert [(problem.where, problem.what[:17]) for problem in check(dabi)] == [
        (f"letter {reference}", "states 2026-05-01"),
        (f"letter {reference}", "states 2026-05-31"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
def test_over_a_silent_appellate_authority_the_commission_is_asked_once_a_lawyer_approves(
    dabi: Dabi, values: dict[str, Any], tmp_path: Path, language: Language
) -> None:
    """Once for a request, in its applicant's name; both appeals stand in the table, and each last day follows."""
    campaign, made = new(dabi, {**values, "language": language.value}, "campaign.yaml")
    asked(dabi, campaign, made)
    (first,), _ = appeal(dabi, campaign, date(2026, 5, 10), tmp_path / "first", confirmed=True)
    with dabi.store.begin(dabi.actor) as record:
        received: dict[str, Fact] = {"received_on": "2026-05-11"}
        record.append(Event(EventKind.RECEIPT_RECORDED, date(2026, 5, 11), None, first, received, {"diary_no": "17/F"}))
        record.commit()
    (row,) = status(dabi, campaign, date(2026, 5, 11))
    assert row.open_appeal is None
    early, late, out = date(2026, 6, 24), date(2026, 7, 1), tmp_path / "second"
    assert appeal(dabi, campaign, early, out, confirmed=True) == ([], [])
    (row,) = status(dabi, campaign, late)
    assert (row.open_appeal, row.appeal_by) == (LetterKind.SECOND_APPEAL, date(2026, 9, 8))
    _, (problem,) = appeal(dabi, campaign, late, out, confirmed=True)
    assert (
        problem.remedy
        == f"Show one the papers: 'dabi claims approve {row.reference} --step second_appeal --lawyer NAME'."
    )
    approval = approve(dabi, row.reference, LetterKind.SECOND_APPEAL, late, "Namuna Ukil", dabi.actor)
    _, (problem,) = appeal(dabi, campaign, late, out, confirmed=False)
    assert "the Commission's post and address are not verified" in problem.what
    correct(dabi, row.reference, approval.seq, Correction.NOT_SO, "not this one", late, dabi.actor)
    _, (problem,) = appeal(dabi, campaign, late, out, confirmed=True)
    assert "no lawyer has approved" in problem.what
    approve(dabi, row.reference, LetterKind.SECOND_APPEAL, late, "Namuna Ukil", dabi.actor)
    (second,), problems = appeal(dabi, campaign, late, out, confirmed=True)
    assert problems == []
    assert appeal(dabi, campaign, late, out, confirmed=True) == ([], [])
    (row,) = status(dabi, campaign, late)
    assert (row.appeal, row.appeal_status, row.second, row.second_status) == (first, "silent", second, "printed")
    assert (row.open_appeal, row.appeal_by) == (None, None)
    with dabi.store.begin(dabi.actor) as record:
        (letter,) = record.letters(references=[second])
        context = record.letter_contexts([second], purpose="test")[second]
    assert context["request"]["reference"] == row.reference
    assert (context["first"]["reference"], context["first"]["diary"]) == (first, "17/F")
    assert (letter.kind, letter.office, letter.cites) == (
        LetterKind.SECOND_APPEAL, "information-commission:west-bengal", (row.reference, first),
    )  # fmt: skip
    assert context["lawyer_first"] is True
    assert check(dabi) == []


def made_of(record: Record, seq: int) -> str | None:
    """The letter that an event speaks of."""
    return next(event.letter for event in record.events() if event.seq == seq)


def test_only_a_coordinator_confirms_who_hears_an_appeal(hers: Dabi, values: dict[str, Any], tmp_path: Path) -> None:
    """A silent authority's appellate is as little verified as any office: the appeal waits for the same word."""
    campaign, made = new(hers, values, "campaign.yaml")
    asked(hers, campaign, made)
    silent = date(2026, 5, 10)
    references, problems = appeal(hers, campaign, silent, tmp_path / "out", confirmed=False)
    assert references == []
    assert [(one.where, one.remedy) for one in problems] == [
        ("dlsa:nadia", "Ask there; then a coordinator writes with --confirm.")
    ]
    with pytest.raises(NotAllowed, match="verified"):
        appeal(hers, campaign, silent, tmp_path / "out", confirmed=True)
    assert not (tmp_path / "out").exists()


def test_a_doubtful_reading_is_marked(dabi: Dabi) -> None:
    """A figure that was read with little confidence says so in the table."""

    def answer(value: str, raw: str, confidence: float) -> Finding:
        return Finding(value, raw, 1, (0.1, 0.1, 0.2, 0.2), confidence, Method.OCR)

    facts = {"answers": (answer("1", "128 applications", 0.95), answer("3", "31 awards", 0.4))}
    read = ReadDocument((1,), DocumentKind.REPLY, "eng", facts=facts)
    with dabi.store.begin("system:test") as record:
        reference = record.reserve_reference("campaign:x", None)
        dabi.store.vault.put(b"reply", intake(sha256(b"reply").hexdigest()))
        scan = record.add_scan(
            sha256(b"reply").hexdigest(), media_type="image/png", pages=1, received_on=ON, name="a.png"
        )
        record.add_document(scan.id, read, reference)
        letter = Letter(reference, LetterKind.RTI_REQUEST, None, "dlsa:nadia", 0, Language.ENGLISH, ON, 1, "", "", "")
        assert answers_to(record, letter) == {1: "128 applications", 3: "31 awards (?)"}
