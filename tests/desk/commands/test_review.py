"""`dabi review`: what a person settles becomes an event once, and what cannot be does not."""

from __future__ import annotations

from collections.abc import Mapping

from flows.wiring import Dabi, Settings, open_dabi
from rules.events import Event, EventKind
from rules.findings import ReviewReason
from rules.text import nfc
from store.reviews import ReviewEntry
from tests.desk.desks import FOUR, ROW, Desk

ON = ["--on", "2026-07-20"]


def opened(desk: Desk) -> Dabi:
    return open_dabi(Settings(desk.home, desk.key, desk.home / "inbox", keep_inbox=False))


def pending(desk: Desk) -> str:
    """A claim that waits at the BDO since 2 March, without a receipt; its letter's reference."""
    [code] = desk.claims([{**FOUR[3], "diary_no": ""}])
    dabi = opened(desk)
    with dabi.store.begin("system:test", read_only=True) as record:
        [letter] = record.letters(claims=[code])
    dabi.store.close()
    return letter.reference


def ask(desk: Desk, kind: str, letter: str | None, facts: Mapping[str, str], reason: str = "received_date") -> int:
    """Queue a question as the reader of scans does; its number."""
    dabi = opened(desk)
    with dabi.store.begin("system:test") as record:
        entry = ReviewEntry(
            kind=kind,
            reasons=(ReviewReason(reason, "the date by pen is not clear enough"),),
            letter=letter,
            facts=dict(facts),
        )
        number = record.add_review(entry)
        record.commit()
    dabi.store.close()
    return number


def events(desk: Desk, letter: str) -> list[Event]:
    dabi = opened(desk)
    with dabi.store.begin("system:test", read_only=True) as record:
        found = record.events(letter=letter)
    dabi.store.close()
    return [event for event in found if event.kind not in (EventKind.LETTER_ADOPTED, EventKind.LETTER_FILED)]


def test_nothing_waits_in_a_fresh_store(desk: Desk) -> None:
    """An empty list ends with 0."""
    said = desk("review", "list", "--json")
    assert (said.code, said.json) == (0, {"reviews": [], "postponed": 0})


def test_what_waits_is_listed_and_shown(desk: Desk) -> None:
    """A waiting entry makes the list end with 4; its reasons and what would be recorded are shown."""
    letter = pending(desk)
    number = ask(desk, "receipt", letter, {"received_date": "2026-03-04"})
    said = desk("review", "list", "--json")
    assert said.code == 4
    [entry] = said.json["reviews"]
    assert (entry["id"], entry["kind"], entry["letter"], entry["state"]) == (number, "receipt", letter, "open")
    why, why_bn = "the date by pen is not clear enough", "কলমে লেখা তারিখ স্পষ্ট নয়"
    assert entry["reasons"] == [{"field": "received_date", "reason": why, "reason_bn": nfc(why_bn)}]
    shown = desk("review", "show", number, "--json")
    assert (shown.code, shown.json["would_record"]) == (0, {"received_date": "2026-03-04"})
    printed = desk("review", "show", number).out
    assert f"date received: {why}" in printed
    assert nfc(f"প্রাপ্তির তারিখ: {why_bn}") in nfc(printed)


def test_an_accepted_receipt_is_an_event(desk: Desk) -> None:
    """Accepting records the day and the number as read; the clock of the letter runs from it."""
    letter = pending(desk)
    number = ask(desk, "receipt", letter, {"received_date": "2026-03-04", "diary_no": "412/26"})
    said = desk("review", "accept", number, *ON, "--json")
    assert (said.code, said.json["state"]) == (0, "accepted")
    [event] = events(desk, letter)
    assert (event.kind, event.on.isoformat(), event.beside["diary_no"]) == (
        EventKind.RECEIPT_RECORDED, "2026-03-04", "412/26",
    )  # fmt: skip
    assert event.facts["received_on"] == "2026-03-04"
    assert desk("track", *ON, "--json").json["overdue"][0]["clock"]["from"] == "2026-03-04"


