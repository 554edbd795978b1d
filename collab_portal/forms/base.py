"""The base of every form, and the answer to one."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.forms.utils import pretty_name
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

STANDARD = forms.Field.default_error_messages["required"]
CHOSEN = (forms.ChoiceField, forms.FileField)

# Django's messages say what is wrong. These say what to do, and stand in wherever a form has none of its own.
PLAIN = [
    (forms.Field, "max_length", _("Use at most %(limit_value)d characters. There are %(show_value)d now.")),
    (forms.Field, "min_length", _("Use at least %(limit_value)d characters. There are %(show_value)d now.")),
    (forms.Field, "max_value", _("Enter %(limit_value)s or less")),
    (forms.Field, "min_value", _("Enter %(limit_value)s or more")),
    (forms.Field, "null_characters_not_allowed", _("Leave out the characters that cannot be seen")),
    (forms.Field, "invalid_choice", _("Choose from the list")),
    (forms.EmailField, "invalid", _("Enter an e-mail address, like name@example.org")),
    (forms.URLField, "invalid", _("Enter a web address, like https://www.example.org")),
    (forms.IntegerField, "invalid", _("Enter a whole number")),
    (forms.DecimalField, "invalid", _("Enter a number")),
    (forms.FileField, "invalid_extension", _("Choose a file of one of these kinds: %(allowed_extensions)s")),
    (forms.FileField, "empty", _("Choose a file that is not empty")),
]


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
            speak_plainly(field, field.label or pretty_name(name))

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


def speak_plainly(field: forms.Field, label) -> None:
    """Put plain messages in place of Django's, but not of those that the form or the field wrote itself."""
    if field.error_messages.get("required") is type(field).default_error_messages.get("required", STANDARD):
        field.error_messages["required"] = please(field, label)
    for kind, code, message in PLAIN:
        if isinstance(field, kind) and _is_from_django(field, code):
            field.error_messages[code] = message


def _is_from_django(field: forms.Field, code: str) -> bool:
    said = field.error_messages.get(code)
    writers = [each for each in type(field).__mro__ if code in vars(each).get("default_error_messages", {})]
    if not writers:
        return said is None
    return said is writers[0].default_error_messages[code] and writers[0].__module__.startswith("django.")


def please(field: forms.Field, label):
    """What to do about an empty field, in words made from its label: "Enter closing date", "Select area"."""
    return _please(type(field), label)


def _please_now(field_class: type[forms.Field], label) -> str:
    label = str(label)
    if label.endswith("?"):
        return gettext("Answer the question “%(label)s”") % {"label": label}
    if issubclass(field_class, forms.BooleanField):
        return gettext("Tick “%(label)s”") % {"label": label}
    if label[1:2].islower() or label[1:2] == "-":  # not CPV, which stays as it is
        label = label[0].lower() + label[1:]
    ask = gettext("Select %(label)s") if issubclass(field_class, CHOSEN) else gettext("Enter %(label)s")
    return ask % {"label": label}


_please = lazy(_please_now, str)


def answer(request: HttpRequest, template: str, context: dict, *named: forms.BaseForm) -> HttpResponse:
    """The page with its forms: 422 and "Error:" in the title where one of them was refused, otherwise 200."""
    refused = any(form.is_bound and not form.is_valid() for form in named)
    return render(request, template, {**context, "has_errors": refused}, status=422 if refused else 200)
