"""No letter in her name without her yes; going past a missing one is a right of its own, its reason on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.errors import NotAllowed, StoreRefuses, UsageError
from rules.events import EventKind
from rules.people import Claim, Consent, ConsentTo, DossierConsent, YesNoUnknown
from rules.roles import Role
from store.record import Record
from store.session import Store
from store.verify import verify

ACTOR = "person:command-line"
ON = date(2026, 1, 5)
REASON = "She is in hospital and asked by telephone."


@pytest.fixture
def claim(store: Store, samples: Any) -> Claim:
    with store.begin(ACTOR) as record:
        made: Claim = samples.claim(record, samples.claimant(record))
        record.commit()
    return made


def write(store: Store, samples: Any, claim: Claim, key: str = "step-1") -> None:
    with store.begin(ACTOR) as record:
        samples.letter(store, record, claim, key=key)
        record.commit()


def consents(record: Record, claim: Claim) -> list[tuple[EventKind, object]]:
    kinds = (EventKind.CONSENT_GIVEN, EventKind.CONSENT_WITHDRAWN, EventKind.CONSENT_OVERRIDDEN)
    return [(event.kind, event.facts["scope"]) for event in record.events(claims=[claim.code], kinds=kinds)]


def test_a_withdrawn_consent_stops_her_letters(store: Store, samples: Any, claim: Claim) -> None:
    """From then on the record takes no letter of hers; those written before stay as they are."""
    write(store, samples, claim)
    with store.begin(ACTOR) as record:
        assert record.withdraw_consent(claim.claimant, ConsentTo.APPLY, on=ON) == [claim.code]
        record.commit()
    with pytest.raises(StoreRefuses, match="has not agreed"):
        write(store, samples, claim, "step-2")
    with store.begin(ACTOR) as record:
        assert len(record.letters()) == 1
        assert not record.claims()[0].consent.apply
        assert consents(record, claim) == [(EventKind.CONSENT_WITHDRAWN, "apply")]
    assert verify(store) == []


def test_a_consent_given_anew_lets_them_go_on(store: Store, samples: Any, claim: Claim) -> None:
    """With its own last day, offices and dossier; each is an event."""
    with store.begin(ACTOR) as record:
        record.withdraw_consent(claim.claimant, ConsentTo.APPLY, on=ON)
        consent = Consent(ON, date(2027, 3, 1), True, None, DossierConsent.NONE)
        record.give_consent(claim.code, consent, on=ON)
        assert record.claims()[0].consent == consent
        assert consents(record, claim)[1:] == [
            (EventKind.CONSENT_GIVEN, "apply"),
            (EventKind.CONSENT_GIVEN, "offices"),
            (EventKind.CONSENT_WITHDRAWN, "dossier"),
        ]
        record.commit()
    write(store, samples, claim)


@pytest.mark.parametrize(
    "consent",
    [
        Consent(date(2025, 1, 5), date(2026, 1, 4), True, None, DossierConsent.NONE),
        Consent(date(2026, 1, 6), None, True, None, DossierConsent.NONE),
        Consent(ON, None, True, (), DossierConsent.NONE),
        Consent(ON, None, False, None, DossierConsent.NONE),
    ],
)
def test_a_consent_that_does_not_hold_that_day_is_none(
    store: Store, samples: Any, claim: Claim, consent: Consent
) -> None:
    """Ended the day before, beginning the day after, to no office, or refused."""
    with store.begin(ACTOR) as record:
        record.give_consent(claim.code, consent, on=ON)
        record.commit()
    with pytest.raises(StoreRefuses, match="dabi people consent"):
        write(store, samples, claim)


def test_what_has_ended_can_be_gone_past_on_one_day(store: Store, samples: Any, claim: Claim) -> None:
    """With a reason, which is sealed with the claim; the day after it holds no more."""
    with store.begin(ACTOR) as record:
        ended = Consent(date(2025, 1, 5), date(2026, 1, 4), True, None, DossierConsent.NONE)
        record.give_consent(claim.code, ended, on=date(2025, 1, 5))
        record.override_consent(claim.code, ConsentTo.APPLY, REASON, on=ON)
        record.commit()
    write(store, samples, claim)
    with store.begin(ACTOR) as record:
        (event,) = record.events(kinds=[EventKind.CONSENT_OVERRIDDEN])
        assert (event.actor, event.beside, event.facts) == (ACTOR, {"reason": REASON}, {"scope": "apply"})
        assert record.overridden([claim.code], ON) == {claim.code: {ConsentTo.APPLY}}
        assert record.overridden([claim.code], date(2026, 1, 6)) == {}


def test_nobody_goes_past_her_no(store: Store, claim: Claim) -> None:
    """Nor into a dossier at all, nor without a reason."""
    with store.begin(ACTOR) as record:
        with pytest.raises(UsageError, match="sentence"):
            record.override_consent(claim.code, ConsentTo.APPLY, "urgent", on=ON)
        with pytest.raises(UsageError, match="dossier"):
            record.override_consent(claim.code, ConsentTo.DOSSIER, REASON, on=ON)
        record.withdraw_consent(claim.claimant, ConsentTo.APPLY, on=ON)
        with pytest.raises(UsageError, match="said no"):
            record.override_consent(claim.code, ConsentTo.APPLY, REASON, on=ON)
        assert record.overridden([claim.code], ON) == {}


def test_going_past_a_consent_is_a_right_of_its_own(store: Store, claim: Claim) -> None:
    """A coordinator has it only if an administrator gave it to her by name."""
    with store.begin(ACTOR) as record:
        first = record.add_user("Chhobi", "three dry words", Role.ADMINISTRATOR, on=ON)
        record.commit()
    actors = []
    with store.begin(first.actor) as record:
        for name, more in (("Ranu", False), ("Mita", True)):
            user = record.add_user(
                name, "three dry words", Role.COORDINATOR, on=ON, organisation="phool", may_override=more
            )
            actors.append(user.actor)
        record.commit()
    with store.begin(actors[0]) as record, pytest.raises(NotAllowed, match="missing consent"):
        record.override_consent(claim.code, ConsentTo.APPLY, REASON, on=ON)
    with store.begin(actors[1]) as record:
        record.override_consent(claim.code, ConsentTo.APPLY, REASON, on=ON)
        assert len(record.events(kinds=[EventKind.CONSENT_OVERRIDDEN])) == 1


@pytest.mark.parametrize(
    ("child", "kept"),
    [
        (YesNoUnknown.YES, DossierConsent.CODED),
        (YesNoUnknown.UNKNOWN, DossierConsent.CODED),
        (YesNoUnknown.NO, DossierConsent.NAMED),
    ],
)
def test_who_may_have_been_a_child_is_always_coded(
    store: Store, samples: Any, child: YesNoUnknown, kept: DossierConsent
) -> None:
    """Whatever was ticked, when the claim is entered and when she is asked anew."""
    named = Consent(ON, None, True, None, DossierConsent.NAMED)
    with store.begin(ACTOR) as record:
        like = samples.claim(record, samples.claimant(record))
        fields = {name: getattr(like, name) for name in like.__dataclass_fields__ if name != "code"}
        fields |= {"service": "other", "child_at_offence": child, "consent": named}
        made = record.add_claim(**fields)
        assert made.consent == replace(named, dossier=kept)
        record.give_consent(made.code, named, on=ON)
        assert record.claims(codes=[made.code])[0].consent.dossier is kept


def test_a_general_request_and_an_adopted_paper_need_nobodys_yes(store: Store, samples: Any, claim: Claim) -> None:
    """The one names no person; the other was handed in by herself before."""
    write(store, samples, claim)
    with store.begin(ACTOR) as record:
        record.withdraw_consent(claim.claimant, ConsentTo.APPLY, on=ON)
        (letter,) = record.letters()
        for key, change in (("a", {"variant": "aggregate"}), ("b", {"docx": None, "office_copy": None})):
            reference = record.reserve_reference(key, claim.code)
            record.add_letter(replace(letter, reference=reference, **change), key=key, context={})
        assert len(record.letters()) == 3


def test_of_an_erased_person_no_consent_is_recorded(store: Store, claim: Claim) -> None:
    """There is nobody any more who could have given it."""
    from store.erasure import erase

    erase(store, claim.claimant, on=ON, actor=ACTOR)
    with store.begin(ACTOR) as record, pytest.raises(UsageError, match="erased"):
        record.give_consent(claim.code, Consent(ON, None, True, None, DossierConsent.NONE), on=ON)
