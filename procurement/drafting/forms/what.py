"""What is to be bought, and where."""

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import FinderMixin, text
from collab_portal.reference.categories import all_categories
from collab_portal.reference.choices import area_choices, find_cpv, in_language
from collab_portal.reference.models import Area, Category
from procurement.drafting.forms.base import SectionForm
from procurement.models import Opportunity

WIDE = (Area.Kind.STATE, Area.Kind.NATION, Area.Kind.REGION)


class AboutForm(SectionForm):
    """Title and description, in both languages side by side."""

    columns = ("title_en", "title_cy", "description_en", "description_cy")

    title_en = text(
        _("Title in English"), limit=300, language="en", help_text=_("For example “Meals for older people at home”")
    )
    title_cy = text(
        _("Title in Welsh"), limit=300, language="cy", help_text=_("For example “Prydau i bobl hŷn gartref”")
    )
    description_en = text(_("Description in English"), limit=10_000, language="en", rows=10)
    description_cy = text(_("Description in Welsh"), limit=10_000, language="cy", rows=10)

    sections = [
        (_("Title"), [Div("title_en", "title_cy", css_class="app-pair")]),
        (_("Description"), [Div("description_en", "description_cy", css_class="app-pair")]),
    ]


class NewForm(AboutForm):
    """The same to begin with: a draft needs a title, so that it can be found again."""

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("title_en") or cleaned.get("title_cy")) and not self.errors:
            self.add_error("title_en", _("Enter a title, in English or in Welsh"))
        return cleaned


class CategoryForm(FinderMixin, SectionForm):
    """The kind of work in plain words, and the CPV codes for those who search by code."""

    columns = ("main_category", "category", "cpv_codes")
    chosen, words = "cpv_codes", "cpv_words"
    find = staticmethod(find_cpv)
    nothing_found = _("No CPV code was found for “%(words)s”. Try another word, or clear this box")
    choose = _("Select the CPV codes that fit, or clear the search box")

    main_category = forms.ChoiceField(
        label=_("Is it mostly services, goods or works?"), choices=Opportunity.MainCategory, widget=forms.RadioSelect
    )
    category = forms.ChoiceField(label=_("Which category fits best?"), widget=forms.RadioSelect, required=False)
    cpv_codes = forms.MultipleChoiceField(
        label=_("CPV codes (optional)"), widget=forms.CheckboxSelectMultiple, required=False
    )
    cpv_words = text(
        _("Find CPV codes"),
        limit=200,
        help_text=_("Type a word, like “catering”, or codes, like 55320000. Some suppliers search by code."),
    )

    option_hints = {
        "main_category": {
            "services": _("Work that people do: care, cleaning, advice, catering"),
            "goods": _("Things: food, furniture, vehicles"),
            "works": _("Building, repair and civil engineering"),
        }
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        categories = all_categories()
        self.fields["category"].choices = [(each.slug, in_language(each, "name")) for each in categories]
        examples = {each.slug: in_language(each, "examples") for each in categories}
        self.option_hints = {**self.option_hints, "category": examples}

    def read(self) -> dict[str, Any]:
        return super().read() | {"category": self.opportunity.category_id}

    def clean_category(self) -> Category | None:
        slug = self.cleaned_data["category"]
        return Category.objects.get(slug=slug) if slug else None


class AreasForm(SectionForm):
    """Where the work is done."""

    columns = ("area_codes",)

    councils = forms.MultipleChoiceField(
        label=_("Council areas in Wales"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Select every area where the work will be done."),
    )
    wide = forms.MultipleChoiceField(
        label=_("Or a whole country or region"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, **kwargs):
        self.councils = area_choices(Area.Kind.COUNCIL)
        self.wide = area_choices(*WIDE)
        super().__init__(*args, **kwargs)
        known = dict([*self.wide, *self.councils])
        others = [(code, code) for code in self.opportunity.area_codes if code not in known]
        self.fields["wide"].choices = [*self.wide, *others]
        self.fields["councils"].choices = self.councils

    def shown(self, saved: dict[str, Any]) -> dict[str, Any]:
        codes, councils = saved["area_codes"], dict(self.councils)
        return {
            "wide": [code for code in codes if code not in councils],
            "councils": [code for code in codes if code in councils],
        }

    def answers(self) -> dict[str, Any]:
        return {"area_codes": [*self.cleaned_data["wide"], *self.cleaned_data["councils"]]}
