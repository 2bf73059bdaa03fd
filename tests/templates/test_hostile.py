"""A letter template that tries to run code or to fill the machine: refused, whoever edited it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from jinja2 import TemplateError

from rules.errors import InputProblems
from templates.fill import W, environment, read_package

TAGS = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ name.format.__globals__ }}",
    "{% for n in range(10 ** 9) %}x{% endfor %}",
    "{% include '/etc/passwd' %}",
]


@pytest.mark.parametrize("tag", TAGS)
def test_a_template_runs_no_code(tag: str) -> None:
    """Neither Python's insides nor files nor endless loops are within its reach."""
    with pytest.raises((TemplateError, OverflowError, TypeError)):
        environment().from_string(tag).render(name="Kalpana Namuna")


def test_a_letter_that_unpacks_to_gigabytes_is_refused() -> None:
    """What a .docx says it unpacks to is looked at before it is unpacked; so is a list of parts without end."""
    for parts, size in ((1, 60 * 2**20), (2100, 1)):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(parts):
                archive.writestr(f"word/{number}.xml", bytes(size))
        with pytest.raises(InputProblems, match="too large when unpacked"):
            read_package("letter.bn.docx", out.getvalue())


def test_a_letter_names_no_file_of_this_machine() -> None:
    """An entity that names a file is not followed."""
    xml = b'<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/hostname">]><t>&x;</t>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"):
            archive.writestr(name, xml)
    kept = read_package("letter.bn.docx", out.getvalue())
    assert Path("/etc/hostname").read_bytes().strip() not in kept["[Content_Types].xml"]


FIELD = "<w:r><w:instrText>{}</w:instrText></w:r><w:r><w:instrText>{}</w:instrText></w:r>"
SIMPLE = '<w:fldSimple w:instr="{}{}"/>'


@pytest.mark.parametrize("form", [FIELD, SIMPLE])
@pytest.mark.parametrize(
    ("one", "two"),
    [("INCLUDEPIC", 'TURE "http://198.51.100.1/x.png"'), (" includetext ", '"/etc/passwd"'), ("DDEAUTO c", ":/cmd")],
)
def test_a_letter_fetches_nothing_when_it_is_printed(form: str, one: str, two: str) -> None:
    """A picture from the network, a file of this machine, another program: refused, however it is cut into pieces."""
    told = form.format(one, two.replace('"', "&quot;"))
    with pytest.raises(InputProblems, match="links to something outside"):
        read_package("letter.bn.docx", _with(f"<w:p>{told}</w:p>"))
    assert read_package("letter.bn.docx", _with(f"<w:p>{form.format('PAGEREF ', 'end_1')}</w:p>"))


def _with(paragraph: str) -> bytes:
    """A document of one paragraph."""
    text = f'<w:document xmlns:w="{W[1:-1]}"><w:body>{paragraph}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", text)
    return out.getvalue()
