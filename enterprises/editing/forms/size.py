"""How big an enterprise is, which lots it would take, and how it serves people."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import MoneyField, text
from enterprises.editing.forms.base import PastDate, ProfileForm, day
from enterprises.models import Enterprise
from enterprises.models.profile import Band

PEOPLE = _("People employed")
NOT_SAID = ("", _("Not said"))


class SizeForm(ProfileForm):
    """Money in steps, people with the date on which they were counted."""

    columns = ("turnover", "largest_contract", "people_employed", "people_employed_on")

    turnover = forms.ChoiceField(
        label=_("Turnover in a year"), choices=[NOT_SAID, *Band.choices], widget=forms.RadioSelect, required=False
    )
    largest_contract = forms.ChoiceField(
        label=_("Largest contract you have delivered"),
        choices=[NOT_SAID, *Band.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    people_employed = forms.IntegerField(
        label=_("How many people do you employ?"),
        required=False,
        min_value=0,
        max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages={"invalid": _("Enter the number of people as a whole number, like 12")},
    )
    people_employed_on = day(_("On which day did you count?"), what=PEOPLE)

    sections = [
        (_("Money"), [Div("turnover", "largest_contract", css_class="app-pair")]),
        (_("People"), ["people_employed", "people_employed_on"]),
    ]

    def clean(self):
        cleaned = super().clean()
        people, counted = cleaned.get("people_employed"), cleaned.get("people_employed_on")
        if counted and counted > self.today:
            self.add_error("people_employed_on", PastDate.say(PastDate.FUTURE, PEOPLE))
        elif people is not None and not counted and "people_employed_on" not in self.errors:
            self.add_error("people_employed_on", _("Enter the day on which you counted the people"))
        elif people is None and "people_employed" not in self.errors:
            cleaned["people_employed_on"] = None
        return cleaned


class LotsForm(ProfileForm):
    """Which lots it would take, alone or together with others."""

    columns = ("smallest_lot", "largest_lot", "would_lead_consortium", "would_join_consortium")

    smallest_lot = MoneyField(label=_("Smallest lot you would take"), required=False, max_digits=12)
    largest_lot = MoneyField(
        label=_("Largest lot you would take"),
        required=False,
        max_digits=12,
        help_text=_("For the whole length of the contract, without VAT."),
    )
    would_join_consortium = forms.BooleanField(label=_("We would bid together with others"), required=False)
    would_lead_consortium = forms.BooleanField(label=_("We would lead such a group"), required=False)

    sections = [
        (_("Size of a lot"), ["smallest_lot", "largest_lot"]),
        (_("Together with others"), ["would_join_consortium", "would_lead_consortium"]),
    ]

    def clean(self):
        cleaned = super().clean()
        smallest, largest = cleaned.get("smallest_lot"), cleaned.get("largest_lot")
        if smallest is not None and largest is not None and smallest > largest:
            self.add_error("largest_lot", _("The largest lot must not be smaller than the smallest"))
        return cleaned


class ServingForm(ProfileForm):
    """Welsh, safeguarding, and how people get in."""

    columns = ("welsh_service", "safeguarding", "accessibility_en", "accessibility_cy")

    welsh_service = forms.ChoiceField(
        label=_("Do you work in Welsh?"),
        choices=[NOT_SAID, *Enterprise.WelshService.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    safeguarding = forms.ChoiceField(
        label=_("How do you keep children and adults at risk safe?"),
        choices=[NOT_SAID, *Enterprise.Safeguarding.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    accessibility_en = text(_("In English"), limit=300, language="en", rows=3)
    accessibility_cy = text(_("In Welsh"), limit=300, language="cy", rows=3)

    sections = [
        (_("Language and safety"), ["welsh_service", "safeguarding"]),
        (_("How people get into your premises"), [Div("accessibility_en", "accessibility_cy", css_class="app-pair")]),
    ]
