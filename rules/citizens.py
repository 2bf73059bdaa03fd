"""Citizens who ask in general under the RTI Act: social workers, each in her own name and at an address of her own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rules.text import Text, fold, in_scripts


@dataclass(frozen=True, slots=True)
class Citizen:
    """``name`` as the claims of her ``organisation`` have it, in one script or both; ``address``: for the answers."""

    organisation: str
    name: str
    address: str

    @property
    def names(self) -> Text:
        return in_scripts(self.name)

    def is_called(self, organisation: str, name: str) -> bool:
        """Whether a social worker of that organisation is this citizen; a name in one script is enough."""
        mine, other = ({fold(one) for one in (text.en, text.bn) if one} for text in (self.names, in_scripts(name)))
        return organisation == self.organisation and bool(mine & other)

    def also_called(self, name: str) -> Citizen:
        """The same citizen with what ``name`` has in a script in which hers is missing."""
        names, other = self.names, in_scripts(name)
        return replace(self, name=" / ".join(filter(None, (names.en or other.en, names.bn or other.bn))))


def called(among: Iterable[Citizen], organisation: str, name: str) -> Citizen | None:
    """The citizen that a social worker of an organisation is."""
    return next((one for one in among if one.is_called(organisation, name)), None)
