"""One office, as letters address it, and who hears appeals against it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rules.areas import Place
from rules.letters import RequestForm
from rules.office_rows import RequestRules
from rules.text import Text

if TYPE_CHECKING:
    from rules.offices import Offices


@dataclass(frozen=True, slots=True)
class Appellate:
    """What an office's board or reply says of who hears appeals against it; None where it says nothing."""

    post: Text | None
    office: Text | None
    address: Text | None


@dataclass(frozen=True, slots=True)
class Office:
    """One office. ``verified``: a person confirmed its details; ``court``: a lawyer's matter, not a letter's."""

    id: str
    kind: str
    name: Text
    designation: Text
    place: Place
    address: Text
    salutation: Text
    superior: str | None  # kind of the office above
    pio: Text  # designation of its information officer
    faa: str | None  # kind of its first appellate authority
    appellate: Appellate | None = None  # that authority's particulars, where they are known
    fee_mode: str = "court-fee"
    court: bool = False
    rti: bool = True  # a public authority, of which information may be asked in a claim
    requests: RequestRules | None = None  # its own rules for that; else the State's
    verified: bool = False
    verification: str = "general-knowledge"

    @property
    def counter(self) -> tuple[str, str, str]:
        """What tells apart, and sorts, where letters go: authorities that boards name share the id of their kind's."""
        return self.id, self.name.en, self.designation.en

    @property
    def request_form(self) -> RequestForm | None:
        """The form of its own that is printed behind a request for information."""
        return self.requests.form_id if self.requests is not None else None


def first_appellate_office(office: Office, place: Place, offices: Offices) -> Office | None:
    """The office that hears a first appeal against the information officer of ``office``; None where not known.

    It is the office of its kind, under the post, name and address that ``office`` itself gives for it; what is given
    there is as verified as ``office`` is.
    """
    if office.faa is None:
        return None
    try:
        found = offices.at(office.faa, place)
    except KeyError:
        return None
    named = office.appellate
    if named is None:
        return found
    return replace(
        found,
        designation=named.post or found.designation,
        name=named.office or found.name,
        address=named.address or found.address,
        verified=office.verified and (found.verified or None not in (named.post, named.office, named.address)),
    )


def offices_meant(addressee: Office, place: Place, offices: Offices) -> tuple[Office, ...]:
    """The offices of our tables that an addressee is, seen from ``place``.

    An appellate authority that a board names bears the id of its kind's office, and its post, name and address may be
    those of others: then they are given instead, all that the words may mean or hold. Otherwise it is the addressee
    itself.
    """
    plain = offices.office(addressee.id, place)
    if (addressee.designation, addressee.name, addressee.address) == (plain.designation, plain.name, plain.address):
        return (addressee,)
    meant: dict[str, Office] = {}
    for post, name, address in (
        (addressee.designation.en, addressee.name.en, addressee.address.en),
        (addressee.designation.bn, addressee.name.bn, addressee.address.bn),
    ):
        for words in (name, f"{post} {name}", f"{post} {address}", f"{name} {address}"):
            for office_id in offices.may_mean(words, place.district):
                meant[office_id] = offices.office(office_id)
            if (found := offices.find(words, place.district, place)) is not None:
                meant[found.id] = found
        for kind in offices.named_kinds(post) | offices.named_kinds(name):
            try:
                found = offices.at(kind, place)
            except KeyError:
                continue  # none of that kind serves the place
            meant[found.id] = found
    parts = ("designation", "name", "address")
    told = [text for part in parts if (text := getattr(addressee, part)) != getattr(plain, part)]
    for words in (" ".join(text.en for text in told), " ".join(text.bn for text in told)):
        meant |= {office_id: offices.office(office_id) for office_id in offices.held_in(words, place.district)}
    others = tuple(office for office_id, office in sorted(meant.items()) if office_id != addressee.id)
    return others or (addressee,)