def test_a_corrected_receipt_says_what_the_person_read(desk: Desk) -> None:
    """What a person writes stands over what was read; what she leaves out stays."""
    letter = pending(desk)
    number = ask(desk, "receipt", letter, {"received_date": "2026-08-04", "diary_no": "412"})
    assert desk("review", "accept", number, *ON).code == 3
    said = desk("review", "correct", number, "--received-date", "2026-03-04", *ON, "--json")
    assert (said.code, said.json["state"]) == (0, "corrected")
    [event] = events(desk, letter)
    assert (event.facts["received_on"], event.beside["diary_no"]) == ("2026-03-04", "412")


def test_a_number_alone_is_added_to_the_date_on_record(desk: Desk) -> None:
    """Where the date stands already, a correction that only gives the number records the number."""
    letter = pending(desk)
    desk("review", "accept", ask(desk, "receipt", letter, {"received_date": "2026-03-04"}), *ON)
    number = ask(desk, "receipt", letter, {"received_date": "2026-03-04"}, "diary_no")
    assert desk("review", "correct", number, "--diary-no", "৪১২", *ON).code == 0
    days = [(event.facts["received_on"], event.beside.get("diary_no")) for event in events(desk, letter)]
    assert days == [("2026-03-04", None), ("2026-03-04", "৪১২")]
    same = ask(desk, "receipt", letter, {"received_date": "2026-03-04", "diary_no": "412"})
    assert desk("review", "accept", same, *ON).code == 0
    assert len(events(desk, letter)) == 2
    other = ask(desk, "receipt", letter, {"received_date": "2026-03-04", "diary_no": "999"})
    assert desk("review", "accept", other, *ON).code == 3
    assert len(events(desk, letter)) == 2


DATED = ["--letter-date", "2026-03-20", "--outcome"]
IMPOSSIBLE = [
    ("receipt", [], "received_date"),
    ("receipt", ["--received-date", "2026-02-30"], "'2026-02-30' is not a date"),
    ("receipt", ["--received-date", "20260304x"], "not a date"),
    ("receipt", ["--received-date", "2026-07-21"], "after the day of the scan"),
    ("receipt", ["--received-date", "2026-03-01"], "before the letter was written"),
    ("receipt", ["--received-date", "2026-03-04", "--letter", "Kalpana Namuna"], "letter"),
    ("receipt", ["--received-date", "2026-03-04", "--number-kind", "lucky"], "number_kind"),
    ("reply", ["--letter-date", "2026-03-20"], "outcome"),
    ("reply", ["--outcome", "granted"], "letter_date"),
    ("reply", [*DATED, "perhaps"], "outcome"),
    ("reply", [*DATED, "hearing_fixed", "--hearing-date", "31.02.2026"], "hearing_date"),
    ("reply", [*DATED, "fee_demanded", "--fee-amount", "ten, from Kalpana"], "fee_amount"),
]  # fmt: skip


def test_what_cannot_be_is_refused_and_the_entry_waits_on(desk: Desk) -> None:
    """Impossible dates, outcomes and sums give 3 with the field; no event comes of them and the entry stays open."""
    letter = pending(desk)
    for kind, words, told in IMPOSSIBLE:
        number = ask(desk, kind, letter, {})
        said = desk("review", "correct", number, *words, *ON) if words else desk("review", "accept", number, *ON)
        assert said.code == 3, words
        assert told in said.err, words
        assert "Kalpana" not in said.err
        assert desk("review", "show", number, "--json").json["state"] == "open"
    assert events(desk, letter) == []


def test_settling_twice_is_refused(desk: Desk) -> None:
    """What was accepted, corrected or discarded is settled; a second word is refused and records nothing."""
    letter = pending(desk)
    number = ask(desk, "receipt", letter, {"received_date": "2026-03-04"})
    other = ask(desk, "receipt", letter, {})
    assert desk("review", "accept", number, *ON).code == 0
    assert desk("review", "discard", other, "--reason", "a blank page", "--json").json["state"] == "discarded"
    for one in (number, other):
        for words in (
            ["accept", one, *ON],
            ["correct", one, "--received-date", "2026-03-05", *ON],
            ["discard", one, "--reason", "x"],
        ):
            said = desk("review", *words)
            assert said.code == 2
            assert "already" in said.err
    assert len(events(desk, letter)) == 1
    assert desk("review", "list").code == 0


