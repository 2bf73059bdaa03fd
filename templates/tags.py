"""The tags of a template by the paragraph that they stand in: a broken one is found where its author typed it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from templates.fill import W

_TAG = regex.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_PRINTED = regex.compile(r"\{\{ *([\p{L}_][\w.]*) *\}\}")
_GIVEN = regex.compile(r"\{%(?:p|tr|tc|r)? *for (\w+) in ")
_KEYWORD = regex.compile(r"\{%-?(?:p|tr|tc|r)? *-? *(\w+)")
_ENDS = {"endif": "if", "endfor": "for"}
_MIDDLES = {"else": ("if", "for"), "elif": ("if",)}
_WRITTEN = frozenset({"if", "for", *_ENDS, *_MIDDLES})  # what a letter may say in {% … %}
_WHOLE = regex.compile(r"\{[%{#](p|tr|tc) ")  # a tag that docxtpl puts in the place of all that it stands in
_HOLDERS = {"p": "paragraph", "tr": "row", "tc": "cell"}
_SHOWN = 60  # characters of a paragraph that a message repeats


@dataclass(frozen=True, slots=True)
class TagFault:
    """One broken tag: the number of its paragraph within its part, what stands there, and what is wrong."""

    paragraph: int
    text: str
    what: str


def tag_faults(xml: bytes, jinja: SandboxedEnvironment) -> list[TagFault]:
    """Every tag of one part of a document that cannot be read, is open on one side, or lacks its other half."""
    faults: list[TagFault] = []
    opened: list[tuple[str, int, str]] = []  # keyword, paragraph and its text
    for number, paragraph, text in _paragraphs(xml):
        shown = _shown(text)
        if any(text.count(left) != text.count(right) for left, right in (("{{", "}}"), ("{%", "%}"))):
            faults.append(TagFault(number, shown, "a tag opens or closes only once"))
            continue
        for tag in _TAG.findall(text):
            keyword = _keyword(tag)
            if (lost := _loses(paragraph, tag)) is not None:
                faults.append(TagFault(number, shown, lost))
            if keyword in ("if", "for"):
                opened.append((keyword, number, shown))
            if keyword in _ENDS:
                if not opened or opened[-1][0] != _ENDS[keyword]:
                    faults.append(TagFault(number, shown, f"{keyword} closes nothing that is open"))
                else:
                    opened.pop()
            elif keyword in _MIDDLES:
                if not opened or opened[-1][0] not in _MIDDLES[keyword]:
                    faults.append(TagFault(number, shown, f"{keyword} stands outside an if"))
            elif (wrong := _unreadable(tag, keyword, jinja)) is not None:
                faults.append(TagFault(number, shown, wrong))
    faults += [TagFault(number, text, f"{keyword} is never closed") for keyword, number, text in opened]
    return sorted(faults, key=lambda fault: fault.paragraph)


def plain_names(xml: bytes) -> Iterator[str]:
    """The dotted names that tags of one part print, each as a field of its own: not those that a loop gives out."""
    texts = [text for _, _, text in _paragraphs(xml)]
    given = {"loop", *(name for text in texts for name in _GIVEN.findall(text))}
    for text in texts:
        yield from (name for name in _PRINTED.findall(text) if name.partition(".")[0] not in given)


def _paragraphs(xml: bytes) -> Iterator[tuple[int, etree._Element, str]]:
    for number, paragraph in enumerate(etree.fromstring(xml).iter(f"{W}p"), start=1):
        text = _text(paragraph)
        if "{" in text:
            yield number, paragraph, text


def _text(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def _loses(paragraph: etree._Element, tag: str) -> str | None:
    """What a tag for a whole paragraph, row or cell would take away: the text beside it, without a word."""
    whole = _WHOLE.match(tag)
    if whole is None:
        return None
    holder = paragraph if whole[1] == "p" else next(paragraph.iterancestors(f"{W}{whole[1]}"), None)
    if holder is None:
        return f"it stands in no {_HOLDERS[whole[1]]}"
    if _text(holder).strip() == tag:
        return None
    return f"it takes the place of its whole {_HOLDERS[whole[1]]}, and what else stands there would be lost"


def _keyword(tag: str) -> str:
    found = _KEYWORD.match(tag)
    return found[1] if found else ""


def _unreadable(tag: str, keyword: str, jinja: SandboxedEnvironment) -> str | None:
    """What is wrong inside one tag, tried by itself; a condition or loop is closed for the trial."""
    if keyword and keyword not in _WRITTEN:
        return f"a letter has no {keyword}, only if and for"
    source = regex.sub(r"^\{([%{])(?:p|tr|tc|r) ", r"{\1 ", tag)
    try:
        jinja.from_string(source + (f"{{% end{keyword} %}}" if keyword in ("if", "for") else ""))
    except TemplateError as error:
        return f"it cannot be read ({str(error).rstrip('.')})"
    return None


def where_in_text(element: etree._Element) -> str:
    """The paragraph that an element stands in, by its number and text."""
    paragraph = next(element.iterancestors(f"{W}p"), None)
    if paragraph is None:
        return "the text"
    number = list(element.getroottree().iter(f"{W}p")).index(paragraph) + 1
    return f"paragraph {number}: {_shown(_text(paragraph))!r}"


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
