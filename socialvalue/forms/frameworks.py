"""Confirming a row of a framework, a body's own measures, and the set of values that it brings in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import DateField, LinkField, PortalForm, StampedForm, text
from collab_portal.reference.models import WellbeingGoal
from collab_portal.sheets import mapping
from collab_portal.sheets.forms import FileForm
from collab_portal.templatetags.words import paired
from socialvalue.imports.columns import COLUMNS
from socialvalue.models import Measure, Unit


class ConfirmForm(PortalForm):
    """What the row was compared with."""

    source = forms.CharField(
        label=_("What did you compare it with?"),
        help_text=_("Name the document, its edition and the page, so that others can look it up."),
        max_length=500,
    )
    is_the_same = forms.BooleanField(label=_("The row means what the source says, in both languages"))


class MeasureForm(StampedForm):
    """A body's own measure."""

    title_en = text(_("Measure in English"), limit=500, language="en")
    title_cy = text(_("Measure in Welsh"), limit=500, language="cy")
    outcome_en = text(
        _("What is better afterwards, in English"),
        limit=500,
        language="en",
        help_text=_("The outcome, such as “More young people have work”. Measures of the same outcome stand together."),
    )
    outcome_cy = text(_("What is better afterwards, in Welsh"), limit=500, language="cy")
    unit = forms.ChoiceField(
        label=_("What is counted?"),
        choices=[("", _("Nothing: an answer in words")), *Unit.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    direction = forms.ChoiceField(
        label=_("Which way is better?"),
        choices=Measure.Direction,
        initial=Measure.Direction.MORE,
        widget=forms.RadioSelect,
    )
    evidence_en = text(_("Evidence asked, in English (optional)"), limit=500, language="en")
    evidence_cy = text(_("Evidence asked, in Welsh (optional)"), limit=500, language="cy")
    goals = forms.MultipleChoiceField(
        label=_("Which well-being goals does it serve? (optional)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data=None, *, measure: Measure | None = None, **kwargs):
        self.measure = measure
        saved = saved_of(measure) if measure else {}
        super().__init__(data, saved=saved, **{"initial": saved, **kwargs})
        self.fields["goals"].choices = [
            (goal.pk, paired(goal, "name")[0]) for goal in WellbeingGoal.objects.order_by("pk")
        ]
        for name in ("title_en", "title_cy", "outcome_en", "outcome_cy"):
            self.fields[name].required = True

    @property
    def about(self):
        return {"measure": self.measure}

    @property
    def said(self) -> dict:
        """As the actions take it."""
        said = dict(self.cleaned_data)
        outcome = {"title_en": said.pop("outcome_en"), "title_cy": said.pop("outcome_cy")}
        return said | {"outcome": outcome}


def saved_of(measure: Measure) -> dict:
    names = ("title_en", "title_cy", "unit", "direction", "evidence_en", "evidence_cy", "goals")
    outcome = {"outcome_en": measure.outcome.title_en, "outcome_cy": measure.outcome.title_cy}
    return {name: getattr(measure, name) for name in names} | outcome


class ProxySetForm(FileForm):
    """The file of a set, and what it may not say itself: which set it is, and under which licence we hold it."""

    licence = forms.CharField(
        label=_("Your licence"),
        help_text=_("Its name or number. Nobody outside your organisation will see these values."),
        max_length=200,
    )
    licence_expires_on = DateField(label=_("Last day of the licence"), required=False)
    set_code = forms.CharField(
        label=_("Code of the set"),
        help_text=_("Leave it empty if your file has a column for it."),
        required=False,
        max_length=40,
    )
    set_version = forms.CharField(
        label=_("Edition of the set"),
        help_text=_("Such as 2022. Leave it empty if your file has a column for it."),
        required=False,
        max_length=40,
    )
    source_url = LinkField(label=_("Web address of the set"), required=False, max_length=200)

    def clean_file(self):
        file = super().clean_file()
        needed = [column for column in COLUMNS if column.needed]
        if len(mapping.propose(self.sheet, COLUMNS).missing) == len(needed):
            names = ", ".join(str(column.label) for column in needed)
            raise forms.ValidationError(
                _("This file has none of the columns that a set of values needs: %(names)s."), params={"names": names}
            )
        return file

    @property
    def said(self) -> dict:
        names = ("licence", "licence_expires_on", "set_code", "set_version", "source_url")
        return {name: self.cleaned_data[name] for name in names}