def test_a_reply_is_what_it_decides(desk: Desk) -> None:
    """A reply accepted is a reply and what it decided; a hearing keeps its day, a fee its sum; twice is once."""
    letter = pending(desk)
    facts = {"letter_date": "2026-03-20", "outcome": "hearing_fixed", "hearing_date": "2026-04-02", "memo_no": "88/BDO"}
    assert desk("review", "accept", ask(desk, "reply", letter, facts), *ON).code == 0
    assert desk("review", "accept", ask(desk, "reply", letter, facts), *ON).code == 0
    fee = {"letter_date": "2026-03-25", "outcome": "fee_demanded", "fee_amount": "30"}
    assert desk("review", "accept", ask(desk, "reply", letter, fee), *ON).code == 0
    found = {event.kind: event for event in events(desk, letter)}
    assert len(events(desk, letter)) == 4
    assert found[EventKind.HEARING_FIXED].facts == {"hearing_on": "2026-04-02"}
    assert found[EventKind.FEE_DEMANDED].facts == {"sent_on": "2026-03-25", "amount": "30"}


def test_a_file_becomes_what_a_person_says_it_is(desk: Desk) -> None:
    """Of a file that could not be read a person may say that it is a receipt of a letter, and of which day."""
    letter = pending(desk)
    number = ask(desk, "file", None, {}, "file")
    assert desk("review", "accept", number, *ON).code == 2
    assert desk("review", "correct", number, "--kind", "song", *ON).code == 2
    words = ["--kind", "receipt", "--letter", letter.lower(), "--received-date", "2026-03-04"]
    assert desk("review", "correct", number, *words, *ON).code == 0
    assert [event.kind for event in events(desk, letter)] == [EventKind.RECEIPT_RECORDED]


def test_entries_that_are_not_there_are_wrong_usage(desk: Desk) -> None:
    """An unknown number, a correction that says nothing and a discard without a reason give 2."""
    desk.claims([ROW])
    number = ask(desk, "receipt", None, {})
    wrong = [["show", 99], ["accept", 99], ["discard", 99, "--reason", "x"], ["correct", number], ["show", "x"]]
    for words in [*wrong, ["discard", number, "--reason", " "]]:
        assert desk("review", *words).code == 2, words


def test_an_entry_put_off_is_listed_from_its_day(desk: Desk) -> None:
    """Before it nothing waits, and the list says how many are put off; a day that is not later is wrong usage."""
    number = ask(desk, "receipt", pending(desk), {})
    assert desk("review", "postpone", number, "--until", "2026-07-20", *ON).code == 2
    said = desk("review", "postpone", number, "--until", "2026-07-27", *ON, "--json")
    assert (said.code, said.json["state"], said.json["postponed_until"]) == (0, "open", "2026-07-27")
    assert f"put off to 2026-07-27 by {said.json['postponed_by']}" in desk("review", "show", number).out
    waiting = desk("review", "list", *ON, "--json")
    assert (waiting.code, waiting.json) == (0, {"reviews": [], "postponed": 1})
    assert desk("review", "list", "--all", *ON).code == 4
    assert desk("review", "list", "--on", "2026-07-27").code == 4


def test_what_has_no_pages_is_not_regrouped(desk: Desk) -> None:
    """Cutting or joining an entry that no page belongs to is wrong usage and leaves it open."""
    letter = pending(desk)
    one, other = ask(desk, "receipt", letter, {}), ask(desk, "receipt", letter, {})
    for words in (["split", one, "--at", "2"], ["join", one, other], ["join", one]):
        said = desk("review", *words, *ON)
        assert said.code == 2, words
        assert desk("review", "show", one, "--json").json["state"] == "open"
