"""Each role may do what it is for and nothing else, and what lies outside its bounds does not exist for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from rules.citizens import Citizen
from rules.errors import NotAllowed, UsageError
from rules.events import Event, EventKind
from rules.findings import DocumentKind, ReadDocument, ReviewReason
from rules.letters import AGGREGATE, Letter
from rules.people import Claim
from rules.roles import ROLES, Right, Role
from store import migrate
from store.keys import HOUSE, intake
from store.letters import NewLetter
from store.record import Record
from store.reviews import ReviewEntry, ReviewState
from store.scans import ScanState
from store.session import Store
from tests.store.hands import filled

ON = date(2026, 1, 5)
FIRST = "person:command-line"
BOUNDS: Mapping[Role, dict[str, str]] = {
    Role.SOCIAL_WORKER: {"organisation": "phool"},
    Role.OPERATOR: {"organisation": "phool"},
    Role.COORDINATOR: {"organisation": "phool"},
    Role.COLLECTIVE: {"collective": "utsho"},
}


class House:
    """Two organisations with a claim, a letter, a scan and a review each, and people who may sign in to the first."""

    def __init__(self, store: Store, samples: Any) -> None:
        self.store = store
        with store.begin(FIRST) as record:
            self.ours, self.our_letter, self.our_review = self._one(record, samples, "phool", "utsho")
            self.theirs, self.their_letter, self.their_review = self._one(record, samples, "kuri", "alo")
            record.add_user("first", "three dry words", Role.ADMINISTRATOR, on=ON)
            record.commit()
        with store.begin(FIRST) as record, pytest.raises(NotAllowed):
            record.claims()  # from now on one signs in
        self.first = store.sign_in("first", "three dry words")

    def actor(self, role: Role) -> str:
        """A user of this role in the first organisation."""
        if role is Role.ADMINISTRATOR:
            return self.first
        with self.store.begin(self.first) as record:
            user = record.add_user(f"a {role.value}", "three dry words", role, on=ON, **BOUNDS.get(role, {}))
            record.commit()
        return user.actor

    def operator_of(self, organisation: str) -> str:
        """An operator of another organisation."""
        with self.store.begin(self.first) as record:
            name, words = f"operator of {organisation}", "three dry words"
            user = record.add_user(name, words, Role.OPERATOR, on=ON, organisation=organisation)
            record.commit()
        return user.actor

    def _one(self, record: Record, samples: Any, organisation: str, collective: str) -> tuple[Claim, Letter, int]:
        claimant = record.add_claimant(samples.identity(f"Rupali {organisation}"), organisation=organisation, on=ON)
        claim = samples.claim(record, claimant, organisation=organisation, collective=collective)
        letter = samples.letter(self.store, record, claim, key=organisation)
        said = {"words": "she was told to come back"}
        record.append(Event(EventKind.VISIT_RECORDED, ON, claim.code, letter.reference, {"answer": "absent"}, said))
        data = organisation.encode()
        address = sha256(data).hexdigest()
        self.store.vault.put(data, intake(address))
        scan = record.add_scan(address, media_type="image/png", pages=1, received_on=ON, name="a.png")
        document = record.add_document(scan.id, ReadDocument((1,), DocumentKind.REPLY, "ben"), letter.reference)
        entry = ReviewEntry(
            "reply", (ReviewReason("date", "smudged"),), scan=scan.id, document=document, letter=letter.reference
        )
        return claim, letter, record.add_review(entry)


@pytest.fixture
def house(store: Store, samples: Any) -> House:
    return House(store, samples)


# What each right lets one do, tried on the first organisation's own rows.
CALLS: Mapping[Right, tuple[Callable[[Record, House, Any], object], ...]] = {
    Right.CLAIMS: (
        lambda record, house, samples: record.claims(),
        lambda record, house, samples: record.claimants(),
        lambda record, house, samples: record.letters(),
        lambda record, house, samples: record.letter(house.our_letter.reference),
        lambda record, house, samples: record.reservation(house.our_letter.reference),
        lambda record, house, samples: record.reference_of("phool"),
        lambda record, house, samples: record.blank_references(),
    ),
    Right.NAMES: (
        lambda record, house, samples: record.identities([house.ours.claimant], "test"),
        lambda record, house, samples: record.claimants_named("Rupali phool"),
        lambda record, house, samples: record.claimants_with_phone("1234567890"),
        lambda record, house, samples: filled(record, house.our_letter.reference),
        lambda record, house, samples: record.citizens(),
    ),
    Right.EVENTS: (lambda record, house, samples: record.events(),),
    Right.PAPERS: (
        lambda record, house, samples: record.scans(),
        lambda record, house, samples: record.scan(1),
        lambda record, house, samples: record.scan_name(1),
        lambda record, house, samples: record.documents(),
        lambda record, house, samples: record.reviews(),
        lambda record, house, samples: record.review(house.our_review),
        lambda record, house, samples: record.note_papers_seen([house.our_letter.reference], "test"),
    ),
    Right.ENTER: (
        lambda record, house, samples: samples.claimant(record),
        lambda record, house, samples: record.put_citizen(Citizen("phool", "Ranu", "Post Box 9")),
        lambda record, house, samples: record.remove_citizen("phool", "Ranu"),
    ),
    Right.TELL: (
        lambda record, house, samples: record.append(Event(EventKind.GO_GIVEN, ON, house.ours.code)),
        lambda record, house, samples: record.bind_reference(house.our_letter.reference, house.ours.code),
    ),
    Right.WRITE: (
        lambda record, house, samples: record.reserve_reference("new", house.ours.code),
        lambda record, house, samples: record.add_letter(house.our_letter, key="phool", context={}),
        lambda record, house, samples: record.open_job("write_letters", {}),
    ),
    Right.TAKE_IN: (
        lambda record, house, samples: record.settle_scan(1, ScanState.READ),
        lambda record, house, samples: record.add_review(ReviewEntry("file", ())),
        lambda record, house, samples: record.postpone_review(house.our_review, ON),
        lambda record, house, samples: record.settle_review(house.our_review, ReviewState.ACCEPTED),
        lambda record, house, samples: record.open_job("take_in_scans", {}),
    ),
    Right.TRACK: (lambda record, house, samples: record.open_job("track_deadlines", {}),),
    Right.DOSSIER: (lambda record, house, samples: record.open_job("compile_dossier", {}),),
    Right.ORDER: (
        lambda record, house, samples: record.set_standing_order("track_deadlines", {}),
        lambda record, house, samples: record.standing_order("track_deadlines"),
    ),
    Right.AUDIT: (lambda record, house, samples: record.accesses(),),
    Right.USERS: (lambda record, house, samples: record.users(),),
}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_what_it_is_for_and_nothing_else(house: House, samples: Any, role: Role) -> None:
    """Every call of the record is tried; a refusal names the actor and the right, with exit code 6."""
    actor = house.actor(role)
    for right, calls in CALLS.items():
        for call in calls:
            with house.store.begin(actor) as record:
                if right in ROLES[role]:
                    call(record, house, samples)
                    continue
                with pytest.raises(NotAllowed, match=right.value) as refused:
                    call(record, house, samples)
                assert actor in str(refused.value)
                assert refused.value.exit_code == 6


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.OPERATOR, Role.COORDINATOR, Role.COLLECTIVE])
def test_what_lies_outside_does_not_exist(house: House, role: Role) -> None:
    """Another organisation's claims, people, letters, events, papers and reviews: as if they were not on record."""
    theirs, letter, actor = house.theirs, house.their_letter.reference, house.actor(role)
    with house.store.begin(actor) as record:
        assert {claim.organisation for claim in record.claims()} == {"phool"}
        assert record.claims(codes=[theirs.code]) == record.claims(claimants=[theirs.claimant]) == []
        assert theirs.claimant not in {person.code for person in record.claimants()}
        assert record.letter(letter) is None
        assert record.letters(claims=[theirs.code]) == record.letters(references=[letter]) == []
        assert record.reservation(letter) is None
        assert record.events(claims=[theirs.code]) == record.events(letter=letter) == []
        assert {event.claim for event in record.events()} == {house.ours.code}
        if record.may(Right.NAMES):
            with pytest.raises(UsageError, match="no claimant"):
                record.identities([theirs.claimant], "test")
            assert record.claimants_named("Rupali kuri") == []
            assert record.claimants_named("Rupali phool") == [house.ours.claimant]
            assert filled(record, letter) is None
        if record.may(Right.PAPERS):
            assert [entry.letter for entry in record.reviews()] == [house.our_letter.reference]
            assert record.review(house.their_review) is None
            assert record.documents(letter=letter) == []
            assert len(record.documents()) == 1
        if record.may(Right.TELL):
            with pytest.raises(UsageError, match="no claim"):
                record.append(Event(EventKind.GO_GIVEN, ON, theirs.code))
            with pytest.raises(UsageError, match="not a reference"):
                record.bind_reference(letter, house.ours.code)
        if record.may(Right.TAKE_IN):
            with pytest.raises(UsageError, match="no review"):
                record.settle_review(house.their_review, ReviewState.ACCEPTED)
        if record.may(Right.AUDIT):
            assert all(theirs.claimant not in access.claimants for access in record.accesses())


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.COORDINATOR])
def test_citizens_of_another_organisation_do_not_exist(house: House, role: Role) -> None:
    """They are not listed, and nobody is put there or removed from there."""
    ours = Citizen("phool", "Ranu", "Post Box 9")
    with house.store.begin("system:import_claims") as record:
        record.put_citizen(Citizen("kuri", "Ranu", "Post Box 3"))
        record.commit()
    with house.store.begin(house.actor(role)) as record:
        record.put_citizen(ours)
        assert record.citizens() == [ours]
        with pytest.raises(NotAllowed, match="another organisation"):
            record.put_citizen(Citizen("kuri", "Mukta", "Post Box 3"))
        with pytest.raises(NotAllowed, match="another organisation"):
            record.remove_citizen("kuri", "Ranu")


