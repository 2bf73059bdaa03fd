"""Forms: what each is filled with, and who may not be asked for one."""

from dataclasses import replace
from datetime import date

import pytest

from rules.areas import Place
from rules.catalogue import Catalogue
from rules.errors import InputProblems
from rules.letters import FormKind, Language
from rules.people import Capacity, Claim, Identity, YesNoUnknown
from templates.catalog import LetterCatalog
from templates.forms import FormRequest, compose_form


@pytest.fixture
def asked(law: Catalogue, claim: Claim, identity: Identity, place: Place) -> FormRequest:
    office = law.offices.at("district-judge", place)
    return FormRequest(FormKind.CONSENT_NOTICE, claim, identity, date(2026, 2, 2), office)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", FormKind)
def test_every_form_fills_in_both_languages(
    letters: LetterCatalog, asked: FormRequest, kind: FormKind, language: Language
) -> None:
    """The context is exactly what the form declares; no word in it brands her."""
    context = compose_form(replace(asked, kind=kind, claim=replace(asked.claim, language=language)))
    filled = letters.template(kind, language).fill("x", {**context, "reference": "7K4Q-9XM2-A"})
    xml = str(filled.parts).casefold()
    for word in ("survivor", "traffick", "dabi", "পাচার", "উদ্ধার"):
        assert word not in xml


@pytest.mark.parametrize(
    "change",
    [
        {"child_at_offence": YesNoUnknown.YES},
        {"child_at_offence": YesNoUnknown.UNKNOWN},
        {"applicant_capacity": Capacity.GUARDIAN},
    ],
)
def test_no_authorisation_for_who_was_or_may_have_been_a_child(asked: FormRequest, change: dict[str, object]) -> None:
    """Nobody but a court discloses a child's identity; the other forms can be made."""
    claim = replace(asked.claim, **change)  # type: ignore[arg-type]
    with pytest.raises(InputProblems, match="child"):
        compose_form(replace(asked, kind=FormKind.AUTHORISATION, claim=claim))
    assert compose_form(replace(asked, kind=FormKind.WITHDRAWAL, claim=claim))


def test_an_authorisation_does_not_say_where_papers_reach_her(asked: FormRequest) -> None:
    """It is shown to others; her address is not."""
    assert "Post Box 12" not in str(compose_form(replace(asked, kind=FormKind.AUTHORISATION)))


def test_an_application_for_protection_goes_to_the_competent_authority(asked: FormRequest) -> None:
    """The District and Sessions Judge heads it."""
    context = compose_form(replace(asked, kind=FormKind.WITNESS_PROTECTION))
    assert context["to"]["designation"] == "জেলা ও দায়রা জজ"  # type: ignore[index]


def test_a_missing_bengali_name_is_asked_for(asked: FormRequest) -> None:
    """As in her letters, it is never transliterated."""
    with pytest.raises(InputProblems, match="claimant_name_bn"):
        compose_form(replace(asked, identity=replace(asked.identity, name_bn="")))
