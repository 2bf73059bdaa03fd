"""Fill a letter: one Jinja environment for filling and for checking alike, which loses nothing silently.

A template is compiled once and filled many times. docxtpl turns a .docx with tags into XML with Jinja; what it does
after that (rewriting braces and line breaks found in people's data) is left out: data comes out letter for letter.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import regex
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from rules.errors import InputProblems, Problem
from templates.fields import Fields

DOCUMENT = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAGGED_PART = regex.compile(r"word/(document|header\d*|footer\d*)\.xml")
_DROPPED_PART = regex.compile(r"docProps/.*|customXml/.*|word/(comments|people)[^/]*\.xml")
_DROPPED_RELATIONS = ("metadata/", "/extended-properties", "/custom-properties", "/customXml", "/comments", "/people")
_TAG = regex.compile(r"\{[{%#]")
_TURNS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TYPES = "[Content_Types].xml"
_MOST_PARTS, _MOST_UNPACKED = 2000, 50_000_000  # parts of a .docx, and bytes of them
# What Python's zip and the XML reader meet damage with.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
    etree.XMLSyntaxError,
)  # fmt: skip
_FETCHING = regex.compile(r"(?i)(INCLUDE(TEXT|PICTURE)?|DDE(AUTO)?|DATABASE|IMPORT|(?<!HYPER)LINK)\b")
_EMBED = "Remove the link, or embed the picture."
_SAFE_PARSER = {"resolve_entities": False, "no_network": True}


def environment() -> SandboxedEnvironment:
    """The environment that fills and that checks: unknown names, None and markup in data are never passed over."""
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True, finalize=_refuse_none)


def _refuse_none(value: object) -> object:
    if value is None:
        raise TemplateError("a field is None")
    return value


@dataclass(frozen=True, slots=True)
class Filled:
    """One letter filled in: the parts of the document that differ from its template, as XML."""

    template: LetterTemplate
    parts: Mapping[str, str]

    def docx(self) -> bytes:
        """The letter as a .docx without metadata; the same letter gives the same bytes."""
        return package({**self.template.fixed, **{name: xml.encode() for name, xml in self.parts.items()}})


class LetterTemplate:
    """One letter in one language, read from its .docx and its declared fields."""

    def __init__(self, name: str, data: bytes, fields: Fields, language: str) -> None:
        """``name`` says which template in messages. Raises InputProblems if it is no .docx or has a broken tag."""
        self.name = name
        self.fields = fields
        self.language = language
        self.parts = read_package(name, data)
        self._patcher = DocxTemplate(io.BytesIO(data))

    @classmethod
    def read(cls, docx: Path, fields: Path, language: str) -> LetterTemplate:
        """Read one letter from its two files; messages name them as ``kind/file``. As ``__init__``."""
        named = f"{fields.parent.name}/{fields.name}"
        try:
            declared = Fields.read(named, fields.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            raise InputProblems([Problem(named, "it is not text in UTF-8.", "Save it as UTF-8.")]) from None
        return cls(f"{docx.parent.name}/{docx.name}", docx.read_bytes(), declared, language)

    @cached_property
    def tagged(self) -> Mapping[str, str]:
        """The parts that hold tags, as the Jinja source that docxtpl makes of them."""
        parts = {name: body.decode("utf-8") for name, body in self.parts.items() if _TAGGED_PART.fullmatch(name)}
        return {name: self._patcher.patch_xml(xml) for name, xml in parts.items() if _TAG.search(xml)}

    @cached_property
    def fixed(self) -> Mapping[str, bytes]:
        return {name: body for name, body in self.parts.items() if name not in self.tagged}

    @cached_property
    def compiled(self) -> Mapping[str, Template]:
        jinja, compiled, problems = environment(), {}, []
        for part, source in self.tagged.items():
            try:
                compiled[part] = jinja.from_string(source)
            except TemplateError as error:
                problems.append(
                    Problem(self.name, f"a tag in {part} is broken: {error}.", "Mend the tag in the .docx.")
                )
        if problems:
            raise InputProblems(problems)
        return compiled

    def fill(self, where: str, context: Mapping[str, object]) -> Filled:
        """Fill with ``context``, which must be what the template declares, no more and no less.

        ``where`` names the letter in messages, by its reference. Raises InputProblems with everything that is wrong.
        """
        problems = [*self.fields.problems(where, context), *bad_characters(where, context)]
        if problems:
            raise InputProblems(problems)
        parts = {}
        for name, template in self.compiled.items():
            try:
                parts[name] = template.render(context)
                etree.fromstring(parts[name].encode(), etree.XMLParser(**_SAFE_PARSER))
            except (TemplateError, etree.XMLSyntaxError, TypeError, ArithmeticError) as error:
                what = f"the letter template {self.name} cannot be filled ({type(error).__name__} in {name})."
                raise InputProblems([Problem(where, what, "Mend the template, or take it out of the home.")]) from None
        return Filled(self, parts)


def bad_characters(where: str, context: Mapping[str, object]) -> list[Problem]:
    """Control characters, halves of characters and overrides of direction: they would become page breaks, vanish, or
    turn the text round."""
    problems = []
    for field, text in _texts("", context):
        bad = sorted(f"U+{ord(char):04X}" for char in set(text) if _is_bad(char))
        if bad:
            what = f"it holds characters that cannot be printed ({', '.join(bad)})."
            problems.append(Problem(where, what, "Type the text anew.", field))
    return problems


@lru_cache(maxsize=2048)
def _is_bad(char: str) -> bool:
    broken = unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or ord(char) & 0xFFFE == 0xFFFE
    return broken or unicodedata.bidirectional(char) in _TURNS


def _texts(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(f"{path}.{key}".lstrip("."), inner)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value, start=1):
            yield from _texts(f"{path}[{number}]", inner)


def read_package(name: str, data: bytes) -> dict[str, bytes]:
    """The parts of a .docx, without those that hold who wrote it and when; each part with tags is text in UTF-8.

    InputProblems for what is no such document, or would be too large: that is looked at before it is unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = [info for info in archive.infolist() if not info.is_dir()]
            if len(inside) > _MOST_PARTS or sum(info.file_size for info in inside) > _MOST_UNPACKED:
                what = "it is too large when unpacked."
                raise InputProblems([Problem(name, what, "Take pictures out of it, or make it anew.")])
            parts = {info.filename: archive.read(info) for info in inside}
        if DOCUMENT not in parts or _TYPES not in parts:
            raise InputProblems([Problem(name, "it holds no text document.", "Save it as a .docx text document.")])
        kept = {part: body for part, body in parts.items() if not _DROPPED_PART.fullmatch(part)}
        for part in [part for part in kept if part.endswith(".rels")]:
            kept[part] = _without(kept[part], "Type", _DROPPED_RELATIONS)
        kept[_TYPES] = _without(kept[_TYPES], "PartName", ("/docProps/", "/customXml/", "/comments", "/people"))
        for part in filter(_TAGGED_PART.fullmatch, kept):
            kept[part].decode("utf-8")
    except _DAMAGED as error:
        problem = Problem(name, "it is not a .docx document.", "Save it from Word or LibreOffice as .docx.")
        raise InputProblems([problem]) from error
    outward = [
        Problem(name, f"{part.removeprefix('word/')} links to something outside the document.", _EMBED)
        for part, body in kept.items()
        if _links_out(part, body)
    ]
    if outward:
        raise InputProblems(outward)
    return kept


def _links_out(part: str, body: bytes) -> bool:
    """Whether LibreOffice would fetch something for this part, from the network or from another file."""
    if part.endswith(".rels"):
        return b'TargetMode="External"' in body  # as ``_without`` writes it
    if not _TAGGED_PART.fullmatch(part):
        return False
    try:
        root = etree.fromstring(body, etree.XMLParser(**_SAFE_PARSER))
    except etree.XMLSyntaxError:  # told where its tags are read
        return False
    told = "".join(root.itertext(f"{W}instrText"))  # Word cuts an instruction into pieces as it likes
    told += " ".join(one.get(f"{W}instr") or "" for one in root.iter(f"{W}fldSimple"))
    return _FETCHING.search(told) is not None


def _without(xml: bytes, attribute: str, dropped: tuple[str, ...]) -> bytes:
    root = etree.fromstring(xml, etree.XMLParser(**_SAFE_PARSER))
    for child in list(root):
        if any(word in (child.get(attribute) or "") for word in dropped):
            root.remove(child)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def package(parts: Mapping[str, bytes]) -> bytes:
    """Zip the parts of a document, content types first, every time the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda part: (part != "[Content_Types].xml", part)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, parts[name])
    return out.getvalue()
