"""Where a claim lies: districts, sub-divisions, blocks and municipalities, each found under any of its spellings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.office_names import block_key
from rules.office_rows import DistrictRow, PoliceUnitRow, Reach
from rules.text import Text, fold


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim lies. District and block by id, name or alias; panchayat and police station as written, in one
    script or in both ("Kalpanagar / কল্পনাগর"); a health unit by any name that our tables have for it."""

    district: str
    block: str = ""
    gram_panchayat: str = ""
    police_station: str = ""
    health_unit: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A district or sub-division: its id and its name."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Block:
    """A block; or a municipality (``town``), which has no panchayats. ``rationed``: by the Directorate of Rationing."""

    id: str
    name: Text
    district: Area
    subdivision: Area
    police_unit: str
    aliases: tuple[str, ...] = ()
    town: bool = False
    rationed: bool = False

    def within(self, reach: Reach | None) -> bool:
        """Whether an office that serves only such areas serves this one."""
        match reach:
            case None:
                return True
            case Reach.RURAL:
                return not self.town
            case Reach.TOWN:
                return self.town
            case Reach.RATIONED:
                return self.rationed
        return not self.rationed


class Areas:
    """The districts of the catalogue with what lies in them."""

    def __init__(self, rows: Mapping[str, DistrictRow]) -> None:
        self.rows = rows
        self.units: dict[str, tuple[str, PoliceUnitRow]] = {
            unit.id: (row.id, unit) for row in rows.values() for unit in row.police_units
        }
        self._places = {row.id: {block.id: block for block in _blocks(row)} for row in rows.values()}
        self._district_names = {
            fold(name): row.id for row in rows.values() for name in (row.id, row.en, row.bn, *row.aliases)
        }
        self._block_names = {
            district: {
                block_key(name): block.id
                for block in blocks.values()
                for name in (block.id, block.name.en, block.name.bn, *block.aliases)
            }
            for district, blocks in self._places.items()
        }

    @property
    def districts(self) -> Sequence[Area]:
        """The districts where claims lie: those whose blocks are known."""
        return tuple(_area(row) for row in self.rows.values() if row.subdivisions)

    def places(self, district: str) -> Sequence[Block]:
        """The blocks and municipalities of a district (by id)."""
        return tuple(self._places[district].values())

    def blocks(self, district: str) -> Sequence[Block]:
        """The blocks of a district (by id)."""
        return tuple(block for block in self.places(district) if not block.town)

    def place(self, district: str, block: str) -> Block | None:
        """A block or municipality by the ids of both."""
        return self._places.get(district, {}).get(block)

    def find_district(self, text: str) -> Area | None:
        """A district where claims lie, by id, name or alias in either language."""
        found = self.find_any_district(text)
        return found if found is not None and self.rows[found.id].subdivisions else None

    def find_any_district(self, text: str) -> Area | None:
        """Any district of the State."""
        found = self._district_names.get(fold(text))
        return None if found is None else _area(self.rows[found])

    def find_block(self, text: str, district: str) -> Block | None:
        """A block or municipality of ``district`` by id, name or alias in either language."""
        area = self.find_district(district)
        if area is None:
            return None
        found = self._block_names[area.id].get(block_key(text))
        return self._places[area.id].get(found) if found else None


def _area(row: DistrictRow) -> Area:
    return Area(row.id, Text(row.en, row.bn))


def _blocks(district: DistrictRow) -> Iterator[Block]:
    for sub in district.subdivisions:
        for row in (*sub.blocks, *sub.municipalities):
            yield Block(
                row.id,
                Text(row.en, row.bn),
                _area(district),
                Area(sub.id, Text(sub.en, sub.bn)),
                row.police_unit or sub.police_unit,
                row.aliases,
                town=row in sub.municipalities,
                rationed=row.rationed,
            )
