"""Check a letter's template before it is used: everything that is wrong with it, at once.

Filling and checking share one environment, so what passes here fills there. Fields are compared by reading the tags,
so that a name in a branch that the samples do not take is found as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import regex
from jinja2 import TemplateError, nodes
from lxml import etree

from rules.errors import InputProblems, Problem
from rules.letters import Language, LetterKind, RequestForm
from templates.catalog import FIELDS, KINDS, Kind, LetterCatalog, file_name
from templates.fields import Fields
from templates.fill import DOCUMENT, LetterTemplate, W, environment
from templates.print_run import render, sample
from templates.run_document import OWN, own_cells
from templates.tags import plain_names, tag_faults, where_in_text
from templates.trial import Trial, tried

_STYLES = "word/styles.xml"
_FONTS = {"ascii": "Noto Serif", "hAnsi": "Noto Serif", "cs": "Noto Serif Bengali"}
_UNSUPPORTED = {
    f"{W}numPr": ("automatic numbering", "Write the numbers as text: automatic ones run on from letter to letter."),
    f"{W}footnoteReference": ("footnotes", "Write it in the text."),
    f"{W}endnoteReference": ("endnotes", "Write it in the text."),
    f"{W}altChunk": ("another document inside it", "Paste its text."),
    f"{W}ins": ("tracked changes", "Accept or reject them."),
    f"{W}del": ("tracked changes", "Accept or reject them."),
}
_A4, _PUNCHED, _TWIPS = (11906, 16838), 1134, 57  # in twentieths of a point; a millimetre's difference is none
_STYLED = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
_TAG = regex.compile(r"\{\{|\{%")
_FOOTER = regex.compile(r"word/footer\d*\.xml")
_REFERENCE = regex.compile(r"\{\{ *reference *\}\}")
_UNDECLARED = "it is used and not declared."


def check_all(catalog: LetterCatalog, kinds: Sequence[Kind]) -> list[Problem]:
    """Problems of every letter of these kinds in both languages, each once."""
    problems = [problem for kind in kinds for language in Language for problem in faults(catalog, kind, language)]
    return list(dict.fromkeys(problems))


def check_folder(catalog: LetterCatalog) -> list[Problem]:
    """What an organisation's own folder holds that is no letter, and what is wrong with its paragraphs and requests."""
    problems = [
        Problem(f"letters/{name}", "it is the name of no letter.", f"Name the folder one of: {', '.join(KINDS)}.")
        for name in catalog.own_folders()
        if name not in KINDS
    ]
    for words in ("paragraphs", "requests"):
        try:
            getattr(catalog, words)
        except InputProblems as error:
            problems += error.problems
    return problems


def check_pages(catalog: LetterCatalog, kinds: Sequence[Kind], workdir: Path) -> list[Problem]:
    """What is wrong with the printed pages of these letters, filled with their samples: fonts, strip, signature."""
    named = {f"{number}": pair for number, pair in enumerate(product(kinds, Language))}
    requests = [sample(reference, kind, language, catalog) for reference, (kind, language) in named.items()]
    names = {reference: f"{kind}/{file_name(language)}" for reference, (kind, language) in named.items()}
    return [
        replace(problem, where=f"{names[problem.where]} with its samples")
        for problem in render(requests, workdir, catalog).problems
    ]


def faults(catalog: LetterCatalog, kind: Kind, language: Language) -> list[Problem]:
    """Everything wrong with the letter that the catalog has for this kind and language."""
    try:
        docx, fields = catalog.path(kind, file_name(language)), catalog.path(kind, FIELDS)
    except InputProblems as error:
        return list(error.problems)
    if catalog.is_own(docx, fields):
        problems = tried(Trial.CHECK, docx, fields, language, catalog.limits)
    else:
        problems = check(docx, fields, language)
    if isinstance(kind, RequestForm) and not problems:
        try:
            catalog.template(LetterKind.RTI_REQUEST, language, kind)
        except InputProblems as error:
            return list(error.problems)
    return problems


