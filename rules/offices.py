"""Offices: who they are, where they stand, who is above them; made from kinds and places, known details on top."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rules.areas import Areas, Block, Place
from rules.office import Appellate, Office
from rules.office_names import Listed, bag, bare
from rules.office_rows import DistrictRow, KindRow, OfficeRow, RightsRow, Scope
from rules.text import Text, both_scripts, fold, in_scripts, slug

STATE = "west-bengal"
_AS_WRITTEN = (Scope.GRAM_PANCHAYAT, Scope.POLICE_STATION)  # a claim names them, whether a table lists them or not
_SINGLE = (*_AS_WRITTEN, Scope.HEALTH_UNIT)  # several to a block


class Offices:
    """All offices of the districts in the catalogue; panchayats and police stations are made from what is written."""

    def __init__(
        self, kinds: Mapping[str, KindRow], districts: Mapping[str, DistrictRow], rows: Mapping[str, OfficeRow]
    ) -> None:
        self._kinds = kinds
        self.areas = Areas(districts)
        self._rows = rows
        self._rights = tuple((row.id, row.rights) for row in kinds.values() if row.rights is not None)
        self._made: dict[str, Office] = {}
        self._bags: dict[str, dict[tuple[str, ...], list[str]]] = {}
        self._listed = Listed(row for row in rows.values() if self._is_single(row.id))

    def of_kind(self, kind: str) -> Sequence[Office]:
        """Every office of a kind in the State that needs no written name: those of all districts, or one of it."""
        scope = self._kinds[kind].scope
        if scope is Scope.STATE:
            return (self.office(f"{kind}:{STATE}"),)
        if scope is Scope.DISTRICT:
            return tuple(self.office(f"{kind}:{district}") for district in self.areas.rows)
        if scope in _SINGLE:
            return ()
        blocks = [block for area in self.areas.districts for block in self.areas.places(area.id)]
        places = [Place(block.district.id, block.id) for block in blocks if block.within(self._kinds[kind].reach)]
        return tuple(self.office(office) for office in dict.fromkeys(self.id_at(kind, place) for place in places))

    @property
    def kinds(self) -> Sequence[str]:
        """The ids of all kinds of office."""
        return tuple(self._kinds)

    @property
    def rights(self) -> Sequence[tuple[str, RightsRow]]:
        """The kinds of Commission to which any claim may be told in the end."""
        return self._rights

    def kind(self, kind: str) -> KindRow:
        return self._kinds[kind]

    def serves(self, kind: str, place: Place) -> bool:
        """Whether offices of ``kind`` serve the block or municipality of a place."""
        reach = self._kinds[kind].reach
        block = self.areas.find_block(place.block, place.district) if reach is not None else None
        return reach is None or block is None or block.within(reach)

    def office(self, office_id: str, place: Place | None = None) -> Office:
        """The office of an id such as ``bdo:south-24-parganas/basanti``; KeyError where there is none.

        A panchayat's id holds its name in one script only: where it is the one of ``place``, it is named as there.
        """
        made = self._by_id(self.canonical(office_id))
        if place is None or self._kinds[made.kind].scope not in _AS_WRITTEN:
            return made
        return next((here for here in self._written_at(place) if here.id == office_id), made)

    def canonical(self, office_id: str) -> str:
        """The id under which our tables list an office that a claim may have named in other words."""
        within, _, written = office_id.rpartition("/")
        return self._listed.find(within, written) or office_id

    def of_district(self, district: str) -> Iterator[Office]:
        """Every office that serves a district, panchayats and others as far as our tables list them."""
        return (self.office(office_id) for office_id, _, _ in self._fixed(district))

    def full_name(self, kind: str, english: str, bengali: str) -> dict[str, str]:
        """The name of a panchayat or police station with the words for what it is, in both languages."""
        name = self._kinds[kind].office.filled(place=Text(bare(english), bare(bengali)))
        return {"en": name.en, "bn": name.bn}

    def listed_names(self, office_id: str) -> tuple[str, ...]:
        """The names of a panchayat, police station or health unit of our tables; none of any other."""
        return self._listed.names(office_id)

    def _is_single(self, office_id: str) -> bool:
        kind = self._kinds.get(office_id.partition(":")[0])
        return kind is not None and kind.scope in _SINGLE

    def _by_id(self, office_id: str) -> Office:
        """The office of an id; once made it is kept."""
        if office_id not in self._made:
            self._made[office_id] = self._from_id(office_id)
        return self._made[office_id]

    def _from_id(self, office_id: str) -> Office:
        kind, _, rest = office_id.partition(":")
        parts = rest.split("/")
        if kind not in self._kinds or not rest:
            raise KeyError(office_id)
        scope = self._kinds[kind].scope
        made: Office | None = None
        match scope, parts:
            case Scope.STATE, [state] if state == STATE:
                made = self._make(kind, office_id, Place(""), None, None)
            case Scope.DIVISION, [division]:
                for row in self.areas.rows.values():
                    if slug(row.division.en) == division:
                        made = self._make(kind, office_id, Place(""), row, None)
            case Scope.POLICE_UNIT, [unit] if unit in self.areas.units:
                district = self.areas.rows[self.areas.units[unit][0]]
                made = self._make(kind, office_id, Place(district.id), district, None, unit=unit)
            case Scope.DISTRICT, [name] if name in self.areas.rows:
                made = self._make(kind, office_id, Place(name), self.areas.rows[name], None)
            case Scope.SUBDIVISION, [name, subdivision] if name in self.areas.rows:
                for block in self.areas.places(name):
                    if block.subdivision.id == subdivision:
                        made = self._make(kind, office_id, Place(name), self.areas.rows[name], block)
            case Scope.BLOCK, [name, block_id]:
                made = self._in_block(kind, office_id, Place(name, block_id))
            case ((Scope.GRAM_PANCHAYAT | Scope.POLICE_STATION), [name, block_id, written]):
                made = self._in_block(kind, office_id, _written(scope, name, block_id, written))
            case Scope.HEALTH_UNIT, [name, block_id, _] if office_id in self._rows:
                made = self._in_block(kind, office_id, Place(name, block_id))
        if made is None:
            raise KeyError(office_id)
        return made

    def _in_block(self, kind: str, office_id: str, place: Place) -> Office | None:
        """The office of an id within a block or municipality; None where no such office serves it."""
        block = self.areas.place(place.district, place.block)
        if block is None or not block.within(self._kinds[kind].reach):
            return None
        return self._make(kind, office_id, place, self.areas.rows[place.district], block)

    def at(self, kind: str, place: Place) -> Office:
        """The office of ``kind`` that serves ``place``; KeyError names what is missing of the place."""
        return self._named(self._by_id(self.id_at(kind, place)), place)

    def id_at(self, kind: str, place: Place) -> str:
        """The id of the office of ``kind`` that serves ``place``."""
        scope = self._kinds[kind].scope
        if scope is Scope.STATE:
            return f"{kind}:{STATE}"
        district = self.areas.find_any_district(place.district)
        if district is None:
            raise KeyError(f"district {place.district}")
        if scope is Scope.DIVISION:
            return f"{kind}:{slug(self.areas.rows[district.id].division.en)}"
        if scope is Scope.DISTRICT:
            return f"{kind}:{district.id}"
        block = self.areas.find_block(place.block, district.id)
        if block is None:
            raise KeyError(f"block {place.block} of {district.id}")
        if scope is Scope.SUBDIVISION:
            return f"{kind}:{district.id}/{block.subdivision.id}"
        if scope is Scope.POLICE_UNIT:
            return f"{kind}:{block.police_unit}"
        if not block.within(self._kinds[kind].reach):
            raise KeyError(f"{kind} in {block.id}")
        if scope is Scope.BLOCK:
            return f"{kind}:{district.id}/{block.id}"
        within = f"{kind}:{district.id}/{block.id}"
        if scope is Scope.HEALTH_UNIT:
            unit = in_scripts(place.health_unit)
            listed = self._listed.find(within, unit.en, unit.bn)
            if listed is None:
                raise KeyError(f"{scope.value} {place.health_unit} within {district.id}/{block.id}")
            return listed
        name = both_scripts(_written_name(scope, place))
        if not slug(name.en):
            raise KeyError(f"{scope.value} within {district.id}/{block.id}")
        return self._listed.find(within, name.en, name.bn) or f"{within}/{slug(name.en)}"

    def find(self, text: str, district: str, place: Place | None = None) -> Office | None:
        """An office by id, by name, or by kind and place in words ("BDO Basanti", "বিডিও বাসন্তী"); None if not sure.

        With ``place`` also the panchayat and the police station written there, by either script.
        """
        if ":" in text:
            try:
                return self.office(text.strip(), place)
            except KeyError:
                return None
        area = self.areas.find_district(district)
        if area is None:
            return None
        for office in self._written_at(place) if place is not None else ():
            if bag(text) in self._bags_of(office):
                return office
        found = self._phrases(area.id).get(bag(text), [])
        if len({office_id.partition(":")[2] for office_id in found}) != 1:
            return None
        return self.office(found[0])  # of two offices under one roof the lower one, which comes first

    def may_mean(self, text: str, district: str) -> frozenset[str]:
        """The ids of all offices of a district that words may name, also where they do not say which of several."""
        area = self.areas.find_district(district)
        return frozenset(self._phrases(area.id).get(bag(text), ())) if area is not None else frozenset()

    def held_in(self, text: str, district: str) -> frozenset[str]:
        """The ids of the offices of a district whose name, of two words or more, is held in a longer text."""
        area, words = self.areas.find_district(district), set(bag(text))
        phrases = self._phrases(area.id).items() if area is not None else ()
        return frozenset(one for name, ids in phrases if len(name) > 1 and words.issuperset(name) for one in ids)

    def named_kinds(self, text: str) -> frozenset[str]:
        """The kinds that free words such as "gram panchayat" or "থানা" name on their own."""
        words = fold(text)
        return frozenset(
            row.id
            for row in self._kinds.values()
            if words in {row.id, *map(fold, (*row.aliases, row.designation.en, row.designation.bn))}
        )

    def _written_at(self, place: Place) -> Iterator[Office]:
        """The offices of a place that are known only as they are written there."""
        for kind in self._kinds.values():
            if kind.scope in _AS_WRITTEN and _written_name(kind.scope, place):
                yield self.at(kind.id, place)

    def _bags_of(self, office: Office) -> frozenset[tuple[str, ...]]:
        """Bags of words that name such an office."""
        kind = self._kinds[office.kind]
        name = both_scripts(_written_name(kind.scope, office.place))
        said = (*kind.aliases, office.designation.en, office.designation.bn)
        names = {name.en, name.bn, *self._listed.names(office.id)}
        phrases = {f"{word} {script}" for word in said for script in names}
        return frozenset(map(bag, phrases | {office.name.en, office.name.bn}))

    def _phrases(self, district: str) -> Mapping[tuple[str, ...], list[str]]:
        """Bags of words that name an office of the district, made when first asked for."""
        if district not in self._bags:
            bags = self._bags.setdefault(district, {})
            for office_id, kind, areas in self._fixed(district):
                office, row = self.office(office_id), self._rows.get(office_id)
                phrases = {office.name.en, office.name.bn, *(row.aliases if row else ())}
                said = (*kind.aliases, office.designation.en, office.designation.bn)
                phrases |= {f"{name} {area}" for name in said for area in areas}
                for words in set(map(bag, phrases)):
                    bags.setdefault(words, []).append(office_id)
        return self._bags[district]

    def _fixed(self, district: str) -> Iterator[tuple[str, KindRow, tuple[str, ...]]]:
        """Every office of the district that needs no written name: its id, its kind, the words for its area."""
        seen = set()
        row = self.areas.rows[district]
        subs = {sub.id: sub for sub in row.subdivisions}
        for kind in self._kinds.values():
            for block in self.areas.places(district):
                if kind.scope in _SINGLE or not block.within(kind.reach):
                    continue
                office_id = self.id_at(kind.id, Place(district, block.id))
                if office_id in seen:
                    continue
                seen.add(office_id)
                sub = subs[block.subdivision.id]
                areas: tuple[str, ...] = ("",)
                if kind.scope is Scope.BLOCK:
                    areas = (block.name.en, block.name.bn, *block.aliases)
                elif kind.scope is Scope.SUBDIVISION:
                    areas = (sub.en, sub.bn, *sub.aliases)
                elif kind.scope is Scope.DISTRICT:
                    areas = ("", row.en, row.bn, *row.aliases)
                elif kind.scope is Scope.POLICE_UNIT:
                    unit = self.areas.units[block.police_unit][1]
                    areas = (unit.en, unit.bn)
                yield office_id, kind, areas
        for office_id in self._listed.within(district):
            yield office_id, self._kinds[office_id.partition(":")[0]], self._listed.names(office_id)

    def _named(self, office: Office, place: Place) -> Office:
        """A panchayat or police station under the name it was written with, not under its slug."""
        kind, row = self._kinds[office.kind], self._rows.get(office.id)
        if kind.scope not in _AS_WRITTEN:
            return office
        name = kind.office.filled(place=both_scripts(_written_name(kind.scope, place)))
        return replace(
            office,
            name=(row and row.name) or name,
            place=replace(office.place, gram_panchayat=place.gram_panchayat, police_station=place.police_station),
        )

    def _make(
        self,
        kind_id: str,
        office_id: str,
        place: Place,
        district: DistrictRow | None,
        block: Block | None,
        unit: str = "",
    ) -> Office:
        kind, row = self._kinds[kind_id], self._rows.get(office_id)
        police = self.areas.units[unit][1] if unit else None
        words = {
            "place": both_scripts(_written_name(kind.scope, place)),
            "block": block.name if block else Text("", ""),
            "subdivision": block.subdivision.name if block else Text("", ""),
            "district": Text(district.en, district.bn) if district else Text("", ""),
            "division": district.division if district else Text("", ""),
            "unit": Text(police.en, police.bn) if police else Text("", ""),
            "head": police.head if police else Text("", ""),
        }
        return Office(
            id=office_id,
            kind=kind_id,
            name=(row and row.name) or kind.office.filled(**words),
            designation=(row and row.designation) or kind.designation.filled(**words),
            place=place,
            address=(row and row.address) or self._address(kind, district, block),
            salutation=kind.salutation,
            superior=kind.superior,
            pio=(row and row.pio) or kind.pio,
            faa=(row and row.faa) or kind.faa,
            appellate=_appellate(row) if row is not None else None,
            fee_mode=(row and row.fee_mode) or "court-fee",
            court=kind.court,
            rti=kind.rti and not kind.court,
            requests=(row and row.requests) or kind.requests,
            verified=bool(row and row.verified_by),
            verification=(row or kind).verification.value,
        )

    def _address(self, kind: KindRow, district: DistrictRow | None, block: Block | None) -> Text:
        """The post town that can be told from the place; never more than is known."""
        if kind.address is not None:
            return kind.address
        if kind.town == "state" or district is None:
            return Text("Kolkata", "কলকাতা")
        if kind.town == "district" or block is None:
            return district.headquarters
        if kind.town == "subdivision":
            row = next(s for s in district.subdivisions if s.id == block.subdivision.id)
            if row.headquarters is not None:
                return row.headquarters
            town = block.subdivision.name
        else:
            town = block.name
        return Text(f"{town.en}, District {district.en}", f"{town.bn}, জেলা {district.bn}")


def _written(scope: Scope, district: str, block: str, written: str) -> Place:
    name = " ".join(part.capitalize() for part in written.split("-"))
    if scope is Scope.GRAM_PANCHAYAT:
        return Place(district, block, gram_panchayat=name)
    return Place(district, block, police_station=name)


def _written_name(scope: Scope, place: Place) -> str:
    """The name, in each script that is given, without the words that the pattern adds; empty for other offices."""
    if scope not in _AS_WRITTEN:
        return ""
    written = in_scripts(place.gram_panchayat if scope is Scope.GRAM_PANCHAYAT else place.police_station)
    return " / ".join(filter(None, map(bare, (written.en, written.bn))))


def _appellate(row: OfficeRow) -> Appellate | None:
    told = Appellate(row.appellate_post, row.appellate_office, row.appellate_address)
    return None if told == Appellate(None, None, None) else told
