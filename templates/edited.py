"""A letter that somebody has edited in Word or LibreOffice: printed as ours are, strip, codes and all."""

from __future__ import annotations

import tempfile
from pathlib import Path

import regex
from lxml import etree

from rules.errors import InputProblems, Problem
from rules.letters import Language
from templates import libreoffice, run_pages
from templates.check import unsupported
from templates.fields import Fields
from templates.fill import Filled, LetterTemplate, W
from templates.print_run import Rendered
from templates.run_document import assemble

_FOOTER = regex.compile(r"word/footer\d*\.xml")
_TEXT = regex.compile(r"word/(document|header\d*|footer\d*)\.xml")


def render_edited(data: bytes, was: str, reference: str, language: Language, workdir: Path) -> Rendered:
    """Both copies of an edited .docx. It was written as the letter ``was`` and goes out under ``reference``: what is on
    paper differs, so it is another letter.

    Raises InputProblems with everything that is wrong: it is no such letter, or its pages leave no room for the strip.
    """
    template = LetterTemplate(f"the edited letter {was}", data, Fields({}), language)
    own, problems = parts_of(template)
    parts = {name: xml.replace(was, reference) for name, xml in own.items()}
    if not any(reference in _text(xml) for name, xml in parts.items() if _FOOTER.fullmatch(name)):
        what = f"its footer does not bear the number {was} in one piece."
        problems.append(Problem(template.name, what, "Take the .docx of that letter, and leave its footer as it is."))
    if problems:
        raise InputProblems(problems)
    filled = Filled(template, parts)
    run = assemble([filled])
    workdir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="edited-", dir=workdir) as folder:
        source = Path(folder) / "edited.docx"
        source.write_bytes(run.docx)
        made = libreoffice.to_pdf([source], Path(folder)).pdfs.get(source)
        pages = run_pages.split(made.read_bytes(), template, [reference], run.own) if made is not None else None
    if pages is None:
        raise InputProblems([Problem(template.name, "LibreOffice could not make a PDF of it.", "Open it there.")])
    (letter,) = pages
    if not letter.own_fields:
        what = "its place for the signature is gone."
        problems.append(Problem(template.name, what, "Leave the box for the signature as it was."))
    if problems or letter.problems:
        raise InputProblems([*problems, *letter.problems])
    return Rendered(reference, filled.docx(), letter.office_copy, letter.receipt_copy, letter.pages, letter.own_fields)


def parts_of(template: LetterTemplate) -> tuple[dict[str, str], list[Problem]]:
    """The text of an edited letter by part, and what a print cannot keep of it. Raises InputProblems if it is none."""
    try:
        own = {name: body.decode() for name, body in template.parts.items() if _TEXT.fullmatch(name)}
        return own, unsupported(template)
    except (UnicodeDecodeError, etree.XMLSyntaxError):
        raise InputProblems([Problem(template.name, "its text cannot be read.", "Save it as .docx again.")]) from None


def _text(xml: str) -> str:
    return "".join(etree.fromstring(xml.encode()).itertext(f"{W}t"))