def check(docx: Path, fields: Path, language: Language) -> list[Problem]:
    """Everything wrong with one template; an empty list means that it fills."""
    problems: list[Problem] = []
    declared, named = Fields({}), f"{fields.parent.name}/{fields.name}"
    try:
        declared = Fields.read(named, fields.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        problems.append(Problem(named, "it is not text in UTF-8.", "Save it as UTF-8."))
    except InputProblems as error:
        problems += error.problems
    unread = bool(problems)
    try:
        template = LetterTemplate(f"{docx.parent.name}/{docx.name}", docx.read_bytes(), declared, language)
    except InputProblems as error:
        return [*problems, *error.problems]
    broken = _tag_problems(template)
    problems += [*broken, *unsupported(template), *_footer_problems(template), *_style_problems(template)]
    if unread:
        return problems
    if broken:
        return [*problems, *_unknown_names(template)]
    return [*problems, *_field_problems(template), *_fill_problems(template)]


def _tag_problems(template: LetterTemplate) -> list[Problem]:
    """Broken tags with their paragraph and its text; then those that docxtpl would not keep apart from the text."""
    problems, jinja = [], environment()
    for part in template.tagged:
        for fault in tag_faults(template.parts[part], jinja):
            what = f"a tag in {part} is broken: {fault.what}, in paragraph {fault.paragraph}: {fault.text!r}."
            problems.append(Problem(template.name, what, "Mend the tag in the .docx."))
    if problems:
        return problems
    try:
        template.compiled  # noqa: B018
    except InputProblems as error:
        return list(error.problems)
    for part, source in template.tagged.items():
        try:
            etree.fromstring(regex.sub(r"\{[{%#].*?[}%#]\}", "", source).encode())
        except etree.XMLSyntaxError:
            what = f"a tag in {part} shares its paragraph or row with text, or opens in one and closes in another."
            remedy = "Put each {%p …%} or {%tr …%} into a paragraph or row of its own."
            problems.append(Problem(template.name, what, remedy))
    return problems


def _fill_problems(template: LetterTemplate) -> list[Problem]:
    """Fill with the samples; then see that each tag is gone and that our own pen has its place."""
    try:
        filled = template.fill(f"{template.name} with its samples", template.fields.sample(template.language))
    except InputProblems as error:
        return list(error.problems)
    problems = []
    for part, xml in filled.parts.items():
        text = "".join(etree.fromstring(xml.encode()).itertext(f"{W}t"))
        if _TAG.search(text):
            problems.append(Problem(template.name, f"a tag in {part} is not filled.", "Type the tag anew in one go."))
    cells = own_cells(filled.parts[DOCUMENT])
    if not cells:
        what = f"no cell is marked for the signature by a bookmark that begins with {OWN!r}."
        problems.append(Problem(template.name, what, "Set the bookmark in a table cell of fixed width and height."))
    return problems


def _field_problems(template: LetterTemplate) -> list[Problem]:
    used = used_fields(template)
    declared = template.fields.rows
    problems = [
        Problem(template.name, _UNDECLARED, f"Declare it in {FIELDS}, or mend its name.", name)
        for name in sorted(used - set(declared))
    ]
    return problems + [
        Problem(template.name, "it is declared and not used.", f"Use it, or take it out of {FIELDS}.", name)
        for name in sorted(set(declared) - used)
    ]


def _unknown_names(template: LetterTemplate) -> list[Problem]:
    """Names that are not declared, found in the tags that can be read while others cannot."""
    names = {name for part in template.tagged for name in plain_names(template.parts[part])}
    return [
        Problem(template.name, _UNDECLARED, f"Declare it in {FIELDS}, or mend its name.", name)
        for name in sorted(names - set(template.fields.rows))
    ]


def _footer_problems(template: LetterTemplate) -> list[Problem]:
    """Each page of each copy is known by the reference in its footer."""
    texts = {
        part: "".join(etree.fromstring(body).itertext(f"{W}t"))
        for part, body in template.parts.items()
        if _FOOTER.fullmatch(part)
    }
    wanting = (
        [part for part, text in sorted(texts.items()) if not _REFERENCE.search(text)] if texts else ["word/footer"]
    )
    return [
        Problem(template.name, f"{part} does not bear the letter's number.", "Write {{ reference }} into the footer.")
        for part in wanting
    ]


def used_fields(template: LetterTemplate) -> set[str]:
    """Dotted names of all fields that the tags use: ``to.designation``, ``cites[].date``."""
    used: set[str] = set()
    jinja = environment()
    for source in template.tagged.values():
        try:
            for name in _names(jinja.parse(source), {}):
                used.add(name)
        except TemplateError:
            continue
    plain = {name.removesuffix("[]") for name in used}
    return {name for name in plain if not any(other.startswith(f"{name}.") for other in plain)}


def _names(node: nodes.Node, bound: Mapping[str, str]) -> Iterator[str]:
    """Names that a node uses; ``bound`` has what the variables of the loops around it stand for."""
    if isinstance(node, nodes.For):
        path = _path(node.iter, bound)
        yield from _names(node.iter, bound)
        inner = dict(bound)
        if path and isinstance(node.target, nodes.Name):
            inner[node.target.name] = f"{path}[]"
        inner["loop"] = ""
        for child in (*node.body, *node.else_):
            yield from _names(child, inner)
        return
    path = _path(node, bound)
    if path is not None:
        if path:
            yield path
        return
    for child in node.iter_child_nodes():
        yield from _names(child, bound)


def _path(node: nodes.Node, bound: Mapping[str, str]) -> str | None:
    """The dotted name that an expression is; "" for a loop's own variable, None where it is no name."""
    if isinstance(node, nodes.Name):
        return bound.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        head = _path(node.node, bound)
        return None if head is None else f"{head}.{node.attr}" if head else ""
    return None


def unsupported(template: LetterTemplate) -> list[Problem]:
    """What stands in a document that a print run cannot keep."""
    root = etree.fromstring(template.parts[DOCUMENT])
    found = {_UNSUPPORTED[str(element.tag)] for element in root.iter() if element.tag in _UNSUPPORTED}
    if root.find(f".//{W}pPr/{W}sectPr") is not None:
        found.add(("a section break", "Take it out: all pages of a letter are alike."))
    problems = [
        Problem(template.name, f"it has {what}, which a print run cannot keep.", remedy)
        for what, remedy in sorted(found)
    ]
    return problems + _page_problems(template, root)


def _page_problems(template: LetterTemplate, root: etree._Element) -> list[Problem]:
    """The strip and the codes have their places on an upright A4 sheet, and the holes on its left edge."""
    size, margin = root.find(f".//{W}sectPr/{W}pgSz"), root.find(f".//{W}sectPr/{W}pgMar")
    problems = []
    sides = [0 if size is None else _twips(size, side) for side in ("w", "h")]
    if any(abs(side - wanted) > _TWIPS for side, wanted in zip(sides, _A4, strict=True)):
        problems.append(Problem(template.name, "its page is not upright A4.", "Set it to 210 by 297 mm."))
    if margin is None or _twips(margin, "left") < _PUNCHED:
        problems.append(
            Problem(template.name, "its left margin leaves no room to punch it.", "Set it to 20 mm or more.")
        )
    return problems


def _twips(element: etree._Element, name: str) -> int:
    value = element.get(f"{W}{name}") or ""
    return int(value) if value.isdecimal() else 0


def _style_problems(template: LetterTemplate) -> list[Problem]:
    """Bengali takes its font, size and weight from the complex-script side of a style: each must be there."""
    if _STYLES not in template.parts:
        return [Problem(template.name, "it has no styles.", "Save it from Word or LibreOffice.")]
    root = etree.fromstring(template.parts[_STYLES])
    problems = _missing_styles(template, root)
    fonts = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    for side, wanted in _FONTS.items():
        if fonts is None or not fonts.get(f"{W}{side}"):
            what = f"the default style names no font for {'Bengali' if side == 'cs' else 'Latin'} text."
            problems.append(Problem(template.name, what, f"Set it to {wanted}.", f"w:{side}"))
    language = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if language is None or language.get(f"{W}bidi") != "bn-IN":
        problems.append(
            Problem(template.name, "the default style is not set to Bengali (India).", "Set w:bidi to bn-IN.", "w:lang")
        )
    for part in (_STYLES, DOCUMENT):
        for properties in etree.fromstring(template.parts[part]).iter(f"{W}rPr"):
            for latin, bengali in (("b", "bCs"), ("i", "iCs"), ("sz", "szCs")):
                if properties.find(f"{W}{latin}") is not None and properties.find(f"{W}{bengali}") is None:
                    what = (
                        f"w:{latin} without w:{bengali} in {_place(properties, part)}: Bengali text would not follow."
                    )
                    problems.append(Problem(template.name, what, "Set it for complex scripts as well, or use a style."))
    return list(dict.fromkeys(problems))


def _missing_styles(template: LetterTemplate, styles: etree._Element) -> list[Problem]:
    """Styles that text, header or footer name and the document does not have: their text falls back on the default."""
    known = {style.get(f"{W}styleId") for style in styles.findall(f"{W}style")}
    named = {
        element.get(f"{W}val")
        for part in sorted({DOCUMENT, *template.tagged})
        for element in etree.fromstring(template.parts[part]).iter(*_STYLED)
    }
    return [
        Problem(template.name, f"it names the style {name}, which it does not have.", "Copy it from a shipped letter.")
        for name in sorted(filter(None, named - known))
    ]


def _place(properties: etree._Element, part: str) -> str:
    parent = properties.getparent()
    if parent is not None and parent.tag == f"{W}style":
        return f"the style {parent.get(f'{W}styleId')}"
    return where_in_text(properties) if part == DOCUMENT else "the default style"
