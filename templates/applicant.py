"""Who writes a letter: her name in its script, her relation, the one address that may be used; else a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.errors import Problem
from rules.letters import Language
from rules.people import FEMALE, MALE, Capacity, Identity, Relation
from rules.text import Text, fold

_RELATIONS_BN = {
    Relation.FATHER: "পিতা",
    Relation.MOTHER: "মাতা",
    Relation.HUSBAND: "স্বামী",
    Relation.GUARDIAN: "অভিভাবক",
}
_COMMITTEE = Text("the Child Welfare Committee", "শিশু কল্যাণ সমিতি")
_OF_AGE = 18
_OF_COMMITTEE = "শিশু কল্যাণ সমিতির"
_FOR_COMMITTEE = Text("Child Welfare Committee's", "শিশু কল্যাণ সমিতির পক্ষে")
_LIVES_HERE = Text("a resident of the area of your office", "আপনার দপ্তরের এলাকার বাসিন্দা")
_LIVES_IN_STATE = Text("a resident of West Bengal", "পশ্চিমবঙ্গের বাসিন্দা")


@dataclass(frozen=True, slots=True)
class Applicant:
    """A person other than the claimant who applies in her own name, as a citizen (the social worker)."""

    name: str
    name_bn: str
    reply_address: str


def of_claimant(
    where: str, language: Language, identity: Identity, capacity: Capacity, today: date, *, of_the_area: bool = True
) -> tuple[dict[str, object], list[Problem]]:
    """The ``applicant`` fields of her own letter. A name missing in the letter's script is asked for, never made up.

    ``of_the_area``: the office serves a place, where she lives; else she is introduced as living in the State.
    """
    problems: list[Problem] = []
    bengali = language is Language.BENGALI
    name = _name(where, language, identity.name, identity.name_bn, "claimant_name", problems)
    guardian = ""
    if identity.guardian_name or identity.guardian_name_bn or capacity is Capacity.GUARDIAN:
        guardian = _name(where, language, identity.guardian_name, identity.guardian_name_bn, "guardian_name", problems)
    relation = _relation(identity, guardian, bengali)
    lives = (_LIVES_HERE if of_the_area else _LIVES_IN_STATE).of(language)
    signer = guardian if capacity is Capacity.GUARDIAN else name
    if capacity is Capacity.SELF:
        shown = name
        introduction = _self(name, relation, lives, bengali)
    else:
        through = guardian if capacity is Capacity.GUARDIAN else _COMMITTEE.of(language)
        shown = f"{name} (পক্ষে: {through})" if bengali else f"{name} (through {through})"
        by = through if not bengali else _of(through, bengali) if capacity is Capacity.GUARDIAN else _OF_COMMITTEE
        who = name if _is_adult(identity, today) else f"{name} ({_minor(identity.gender).of(language)})"
        introduction = _through(who, by, lives, bengali)
        relation = ""
    fields: dict[str, object] = {
        "name": shown,
        "relation": relation,
        "address": address_lines(where, identity.reply_address, problems),
        "signer": _FOR_COMMITTEE.of(language) if capacity is Capacity.CWC else _of(signer, bengali),
        "humbly": _closing(identity.gender, bengali),
        "introduction": introduction,
        "read_over": True,
    }
    return fields, problems


def of_citizen(where: str, language: Language, applicant: Applicant) -> tuple[dict[str, object], list[Problem]]:
    """The ``applicant`` fields of a request in a social worker's own name; nothing in it points to a claimant."""
    problems: list[Problem] = []
    name = _name(where, language, applicant.name, applicant.name_bn, "social worker's name", problems)
    fields: dict[str, object] = {
        "name": name,
        "relation": "",
        "address": address_lines(where, applicant.reply_address, problems),
        "signer": _of(name, language is Language.BENGALI),
        "humbly": _closing("", language is Language.BENGALI),
        "read_over": False,
    }
    return fields, problems


def address_lines(where: str, address: str, problems: list[Problem]) -> list[str]:
    """The lines of an address; without one there is no letter."""
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    if not lines:
        problems.append(
            Problem(where, "no address for replies is given.", "Ask which address is safe.", "reply_address")
        )
    return lines


def keeps_from_panchayat(identity: Identity) -> bool:
    """Whether she wishes the panchayat not to learn of it, going by her offices to avoid."""
    words = {fold(entry) for entry in identity.avoid_offices}
    alone = {fold(word) for word in ("gp", "panchayat", "pradhan", "পঞ্চায়েত", "প্রধান")}
    within = (fold("gram panchayat"), fold("গ্রাম পঞ্চায়েত"))
    return any(word in alone or word.startswith("gp:") or any(part in word for part in within) for word in words)


def _name(where: str, language: Language, english: str, bengali: str, field: str, problems: list[Problem]) -> str:
    name = bengali if language is Language.BENGALI else english
    if not name.strip():
        script, column = ("Bengali", f"{field}_bn") if language is Language.BENGALI else ("English", field)
        what = f"the letter is in {script} and this name is not known in {script} script."
        problems.append(Problem(where, what, "Ask how it is written; names are not transliterated.", column))
    return name.strip()


def _of(name: str, bengali: bool) -> str:
    """Whose signature or thumb impression it is, as it stands before these words."""
    return f"{name}-এর" if bengali else f"{name}'s"


def _relation(identity: Identity, guardian: str, bengali: bool) -> str:
    if not guardian or identity.relation is None:
        return ""
    if bengali:
        return f"{_RELATIONS_BN[identity.relation]}: {guardian}"
    if identity.relation is Relation.HUSBAND:
        return f"wife of {guardian}"
    if identity.relation is Relation.GUARDIAN:
        return f"ward of {guardian}"
    gender = identity.gender.casefold()
    return f"{'daughter' if gender in FEMALE else 'son' if gender in MALE else 'child'} of {guardian}"


def _self(name: str, relation: str, lives: str, bengali: bool) -> str:
    who = f"{name}, {relation}" if relation else name
    return f"আমি, {who}, {lives}" if bengali else f"I, {who}, am {lives}"


def _through(who: str, through: str, lives: str, bengali: bool) -> str:
    if bengali:
        return f"আমি, {who}, {through} মাধ্যমে এই আবেদন করছি; আমি {lives}"
    return f"I, {who}, apply through {through}; I am {lives}"


def _is_adult(identity: Identity, today: date) -> bool:
    """Whether her year of birth says so whatever her birthday; where it is not known a guardian acts for a minor."""
    return identity.birth_year is not None and today.year - identity.birth_year > _OF_AGE


def _minor(gender: str) -> Text:
    folded = gender.casefold()
    return Text("a minor", "নাবালিকা" if folded in FEMALE else "নাবালক" if folded in MALE else "অপ্রাপ্তবয়স্ক")


def _closing(gender: str, bengali: bool) -> str:
    if not bengali:
        return "Yours faithfully,"
    folded = gender.casefold()
    return "বিনীতা," if folded in FEMALE else "বিনীত," if folded in MALE else "নিবেদন ইতি,"
