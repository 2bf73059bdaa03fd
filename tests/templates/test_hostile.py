"""A letter template that tries to run code: the sandbox refuses, whoever edited it."""

from __future__ import annotations

import pytest
from jinja2 import TemplateError

from templates.fill import environment

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
