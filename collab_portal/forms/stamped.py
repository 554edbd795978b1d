"""A form that notices when somebody else was quicker."""

from collections.abc import Iterator
from datetime import date, time
from hashlib import sha256
from typing import Any, Self

from django import forms
from django.template.defaultfilters import yesno
from django.utils.formats import date_format

from collab_portal.forms.base import PortalForm


class Stamped:
    """A form that knows what was saved when its page was opened, so that nobody overwrites what she has not seen.

    `saved` is what is kept now of everything the page may change. The page carries its `stamp` in a hidden input.
    """

    saved: dict[str, Any]

    @property
    def stamp(self) -> str:
        return sha256(repr(sorted(self.saved.items())).encode()).hexdigest()[:20]

    @property
    def is_stale(self) -> bool:
        """Something was saved since the page was opened."""
        return self.is_bound and self.data.get("stamp") != self.stamp

    def typed(self, name: str) -> Any:
        """What stands in an input now, checked or not."""
        return self[name].value()

    @property
    def about(self) -> dict[str, Any]:
        """What the form was made for."""
        raise NotImplementedError

    def again(self) -> Self:
        """The same form with all that was typed, not checked: for buttons that only look something up."""
        return type(self)(**self.about, initial={name: self.typed(name) for name in self.fields})

    @property
    def in_words(self) -> Iterator[tuple[str, str]]:
        """Each question with the answer that is saved now, for whoever finds that somebody else was quicker."""
        for name, field in self.fields.items():
            value = self.shown(self.saved).get(name)
            if value not in (None, "", []):
                yield field.label, said(field, value)

    def shown(self, saved: dict[str, Any]) -> dict[str, Any]:
        """What is saved, as the inputs show it."""
        return saved


class StampedForm(Stamped, PortalForm):
    """One that is told what is saved."""

    mark_optional = False  # nearly all may stay empty in a draft; labels say what may stay so for good

    def __init__(self, data=None, *, saved: dict[str, Any], **kwargs):
        self.saved = saved
        super().__init__(data, **kwargs)


def said(field: forms.Field, value: Any) -> str:
    """An answer as people read it."""
    if isinstance(value, bool):
        return yesno(value)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, time):
        return date_format(value, "H:i")
    names = {str(code): str(label) for code, label in getattr(field, "choices", [])}
    values = value if isinstance(value, list) else [value]
    return ", ".join(names.get(str(each), str(each)) for each in values)
