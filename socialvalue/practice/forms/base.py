"""What the pages of a study share: each may be left half done, and notices when somebody else was quicker."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.forms import StampedForm, text
from socialvalue.practice import actions
from socialvalue.practice.actions.writing import MANY
from socialvalue.practice.models import CaseStudy

LONG = 8000  # characters of one part of the story
MARKDOWN = _("An empty line begins a new paragraph. Begin a line with “- ” for a list. **Two stars** make words bold.")


class StudyForm(StampedForm):
    """One page. `columns` are the fields of the study that it may change."""

    columns: tuple[str, ...] = ()

    def __init__(self, data=None, *, study: CaseStudy, initial: dict[str, Any] | None = None):
        self.study = study
        saved = self.read()
        super().__init__(data, saved=saved, initial=self.shown(saved) if initial is None else initial)

    @property
    def about(self) -> dict[str, Any]:
        return {"study": self.study}

    def read(self) -> dict[str, Any]:
        """What is saved now of the columns; of related rows their keys."""
        return {
            name: sorted(each.pk for each in getattr(self.study, name).all())
            if name in MANY
            else getattr(self.study, name)
            for name in self.columns
        }

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.columns}

    def save(self, *, by: User, at: datetime) -> None:
        actions.save_study(study=self.study, by=by, at=at, **self.answers())


def both(name: str, label, *, limit: int, rows: int = 0, hint="") -> type[forms.Form]:
    """The two fields of a paired text, for a form to inherit from."""
    fields = {
        f"{name}_{language}": text(
            format_lazy(in_language, label=label), limit=limit, language=language, rows=rows, help_text=hint
        )
        for language, in_language in (("en", _("{label}, in English")), ("cy", _("{label}, in Welsh")))
    }
    return type("Both", (forms.Form,), fields)


def lines(count: int, **made: Callable[[], forms.Field]) -> type[forms.Form]:
    """The same fields several times, as `name_1`, `name_2` and so on, for a form to inherit from."""
    fields = {f"{name}_{number}": make() for number in range(1, count + 1) for name, make in made.items()}
    return type("Lines", (forms.Form,), fields)


def line_sections(count: int, title, names: Iterable[str]) -> list:
    """A legend and its fields for each of those lines."""
    return [(format_lazy(title, number=n), [f"{name}_{n}" for name in names]) for n in range(1, count + 1)]


def beside(name: str) -> Div:
    """Both languages next to each other."""
    return Div(f"{name}_en", f"{name}_cy", css_class="app-pair")
