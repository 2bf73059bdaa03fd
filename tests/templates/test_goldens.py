"""What the golden pictures tell apart, and what they let pass."""

from PIL import ImageChops

from rules.letters import Language, LetterKind
from templates.catalog import KINDS
from tests.templates.goldens import FOLDER, TOLERANCE, difference, load, path


def test_there_is_one_of_every_letter_and_form_in_both_languages() -> None:
    """The memorandum among them."""
    names = {f"{kind}.{language}.png" for kind in KINDS for language in Language}
    assert {picture.name for picture in FOLDER.iterdir()} == names


def test_a_page_is_like_itself_and_unlike_any_other() -> None:
    """Another letter, or the same with its lines half a line lower, is told apart; a shade is not."""
    golden = path(LetterKind.REMINDER, Language.BENGALI)
    page = load(golden)
    assert difference(page, golden) == 0
    assert difference(page.point(lambda grey: max(0, grey - 4)), golden) < TOLERANCE
    lower = ImageChops.offset(page, 0, 4)
    assert difference(lower, golden) > TOLERANCE
    assert difference(page, path(LetterKind.ESCALATION, Language.BENGALI)) > TOLERANCE
    assert difference(page, path(LetterKind.SECOND_APPEAL, Language.BENGALI)) == 1
