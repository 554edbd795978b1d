"""Supply-chain needs, as forms: publishing one, and finding one."""

from datetime import date

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import DateField, PortalForm, text
from collab_portal.reference.categories import all_categories
from collab_portal.reference.choices import area_choices, in_language
from collab_portal.reference.models import Area
from procurement.models import ValueBand

FARTHEST = 3  # years ahead


def category_choices() -> list[tuple[str, str]]:
    return [(each.slug, in_language(each, "name")) for each in all_categories()]


def _both(name: str) -> Div:
    """The two languages beside each other."""
    return Div(f"{name}_en", f"{name}_cy", css_class="app-pair")


class SupplyNeedForm(PortalForm):
    """What is passed on, in one language at least. `today` is the first day that can be the last one to write."""

    mark_optional = False
    title_en = text(_("What do you look for? In English"), limit=150, language="en")
    title_cy = text(_("What do you look for? In Welsh"), limit=150, language="cy")
    details_en = text(_("More about it, in English (optional)"), limit=2000, language="en", rows=5)
    details_cy = text(_("More about it, in Welsh (optional)"), limit=2000, language="cy", rows=5)
    category = forms.ChoiceField(label=_("What kind of work is it?"), widget=forms.RadioSelect)
    value_band = forms.ChoiceField(
        label=_("What may it be worth in all, without VAT? (optional)"), required=False, widget=forms.Select
    )
    area_codes = forms.MultipleChoiceField(
        label=_("Where is the work? (optional)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick nothing if it is where the whole contract is."),
    )
    wanted_by = DateField(label=_("Last day to write to you"))

    sections = [
        (_("What"), [*(_both(name) for name in ("title", "details")), "category", "value_band"]),
        (_("Where and when"), ["area_codes", "wanted_by"]),
    ]

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["category"].choices = category_choices()
        self.fields["value_band"].choices = [("", _("We do not say")), *ValueBand.choices]
        self.fields["area_codes"].choices = area_choices(Area.Kind.COUNCIL)

    def clean_wanted_by(self):
        day = self.cleaned_data["wanted_by"]
        if day < self._today:
            raise forms.ValidationError(_("Enter a day that is still to come"))
        if day.year > self._today.year + FARTHEST:
            raise forms.ValidationError(_("Enter a day within the next three years"))
        return day

    def clean(self):
        given = super().clean()
        if (
            not given.get("title_en")
            and not given.get("title_cy")
            and not {"title_en", "title_cy"} & self.errors.keys()
        ):
            self.add_error("title_en", _("Say what you look for, in one language or in both"))
        return given

    @property
    def said(self) -> dict:
        """What the action wants."""
        given = dict(self.cleaned_data)
        return given | {"category_id": given.pop("category")}


class SupplyChainFilter(PortalForm):
    """Which supply-chain needs to show."""

    small = True
    mark_optional = False
    category = forms.ChoiceField(label=_("Kind of work"), required=False)
    area = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("Any")), *category_choices()]
        self.fields["area"].choices = [("", _("Anywhere")), *area_choices(Area.Kind.COUNCIL)]