def test_words_are_for_those_who_may_read_them(house: House) -> None:
    """A collective sees a claim by its code, without her words, and a visit without what was said."""
    with house.store.begin(house.actor(Role.COLLECTIVE)) as record:
        (claim,) = record.claims()
        (visit,) = record.events()
        assert (claim.details, claim.social_worker, visit.beside) == ("", "", {})
    with house.store.begin(house.actor(Role.SOCIAL_WORKER)) as record:
        assert record.claims()[0].details
        assert record.events()[0].beside["words"]
    with house.store.begin(house.actor(Role.AUDITOR)) as record:
        assert [event.beside for event in record.events()] == [{}, {}]


def unmatched(house: House, actor: str, data: bytes) -> tuple[int, int, int]:
    """A scan that ``actor`` hands in, a paper on it that answers nobody yet, and the question about it."""
    address = sha256(data).hexdigest()
    with house.store.begin(actor) as record:
        house.store.vault.put(data, intake(address))
        scan = record.add_scan(address, media_type="image/png", pages=1, received_on=ON, name="Rupali.png").id
        document = record.add_document(scan, ReadDocument((1,), DocumentKind.OTHER, "ben"))
        reasons = (ReviewReason("kind", "no known form"),)
        review = record.add_review(ReviewEntry("other", reasons, scan=scan, document=document))
        record.commit()
    return scan, document, review


