"""How forms look and speak: their base, dates and money as people write them, and the answer to a form."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.utils import pretty_name
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import MONTHS
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

# --------------------------------------------------------------------------------------------------- answers


def answer(request: HttpRequest, template: str, context: dict, *named: forms.BaseForm) -> HttpResponse:
    """The page with its forms: 422 and "Error:" in the title where one of them was refused, otherwise 200."""
    refused = any(form.is_bound and not form.is_valid() for form in named)
    return render(request, template, {**context, "has_errors": refused}, status=422 if refused else 200)


def problems(form: forms.BaseForm) -> Iterator[dict]:
    """Each error with the address of the first input that must change, in the order of the fields."""
    for message in form.non_field_errors():
        yield {"message": message, "target": ""}
    for field in form:
        look = Look(field)
        for message in field.errors:
            yield {"message": message, "target": look.first_id}


# ------------------------------------------------------------------------------------------------- base forms


STANDARD = forms.Field.default_error_messages["required"]
CHOSEN = (forms.ChoiceField, forms.FileField)


class FormMixin:
    """What all forms share. A form says its fields and their order; the page owns the form tag, token and buttons.

    `heading` names the field whose label is the heading of a page that asks one question.
    `sections` groups fields under legends: `[(_("Dates"), ["opens_on", "closes_on"])]`.
    `option_hints` explains options: `{"reserved": {"none": _("Anyone may bid")}}`.
    `mark_optional = False` leaves out "(optional)", and `small = True` makes options compact, as a filter panel wants.
    """

    heading = ""
    sections: list = []
    option_hints: dict[str, dict] = {}
    mark_optional = True
    small = False
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.error_messages.get("required") is type(field).default_error_messages.get("required", STANDARD):
                field.error_messages["required"] = please(field, field.label or pretty_name(name))

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.include_media = False
        helper.render_hidden_fields = True
        if self.sections:
            helper.layout = Layout(*(Fieldset(legend, *names) for legend, names in self.sections))
        return helper


class PortalForm(FormMixin, forms.Form):
    """A plain form in the portal's look."""


class PortalModelForm(FormMixin, forms.ModelForm):
    """A model's form in the portal's look."""


def please(field: forms.Field, label):
    """What to do about an empty field, in words made from its label: "Enter closing date", "Select area"."""
    return _please(type(field), label)


def _please_now(field_class: type[forms.Field], label) -> str:
    label = str(label)
    if label.endswith("?"):
        return gettext("Answer the question “%(label)s”") % {"label": label}
    if issubclass(field_class, forms.BooleanField):
        return gettext("Tick “%(label)s”") % {"label": label}
    if label[1:2].islower():  # not CPV, which stays as it is
        label = label[0].lower() + label[1:]
    ask = gettext("Select %(label)s") if issubclass(field_class, CHOSEN) else gettext("Enter %(label)s")
    return ask % {"label": label}


_please = lazy(_please_now, str)


# ------------------------------------------------------------------------------------- dates in several inputs


@dataclass(frozen=True)
class Part:
    """One input of a date."""

    name: str
    label: str
    width: int


DAY, MONTH, YEAR = Part("day", _("Day"), 2), Part("month", _("Month"), 2), Part("year", _("Year"), 4)


class DateParts(forms.MultiWidget):
    """Day, month and year, each in an input of its own."""

    parts = (DAY, MONTH, YEAR)
    use_fieldset = True

    def __init__(self, attrs=None):
        text = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__({part.name: forms.TextInput(attrs=text) for part in self.parts}, attrs)

    def decompress(self, value: date | None) -> list:
        return [getattr(value, part.name) if value else "" for part in self.parts]

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else id_


class MonthParts(DateParts):
    """Month and year."""

    parts = (MONTH, YEAR)


class DateField(forms.Field):
    """A day. An error says which part is missing, and names it in `code` so that only that input is marked."""

    widget = DateParts
    default_error_messages = {
        "required": _("Enter a date"),
        "day": _("The date must include a day"),
        "month": _("The date must include a month"),
        "year": _("The date must include a year"),
        "short_year": _("The year must have 4 digits, for example 2027"),
        "real": _("The date must be a real date, for example 27 3 2027"),
    }

    def to_python(self, value) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        given = dict(zip([part.name for part in self.widget.parts], [str(v or "").strip() for v in value], strict=True))
        if not any(given.values()):
            return None
        missing = [name for name, text in given.items() if not text]
        if missing:
            raise ValidationError([ValidationError(self.error_messages[name], code=name) for name in missing])
        if len(given["year"]) != 4:
            raise ValidationError(self.error_messages["short_year"], code="year")
        try:
            return self.build(int(given["year"]), month_number(given["month"]), given)
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["real"], code="real") from None

    def build(self, year: int, month: int, given: dict[str, str]) -> date:
        return date(year, month, int(given["day"]))

    def has_changed(self, initial, data) -> bool:
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


class MonthField(DateField):
    """A month, kept as its first day; or as its last with `last_day=True`, for the end of a window."""

    widget = MonthParts
    default_error_messages = {
        "required": _("Enter a month and a year"),
        "real": _("The month must be a real month, for example 3 2027"),
    }

    def __init__(self, *, last_day: bool = False, **kwargs):
        self.last_day = last_day
        super().__init__(**kwargs)

    def build(self, year: int, month: int, given: dict[str, str]) -> date:
        first = date(year, month, 1)
        return first.replace(day=calendar.monthrange(year, month)[1]) if self.last_day else first


def month_number(text: str) -> int:
    """7, or July, Jul, Gorffennaf."""
    if text.isdecimal():
        return int(text)
    for language in ("en", "cy"):
        with override(language):
            for number, name in MONTHS.items():
                if len(text) >= 3 and str(name).lower().startswith(text.lower()):
                    return number
    raise ValueError(text)


# ----------------------------------------------------------------------------------------------------- money


class MoneyInput(forms.TextInput):
    """Pounds, with the sign before the input."""

    prefix = "£"

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "class": "govuk-input--width-10", **(attrs or {})})

    def format_value(self, value):
        if isinstance(value, (int, Decimal)):
            return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
        return super().format_value(value)


class MoneyField(forms.DecimalField):
    """An amount as people write it: £1,200,000 or 1200000."""

    widget = MoneyInput
    default_error_messages = {
        "required": _("Enter an amount in pounds"),
        "invalid": _("Enter an amount in pounds, like 45,000"),
        "min_value": _("Enter an amount of £%(limit_value)s or more"),
    }

    def __init__(self, *, min_value=0, max_digits=14, decimal_places=2, **kwargs):
        super().__init__(min_value=min_value, max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def widget_attrs(self, widget):
        return {}

    def to_python(self, value):
        if isinstance(value, str):
            value = value.replace("£", "").replace(",", "").replace(" ", "")
        return super().to_python(value)


# ------------------------------------------------------------------------------------------- what templates see

KINDS = [
    (DateParts, "parts"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file-upload"),
]
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
        css = "govuk-checkboxes__input" if self.kind == "checkbox" else f"govuk-{self.kind}"
        classes = [css, self.widget.attrs.get("class", ""), f"{css}--error" if self.field.errors else ""]
        attrs = {"class": " ".join(filter(None, classes)), "aria-describedby": self.described_by or False}
        return self.field.as_widget(attrs=attrs)

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
