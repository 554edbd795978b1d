"""One kind of work: what, where, and whether there is room for more."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.forms import FinderMixin, text
from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.categories import all_categories
from collab_portal.reference.choices import area_choices, find_cpv, in_language
from collab_portal.reference.models import Area, Category
from collab_portal.reference.places import all_places, councils_within, place_named
from enterprises import actions
from enterprises.editing.forms.base import LineForm
from enterprises.models import Activity

FARTHEST = 300  # kilometres: farther than Wales is long


class ActivityForm(FinderMixin, LineForm):
    """The page can show which councils a distance reaches before anything is saved."""

    columns = ("cpv_codes", "reach", "area_codes", "place", "distance_km", "capacity")
    chosen, words = "cpv_codes", "cpv_words"
    find = staticmethod(find_cpv)
    nothing_found = _("No CPV code was found for “%(words)s”. Try another word, or clear this box")
    choose = _("Select the CPV codes that fit, or clear the search box")

    category = forms.ChoiceField(label=_("What kind of work is it?"), widget=forms.RadioSelect)
    cpv_codes = forms.MultipleChoiceField(
        label=_("CPV codes (optional)"), widget=forms.CheckboxSelectMultiple, required=False
    )
    cpv_words = text(
        _("Find CPV codes"),
        limit=200,
        help_text=_("Type a word, like “catering”, or codes, like 55320000. Some buyers search by code."),
    )
    reach = forms.ChoiceField(
        label=_("Where do you do it?"),
        choices=Activity.Reach,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say where you do this work")},
    )
    area_codes = forms.MultipleChoiceField(
        label=_("Council areas"), widget=forms.CheckboxSelectMultiple, required=False
    )
    place = forms.ChoiceField(label=_("From which place?"), required=False)
    distance_km = forms.IntegerField(
        label=_("How many kilometres from there?"),
        required=False,
        min_value=1,
        max_value=FARTHEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages={
            "invalid": _("Enter the distance in whole kilometres, like 30"),
            "min_value": _("Enter a distance of 1 kilometre or more"),
            "max_value": _("Enter %(limit_value)s kilometres or less, or choose all of Wales"),
        },
    )
    capacity = forms.ChoiceField(
        label=_("Do you have room for more of this work now?"),
        choices=[*Activity.Capacity.choices, ("", _("Not said"))],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("We show the day on which you say this."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        categories, language = all_categories(), "cy" if get_language() == "cy" else "en"
        self.fields["category"].choices = [(each.slug, in_language(each, "name")) for each in categories]
        self.fields["area_codes"].choices = area_choices(Area.Kind.COUNCIL)
        places = [(each.name_en, in_language(each, "name")) for each in all_places(language)]
        self.fields["place"].choices = [("", _("Choose a place")), *places]
        if self.record:
            self.saved["category"] = self.record.category_id
            self.initial.setdefault("category", self.record.category_id)

    def clean(self):
        cleaned = super().clean()
        second = _("You have this kind of work already. Change that one, or choose another kind")
        self.refuse_second("category", self.enterprise.activities, second)
        self._clean_reach(cleaned)
        return cleaned

    def _clean_reach(self, cleaned: dict[str, Any]) -> None:
        reach = cleaned.get("reach")
        if reach == Activity.Reach.COUNCILS and not cleaned.get("area_codes") and "area_codes" not in self.errors:
            self.add_error("area_codes", _("Select at least one council area"))
        if reach == Activity.Reach.DISTANCE:
            if not cleaned.get("place") and "place" not in self.errors:
                self.add_error("place", _("Choose the place from which you measure"))
            if not cleaned.get("distance_km") and "distance_km" not in self.errors:
                self.add_error("distance_km", _("Enter the distance in whole kilometres, like 30"))

    @property
    def reached(self) -> list[Area] | None:
        """The councils that the distance typed now reaches; None where it cannot be told."""
        place, typed = place_named(self.typed("place") or ""), str(self.typed("distance_km") or "").strip()
        if place is None or not typed.isdecimal() or not 0 < int(typed) <= FARTHEST:
            return None
        return [areas_by_code()[code] for code in councils_within(place, int(typed))]

    @property
    def answers(self) -> dict[str, Any]:
        """Only what belongs to the reach that was chosen is kept."""
        answers = super().answers
        if answers["reach"] != Activity.Reach.COUNCILS:
            answers["area_codes"] = []
        if answers["reach"] != Activity.Reach.DISTANCE:
            answers |= {"place": "", "distance_km": None}
        return answers | {"category": Category.objects.get(slug=self.cleaned_data["category"])}

    def save(self, *, by: User) -> None:
        actions.put_activity(enterprise=self.enterprise, by=by, on=self.today, activity=self.record, **self.answers)
