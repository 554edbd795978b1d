"""Text as people write and paste it."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class WholeTextField(forms.CharField):
    """Text that the browser does not cut off: whoever pastes too much sees all of it, and how much is too much.

    Browsers send each line's end as two characters; kept as one, a text that nobody touched is the same text.
    """

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")

    def widget_attrs(self, widget):
        return {}


def text(label, *, limit: int, language: str = "", help_text="", rows: int = 0, **attrs) -> forms.CharField:
    """One line of text, or several with `rows`. `language` tells screen readers and spelling checkers."""
    attrs |= {"lang": language} if language else {}
    attrs |= {"rows": rows} if rows else {}
    return WholeTextField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=limit,
        widget=(forms.Textarea if rows else forms.TextInput)(attrs=attrs),
        error_messages={"max_length": format_lazy(TOO_LONG, label=label, limit=limit)},
    )


TOO_LONG = _("{label}: use {limit} characters or fewer")


class LinkField(WholeTextField):
    """A web address as people paste it: with https:// before it, or without."""

    def to_python(self, value):
        text = super().to_python(value)
        return f"https://{text}" if text and ":" not in text else text
