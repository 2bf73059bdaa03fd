"""Which page layouts keep text out of strip and codes by themselves."""

import pytest

from rules.letters import Language, LetterKind
from templates.catalog import LetterCatalog
from templates.compose import MADE
from templates.fill import DOCUMENT, LetterTemplate
from templates.page_room import keeps_clear


@pytest.mark.parametrize("language", Language)
def test_every_shipped_letter_keeps_clear(letters: LetterCatalog, language: Language) -> None:
    """So that none of their pages has to be looked at in a run."""
    assert [kind for kind in MADE if not keeps_clear(letters.template(kind, language))] == []


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (DOCUMENT, 'w:bottom="1814"', 'w:bottom="1000"'),
        (DOCUMENT, 'w:left="1417"', 'w:left="600"'),
        (DOCUMENT, "<w:titlePg/>", ""),
        ("word/styles.xml", 'w:line="2721"', 'w:line="300"'),
        (DOCUMENT, 'w:w="11906"', 'w:w="12240"'),
    ],
)
def test_a_narrower_margin_or_a_lower_footer_does_not(letters: LetterCatalog, part: str, old: str, new: str) -> None:
    """Then the printed pages are looked at."""
    template = letters.template(LetterKind.REMINDER, Language.BENGALI)
    parts = dict(template.parts)
    changed = parts[part].decode().replace(old, new)
    assert changed.encode() != parts[part]
    narrow = object.__new__(LetterTemplate)
    narrow.parts = parts | {part: changed.encode()}
    assert not keeps_clear(narrow)