def seen(house: House, actor: str, scan: int, document: int, review: int) -> list[bool]:
    """Whether a scan, a paper on it and a question about it exist for ``actor``, by whichever way she asks."""
    with house.store.begin(actor) as record:
        found = [
            [scan in [one.id for one in record.scans()], record.scan(scan) is not None],
            [document in [one.id for one in record.documents()], bool(record.documents(ids=[document]))],
            [review in [one.id for one in record.reviews()], record.review(review) is not None],
        ]
        assert all(one == other for one, other in found)
        if found[0][0]:
            assert record.scan_name(scan) == "Rupali.png"
        else:
            with pytest.raises(UsageError, match="no scan"):
                record.scan_name(scan)
    return [one for one, _ in found]


def opens(house: House, actor: str, address: str) -> bool:
    """Whether the vault gives an actor a paper; one that does not exist for her is as if it had never been put."""
    try:
        house.store.vault.get(address, actor)
    except UsageError:
        return False
    return True


def test_a_paper_exists_for_those_whose_it_is(house: House, store: Store) -> None:
    """A letter by whose it is, a scan by who handed it in or is answered on it; who has the bytes may ask for them."""
    mine, theirs = house.actor(Role.OPERATOR), house.operator_of("kuri")
    for letter, wanted in ((house.our_letter, [True, False]), (house.their_letter, [False, True])):
        assert [opens(house, one, letter.docx or "") for one in (mine, theirs)] == wanted
    for name, wanted in (("phool", [True, False]), ("kuri", [False, True])):
        assert [opens(house, one, sha256(name.encode()).hexdigest()) for one in (mine, theirs)] == wanted
    dossier = store.vault.put(b"a dossier", "house")
    assert [opens(house, one, dossier) for one in (mine, theirs)] == [True, True]
    assert store.vault.holds(b"kuri")
    assert not store.vault.holds(b"nobody's")


