"""The shape of the rows that tell of districts and offices."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rules.letters import RequestForm
from rules.rows import Both, Identifier, Row, SourcedRow
from rules.text import Text


class Scope(StrEnum):
    """The area that one office of a kind serves."""

    GRAM_PANCHAYAT = "gram-panchayat"
    POLICE_STATION = "police-station"
    HEALTH_UNIT = "health-unit"
    BLOCK = "block"
    SUBDIVISION = "subdivision"
    POLICE_UNIT = "police-unit"
    DISTRICT = "district"
    DIVISION = "division"
    STATE = "state"


class Reach(StrEnum):
    """Which areas an office serves, where it does not serve all."""

    RURAL = "rural"  # blocks with their panchayats
    TOWN = "town"  # municipalities
    RATIONED = "rationed"  # the statutory rationing area
    UNRATIONED = "unrationed"


class SubdivisionRow(Row):
    class BlockRow(Row):
        id: Identifier
        en: str
        bn: str
        aliases: tuple[str, ...] = ()
        police_unit: Identifier | None = None  # where it differs from its sub-division's
        rationed: bool = False  # in the statutory rationing area

    id: Identifier
    en: str
    bn: str
    police_unit: Identifier
    headquarters: Both | None = None
    aliases: tuple[str, ...] = ()
    blocks: tuple[BlockRow, ...]
    municipalities: tuple[BlockRow, ...] = ()


class PoliceUnitRow(Row):
    id: Identifier
    en: str
    bn: str
    head: Both  # Superintendent of Police; in a commissionerate the Deputy Commissioner


class DistrictRow(SourcedRow):
    id: Identifier
    en: str
    bn: str
    aliases: tuple[str, ...] = ()
    lgd: int | None = None
    division: Both
    headquarters: Both
    valid_from: date | None = None
    valid_to: date | None = None
    police_units: tuple[PoliceUnitRow, ...] = ()
    subdivisions: tuple[SubdivisionRow, ...] = ()  # none: no claim lies there, only offices of the whole district


class RequestRules(SourcedRow):
    """An authority's own rules for requests for information, where they are not the State's (RTI Act s.28)."""

    name: Both
    fee: Annotated[int, Field(ge=0, le=500)]  # rupees for a request
    form: Both | None = None  # its own form, as the request's enclosures name it
    form_id: RequestForm | None = None  # the form of ours that is printed for it; else somebody fills it in by hand

    @model_validator(mode="after")
    def _names_its_form(self) -> Self:
        if self.form_id is not None and self.form is None:
            raise ValueError("form_id without form: the enclosures need the form's name")
        return self


class RightsRow(Row):
    """A Commission to which any claim may be told once its ladder has ended, instead of another such."""

    takes: Both  # what it is for
    children: bool = False  # only where she was a child at the time, or that is not known
    women: bool = False  # not for a claimant who is known to be a man or a boy
    limit: Identifier | None = None  # our own clock for going there


class KindRow(SourcedRow):
    """A kind of office. Patterns may hold {place}, {block}, {subdivision}, {district}."""

    id: Identifier
    scope: Scope
    reach: Reach | None = None  # None: every area
    designation: Both
    office: Both  # pattern of the office's name
    town: Literal["block", "subdivision", "district", "state"]  # where its post goes
    address: Both | None = None  # for kinds with one office in the State
    salutation: Both = Text("Sir / Madam,", "মহাশয় / মহাশয়া,")
    aliases: tuple[str, ...] = ()  # words by which avoid_offices or a reply may name the kind
    superior: Identifier | None = None
    pio: Both
    faa: Identifier | None = None
    rti: bool = True  # a public authority under the RTI Act
    requests: RequestRules | None = None  # else the State's rules
    court: bool = False  # courts: not addressed by the letters of a claim, and asked under their own rules
    rights: RightsRow | None = None
    lawyer: bool = False  # a lawyer approves each paper for it: SP, Commissions, SLSA, and every court
    on_demand: bool = False  # whether offices of the kind come from the place as written, not from our tables


class OfficeRow(SourcedRow):
    """What is known of one office: overrides whatever its kind would say."""

    id: str = Field(pattern=r"^[a-z0-9-]+:\S+$")
    name: Both | None = None
    designation: Both | None = None
    address: Both | None = None
    aliases: tuple[str, ...] = ()
    pio: Both | None = None
    faa: Identifier | None = None  # the kind of its first appellate authority
    appellate_post: Both | None = None  # that authority as the office's board or reply names it: post,
    appellate_office: Both | None = None  # office
    appellate_address: Both | None = None  # and address
    fee_mode: Identifier | None = None  # how it takes the fee of a request: the words are the letters'
    requests: RequestRules | None = None
