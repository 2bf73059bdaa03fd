"""An office of the catalogue as its own stamps, seals and letterheads name it."""

from __future__ import annotations

import regex

from rules.office import Office
from rules.text import Text
from samples.truth import OfficeName

_BENGALI = regex.compile(r"\p{Bengali}")
_CONSONANT = regex.compile(r"[bcdfghjklmnpqrstvwxyz]")


def office_name(office: Office, superior: Text | None) -> OfficeName:
    """What stamps say of ``office``; ``superior`` is the designation of the office above, where there is one.

    A panchayat known only by its Bengali name has only Bengali stamps.
    """
    name, post, place = office.name, office.designation, office.address
    if _BENGALI.search(name.en):
        name, post, place = Text(name.bn, name.bn), Text(post.bn, post.bn), Text(place.bn, place.bn)
    kind = "".join(part[0] if "-" in office.kind else part for part in office.kind.split("-")).upper()
    district, block = [*office.id.partition(":")[2].split("/"), ""][:2]
    code = "".join(_CONSONANT.findall(block or district))[:3].upper()
    above = superior or Text("higher authority", "ঊর্ধ্বতন কর্তৃপক্ষ")
    return OfficeName(name, post, place, f"{kind}-{code}", Text(f"the {above.en}", above.bn))
