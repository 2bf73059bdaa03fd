"""The catalogue of letters and forms: one folder per kind, the shipped one and an organisation's own on top of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from rules.errors import InputProblems, Problem
from rules.letters import FormKind, Language, LetterKind, RequestForm
from rules.limits import STANDARD, Limits
from templates import paragraphs, requests
from templates.attached import attached
from templates.fill import LetterTemplate
from templates.paragraphs import Paragraphs
from templates.requests import Requests
from templates.trial import Trial, tried

SHIPPED, FORMS = Path(__file__).parent / "letters", Path(__file__).parent / "forms"
Kind = LetterKind | FormKind | RequestForm
KINDS: dict[str, Kind] = {kind.value: kind for kind in (*LetterKind, *FormKind, *RequestForm)}
FIELDS = "fields.yaml"


def file_name(language: Language) -> str:
    return f"letter.{language}.docx"


class LetterCatalog:
    """Letters by kind and language; each is read and compiled at its first use, then kept."""

    def __init__(self, override: Path | None = None, limits: Limits = STANDARD) -> None:
        """``override``: a folder laid out like the shipped one, whose files go before the shipped ones; what lies in it
        is tried in a child process with ``limits`` before it is used."""
        self._override = override
        self.limits = limits
        self._folders: Sequence[Path] = [SHIPPED, FORMS] if override is None else [override, SHIPPED, FORMS]
        self._templates: dict[tuple[Kind, Language, RequestForm | None], LetterTemplate] = {}

    @cached_property
    def paragraphs(self) -> Mapping[str, Paragraphs]:
        """What letters say for each service, by its id."""
        return paragraphs.load(SHIPPED, self._override, self.limits)

    @cached_property
    def requests(self) -> Requests:
        """What requests for information ask, and how their fee is paid."""
        return requests.load(SHIPPED, self._override, self.limits)

    def template(self, kind: Kind, language: Language, form: RequestForm | None = None) -> LetterTemplate:
        """The letter of this kind and language, with a form behind it if one is named.

        Raises InputProblems if one of them is absent or broken.
        """
        key = (kind, language, form)
        if key not in self._templates:
            if form is None:
                template = self._read(kind, language)
            else:
                template = attached(self.template(kind, language), self.template(form, language), form)
            template.compiled  # noqa: B018  a broken tag is found now, not in the middle of a run
            self._templates[key] = template
        return self._templates[key]

    def _read(self, kind: Kind, language: Language) -> LetterTemplate:
        docx, fields = self.path(kind, file_name(language)), self.path(kind, FIELDS)
        if self.is_own(docx, fields) and (problems := tried(Trial.FILL, docx, fields, language, self.limits)):
            raise InputProblems(problems)
        return LetterTemplate.read(docx, fields, language)

    def own_folders(self) -> list[str]:
        """The names of the folders that the organisation has put over the shipped letters."""
        if self._override is None or not self._override.is_dir():
            return []
        return sorted(path.name for path in self._override.iterdir() if path.is_dir())

    def is_own(self, *files: Path) -> bool:
        """Whether one of these files is the organisation's and not shipped with us."""
        return self._override is not None and any(file.is_relative_to(self._override) for file in files)

    def path(self, kind: Kind, name: str) -> Path:
        """Where a letter's file is, the organisation's own first."""
        for folder in self._folders:
            if (folder / kind / name).is_file():
                return folder / kind / name
        remedy = f"Put {name} into a folder {kind} among the letters."
        raise InputProblems([Problem(f"letter {kind}", f"there is no {name}.", remedy)])
