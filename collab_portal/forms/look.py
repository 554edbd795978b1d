"""What the templates of templates/forms ask about a field, and what is wrong with a form."""

from collections.abc import Iterator

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.functional import cached_property

from collab_portal.forms.fields import DateParts

KINDS = [
    (DateParts, "parts"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file-upload"),
    (forms.PasswordInput, "password"),
]
CLASSES = {
    "checkbox": "govuk-checkboxes__input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
}
GROUPS = ("parts", "checkboxes", "radios")
OPTION_KEYS = ("name", "value", "label", "selected", "type")
MANY = 12


class Look:
    """All that templates/forms/field.html asks about one field."""

    def __init__(self, field: forms.BoundField):
        self.field = field
        self.widget = field.field.widget
        self.kind = next((name for widget, name in KINDS if isinstance(self.widget, widget)), "input")
        self.is_group = self.kind in GROUPS
        self.is_heading = getattr(field.form, "heading", "") == field.name
        self.size = "l" if self.is_heading else "s"
        self.prefix = getattr(self.widget, "prefix", "")
        self.small = getattr(field.form, "small", False)
        self.hint_id = f"{field.auto_id}_hint"
        self.error_id = f"{field.auto_id}_error"

    @property
    def is_optional(self) -> bool:
        marks = getattr(self.field.form, "mark_optional", True)
        return marks and not self.field.field.required and self.kind != "checkbox"

    @property
    def described_by(self) -> str:
        hint = self.hint_id if self.field.help_text else ""
        error = self.error_id if self.field.errors else ""
        return f"{hint} {error}".strip()

    @property
    def html(self) -> str:
        """The input itself, with the classes and descriptions of the design system."""
        css = CLASSES.get(self.kind, f"govuk-{self.kind}")
        fault = f"{css.split()[0]}--error" if self.field.errors else ""
        classes = [css, self.widget.attrs.get("class", ""), fault]
        attrs = {"class": " ".join(filter(None, classes)), "aria-describedby": self.described_by or False}
        return self.field.as_widget(attrs=attrs)

    @property
    def forgotten(self) -> str:
        """The name of a file that was sent with a form that came back: no browser sends it again by itself."""
        form = self.field.form
        if self.kind != "file-upload" or not form.is_bound or not form.errors or self.field.errors:
            return ""
        file = form.files.get(self.field.html_name)
        return file.name if file else ""

    @cached_property
    def options(self) -> list[dict]:
        """The choices of radios and checkboxes; the dashes of an empty choice are left out."""
        hints = getattr(self.field.form, "option_hints", {}).get(self.field.name, {})
        shown = []
        for option in self.field.subwidgets:
            data = option.data
            if data["label"] == BLANK_CHOICE_DASH[0][1]:
                continue
            hint = hints.get(str(data["value"]), "")
            shown.append({"id": option.id_for_label, "hint": hint, **{k: data[k] for k in OPTION_KEYS}})
        return shown

    @property
    def is_long(self) -> bool:
        """Many short options stand in columns. Those with explanations need the width."""
        return len(self.options) > MANY and not any(option["hint"] for option in self.options)

    @cached_property
    def parts(self) -> list[dict]:
        """The inputs of a date. Only the faulty ones are marked, or all of them when the date as a whole is wrong."""
        codes = {error.code for error in self.field.errors.as_data()} if self.field.errors else set()
        faulty = codes & {part.name for part in self.widget.parts}
        value = self.field.value()
        values = value if isinstance(value, list) else self.widget.decompress(value)
        return [
            {
                "id": f"{self.field.auto_id}_{number}",
                "name": f"{self.field.html_name}_{part.name}",
                "label": part.label,
                "width": part.width,
                "value": "" if values[number] is None else values[number],
                "faulty": part.name in faulty if faulty else bool(self.field.errors),
            }
            for number, part in enumerate(self.widget.parts)
        ]

    @property
    def first_id(self) -> str:
        """Where the error summary leads: the first option, or the first faulty part of a date."""
        if self.kind == "parts":
            return next((part["id"] for part in self.parts if part["faulty"]), self.parts[0]["id"])
        if self.is_group:
            return self.options[0]["id"] if self.options else self.field.auto_id
        return self.field.id_for_label or self.field.auto_id


def problems(form: forms.BaseForm) -> Iterator[dict]:
    """Each error with the address of the first input that must change, in the order of the fields."""
    for message in form.non_field_errors():
        yield {"message": message, "target": ""}
    for field in form:
        look = Look(field)
        for message in field.errors:
            yield {"message": message, "target": "" if field.is_hidden else look.first_id}