def asked_generally(house: House, organisation: str, *, cites: tuple[str, ...] = ()) -> tuple[Letter, int]:
    """A letter of no claim by a citizen of an organisation, printed and answered; and the question about the answer."""
    with house.store.begin("system:write_letters") as record:
        key = f"general:{organisation}:{len(cites)}"
        reference = record.reserve_reference(key, None)
        papers = {
            name: house.store.vault.put(f"{name} {reference}".encode(), HOUSE)
            for name in ("docx", "office_copy", "receipt_copy")
        }
        letter = replace(
            house.our_letter, reference=reference, claim=None, variant=AGGREGATE, cites=cites, own_fields=(), **papers
        )
        record.add_letters([NewLetter(letter, key, {"name": f"Ranu {organisation}"}, organisation)])
        facts = {} if cites else {"organisation": organisation}
        record.append(Event(EventKind.LETTER_PRINTED, ON, None, reference, facts, {"citizen": f"Ranu {organisation}"}))
        record.commit()
    with house.store.begin("system:take_in_scans") as record:
        review = record.add_review(ReviewEntry("reply", (ReviewReason("date", "smudged"),), letter=reference))
        record.commit()
    return letter, review


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.OPERATOR, Role.COORDINATOR, Role.COLLECTIVE])
def test_what_a_citizen_of_another_organisation_asks_does_not_exist(house: House, role: Role) -> None:
    """Its letter, events, words, papers and questions are not there; that it was asked can be taken into account."""
    (mine, my_review), (theirs, their_review) = (asked_generally(house, whose) for whose in ("phool", "kuri"))
    actor, hers = house.actor(role), role is not Role.COLLECTIVE
    with house.store.begin(actor) as record:
        for letter, exists in ((mine, hers), (theirs, False)):
            reference = letter.reference
            assert (record.letter(reference) == letter) is exists
            assert (letter in record.letters()) is exists
            assert bool(record.letters(references=[reference])) is exists
            assert (record.reservation(reference) is not None) is exists
            assert bool(record.events(letter=reference)) is exists
            if record.may(Right.NAMES):
                assert (filled(record, reference) is not None) is exists
        if record.may(Right.PAPERS):
            assert record.review(my_review) is not None
            assert record.review(their_review) is None
            assert [opens(house, actor, one.docx or "") for one in (mine, theirs)] == [True, False]
        if record.may(Right.TAKE_IN):
            with pytest.raises(UsageError, match="no review"):
                record.settle_review(their_review, ReviewState.ACCEPTED)
        assert {mine, theirs} <= set(record.letters(variant=AGGREGATE, shared=True))
        told = record.events(letters=[mine.reference, theirs.reference], shared=True)
        read = {"citizen": "Ranu phool"} if record.may(Right.PAPERS) and hers else {}
        assert [event.beside for event in told] == [read, {}]


