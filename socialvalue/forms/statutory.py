"""What a body writes for its yearly report."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.forms import DateField, PortalForm, text
from collab_portal.reference.models import WellbeingGoal
from collab_portal.templatetags.words import paired
from procurement.models import Opportunity
from socialvalue.models import Objective, Outcome


class ObjectiveForm(PortalForm):
    title_en = text(_("Objective in English"), limit=300, language="en")
    title_cy = text(_("Objective in Welsh"), limit=300, language="cy")
    goals = forms.MultipleChoiceField(
        label=_("Which well-being goals does it serve?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        goals = WellbeingGoal.objects.order_by("pk")
        self.fields["goals"].choices = [(goal.pk, paired(goal, "name")[0]) for goal in goals]

    def clean(self):
        return _in_one_language(self, "title_en", "title_cy")


class StepForm(PortalForm):
    """A step of the log."""

    taken_on = DateField(label=_("When?"), help_text=_("For example, 27 3 2027"))
    opportunity = forms.ModelChoiceField(
        label=_("In which purchase?"), queryset=Opportunity.objects.none(), required=False, empty_label=_("In general")
    )
    objective = forms.ModelChoiceField(
        label=_("For which objective?"),
        queryset=Objective.objects.none(),
        required=False,
        empty_label=_("For none of them alone"),
    )
    category = forms.ChoiceField(
        label=_("About which improvement of section 27?"),
        required=False,
        help_text=_("For works contracts. Leave it open for others."),
    )
    text_en = text(_("What was done, in English"), limit=2000, language="en", rows=4)
    text_cy = text(_("What was done, in Welsh"), limit=2000, language="cy", rows=4)

    def __init__(self, *args, body: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Opportunity.objects.filter(buyer=body).published()
        self.fields["opportunity"].queryset = mine.order_by("-pk")
        self.fields["opportunity"].label_from_instance = lambda each: f"{each.reference} {paired(each, 'title')[0]}"
        published = Objective.objects.filter(body=body).published().latest()
        self.fields["objective"].queryset = Objective.objects.filter(pk__in=[each.pk for each in published])
        self.fields["objective"].label_from_instance = lambda each: f"{each.number}. {paired(each, 'title')[0]}"
        self.fields["category"].choices = [("", _("About none of them")), *categories().items()]

    def clean(self):
        return _in_one_language(self, "text_en", "text_cy")


class SectionForm(PortalForm):
    """Own words of one section."""

    text_en = text(_("In English"), limit=10000, language="en", rows=10)
    text_cy = text(_("In Welsh"), limit=10000, language="cy", rows=10)


def categories() -> dict[str, str]:
    """The six improvements of section 27, by code."""
    return {each.code: paired(each, "title")[0] for each in Outcome.objects.improvements()}


def _in_one_language(form: PortalForm, english: str, welsh: str):
    said = form.cleaned_data
    if not said.get(english) and not said.get(welsh) and not {english, welsh} & form.errors.keys():
        form.add_error(english, gettext("Write it in English or in Welsh. Both are needed to publish."))
    return said