def test_whose_citizen_asked_is_known_of_letters_from_before_it_was_kept(house: House) -> None:
    """By what the event of its printing says, and of an appeal by the request that it cites."""
    request, _ = asked_generally(house, "kuri")
    appeal, _ = asked_generally(house, "kuri", cites=(request.reference,))
    with house.store._engine.begin() as connection:
        migrate.downgrade(connection, "0005")
        migrate.upgrade(connection)
    for organisation, exists in (("phool", False), ("kuri", True)):
        with house.store.begin(house.operator_of(organisation)) as record:
            assert [record.letter(one.reference) is not None for one in (request, appeal)] == [exists, exists]


def test_a_journey_opens_the_papers_of_who_asked_for_it(house: House, store: Store) -> None:
    """As it sees that person's rows; on a schedule it opens all."""
    paper = house.their_letter.docx or ""
    assert opens(house, "system:write_letters", paper)
    store.act_for(house.actor(Role.SOCIAL_WORKER))
    assert not opens(house, "system:write_letters", paper)
    assert opens(house, "system:write_letters", house.our_letter.docx or "")


@pytest.mark.parametrize("role", [Role.COLLECTIVE, Role.AUDITOR, Role.ADMINISTRATOR])
def test_papers_are_not_for_every_role(house: House, role: Role) -> None:
    """Whose role is codes, events or keys opens none."""
    actor = house.actor(role)
    with pytest.raises(NotAllowed):
        house.store.vault.get(house.our_letter.docx or "", actor)


def test_an_unmatched_scan_is_seen_by_those_who_handed_it_in(house: House) -> None:
    """Its name, what was read of it and what is asked about it; to another organisation it does not exist."""
    mine, theirs = house.actor(Role.OPERATOR), house.operator_of("kuri")
    found = unmatched(house, mine, b"a pile")
    assert seen(house, mine, *found) == [True, True, True]
    assert seen(house, theirs, *found) == [False, False, False]
    with house.store.begin(theirs) as record:
        again = record.add_scan(
            sha256(b"a pile").hexdigest(), media_type="image/png", pages=1, received_on=ON, name="mine.png"
        )
        assert again.id == found[0]


def test_a_scan_that_two_organisations_hand_in_is_both_of_theirs_until_it_is_matched(house: House) -> None:
    """An office's list sent to both of them: neither is told that it is known and then sees nothing."""
    mine, theirs = house.actor(Role.OPERATOR), house.operator_of("kuri")
    found = unmatched(house, mine, b"a list")
    with house.store.begin(theirs) as record:
        record.add_scan(sha256(b"a list").hexdigest(), media_type="image/png", pages=1, received_on=ON)
        record.commit()
    assert seen(house, mine, *found) == seen(house, theirs, *found) == [True, True, True]
    with house.store.begin("system:take_in_scans") as record:
        record.add_document(found[0], ReadDocument((1,), DocumentKind.REPLY, "ben"), house.our_letter.reference)
        record.commit()
    assert seen(house, mine, *found) == [True, True, True]
    assert seen(house, theirs, *found) == [False, False, False]


def test_a_scan_of_a_common_inbox_is_anybodys_until_it_is_matched(house: House) -> None:
    """Then it is seen where its letters are; of a mixed pile each side sees its own papers and what nobody could place.

    A journey on a schedule hands in for nobody."""
    mine, theirs = house.actor(Role.OPERATOR), house.operator_of("kuri")
    scan, document, review = unmatched(house, "system:take_in_scans", b"from the inbox")
    assert seen(house, mine, scan, document, review) == seen(house, theirs, scan, document, review) == [True] * 3
    with house.store.begin("system:take_in_scans") as record:
        other = record.add_document(scan, ReadDocument((1,), DocumentKind.REPLY, "ben"), house.their_letter.reference)
        record.commit()
    assert seen(house, mine, scan, document, review) == [False] * 3
    assert seen(house, theirs, scan, document, review) == [True] * 3
    with house.store.begin("system:take_in_scans") as record:
        record.add_document(scan, ReadDocument((1,), DocumentKind.REPLY, "ben"), house.our_letter.reference)
        record.commit()
    assert seen(house, mine, scan, document, review) == [True] * 3
    with house.store.begin(mine) as record:
        assert record.documents(ids=[other]) == []


def test_of_a_pile_of_others_only_her_own_paper_exists(house: House) -> None:
    """The scan it lies on is there for her, with nothing else that is on it."""
    mine, theirs = house.actor(Role.OPERATOR), house.operator_of("kuri")
    scan, document, review = unmatched(house, theirs, b"their pile")
    with house.store.begin("system:take_in_scans") as record:
        hers = record.add_document(scan, ReadDocument((1,), DocumentKind.REPLY, "ben"), house.our_letter.reference)
        record.commit()
    assert seen(house, mine, scan, document, review) == [True, False, False]
    with house.store.begin(mine) as record:
        assert [one.id for one in record.documents(scan=scan)] == [hers]


def test_nobody_enters_people_elsewhere(house: House, samples: Any) -> None:
    """A person or claim of another organisation would be out of her sight at once."""
    with house.store.begin(house.actor(Role.SOCIAL_WORKER)) as record, pytest.raises(NotAllowed, match="another"):
        record.add_claimant(samples.identity(), organisation="kuri", on=ON)


def test_a_journey_sees_what_exists_for_who_asked(house: House) -> None:
    """It has its own rights, within the bounds of the person for whom it works; on a schedule it sees all."""
    journey = "system:write_letters"
    with house.store.begin(journey) as record:
        assert len({claim.organisation for claim in record.claims()}) == 2
    house.store.act_for(house.actor(Role.COLLECTIVE))
    with house.store.begin(journey) as record:
        assert {claim.collective for claim in record.claims()} == {"utsho"}
        assert record.identities([house.ours.claimant], "test")
        with pytest.raises(UsageError):
            record.identities([house.theirs.claimant], "test")
        with pytest.raises(NotAllowed):
            record.users()
    house.store.act_for("social-worker:u-222222")
    with house.store.begin(journey) as record, pytest.raises(NotAllowed):
        record.claims()


@pytest.mark.parametrize(
    "actor", ["system:test", "system:nothing", "social-worker:u-222222", "coordinator:command-line"]
)
def test_where_there_are_users_nobody_else_is_anybody(house: House, actor: str) -> None:
    """Neither a journey that does not exist nor a role that one gives oneself."""
    with house.store.begin(actor) as record, pytest.raises(NotAllowed):
        record.claims()


def test_a_user_in_another_role_is_nobody(house: House) -> None:
    """The id alone does not do: an operator does not become a coordinator by saying so."""
    named = house.actor(Role.OPERATOR).replace("operator:", "coordinator:")
    with house.store.begin(named) as record, pytest.raises(NotAllowed):
        record.claims()


def test_people_see_their_own_jobs_alone(house: House) -> None:
    """What another one asked for may hold codes of claims; who gives standing orders sees every job."""
    worker, operator, coordinator = map(house.actor, (Role.SOCIAL_WORKER, Role.OPERATOR, Role.COORDINATOR))
    with house.store.begin(worker) as record:
        job = record.open_job("write_letters", {"claims": [house.ours.code]})
        record.commit()
    with house.store.begin(operator) as record:
        assert record.jobs() == []
        assert record.job(job) is None
        with pytest.raises(UsageError, match="no job"):
            record.job_request(job)
    with house.store.begin(coordinator) as record:
        assert [one.id for one in record.jobs()] == [job]


def test_the_journeys_are_held_to_their_rights_even_without_users(store: Store) -> None:
    """A store of one person: she may do everything, the reading of scans may not erase anybody."""
    with store.begin("system:take_in_scans") as record:
        with pytest.raises(NotAllowed):
            record.need(Right.ERASE)
        with pytest.raises(NotAllowed):
            record.need(Right.ENTER)
    with store.begin(FIRST) as record:
        assert all(record.may(right) for right in Right)
