"""Adapting what a study tells, and copying from one into a draft."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.forms import DateField, PortalForm, text
from collab_portal.templatetags.words import paired
from procurement.models import Opportunity
from procurement.models.stages import Stage
from socialvalue.practice.forms.desk import OtherStudyMixin, words
from socialvalue.practice.models import Adaptation, CaseStudy

BEFORE_THE_TENDER = (Stage.DRAFT, Stage.PLANNED)
OFFERED = 100  # of one's own opportunities, the newest


class OfOpportunityMixin(forms.Form):
    """One of the opportunities of her organisation, if it is about one."""

    opportunity = forms.ModelChoiceField(
        label=_("For which opportunity?"), queryset=None, required=False, empty_label=_("None of them")
    )

    def offer(self, organisation: Organisation) -> None:
        """Without one there is nothing to choose."""
        ours = Opportunity.objects.filter(buyer=organisation)
        if not ours.exists():
            del self.fields["opportunity"]
            return
        newest = ours.order_by("-pk").values("pk")[:OFFERED]
        self.fields["opportunity"].queryset = ours.filter(pk__in=newest).order_by("-pk")
        self.fields["opportunity"].label_from_instance = _called


class AdaptForm(OfOpportunityMixin, PortalForm):
    """What, who, by when."""

    field_order = ["what", "after", "who", "by_when", "opportunity"]
    mark_optional = False

    what = words(
        _("What do you want to adapt?"), limit=1000, help_text=_("Everybody can read this, in the language you write.")
    )
    after = forms.ModelChoiceField(
        label=_("From whom did you learn it?"), queryset=None, required=False, empty_label=_("From this case study")
    )
    who = text(
        _("Who looks after it? (optional)"),
        limit=150,
        help_text=_("A role is enough. Only your organisation and the coordinators see it."),
    )
    by_when = DateField(label=_("By when? (optional)"), required=False, help_text=_("We ask you then how it went."))

    def __init__(self, *args, study: CaseStudy, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        others = study.adaptations.shown().exclude(organisation=organisation).select_related("organisation")
        if others.exists():
            self.fields["after"].queryset = others.order_by("created_at", "pk")
            self.fields["after"].label_from_instance = lambda each: each.organisation.name
        else:
            del self.fields["after"]
        self.offer(organisation)

    def clean_by_when(self):
        day = self.cleaned_data["by_when"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError(_("Enter a day to come"))
        return day


class ReportForm(OfOpportunityMixin, OtherStudyMixin, PortalForm):
    """What came of it."""

    field_order = ["outcome", "result", "opportunity", "moved_to"]
    mark_optional = False

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[
            (Adaptation.State.DONE, _("We adapted it")),
            (Adaptation.State.GIVEN_UP, _("We did not go on with it")),
        ],
        widget=forms.RadioSelect,
    )
    result = words(
        _("What came of it?"),
        required=False,
        limit=2000,
        help_text=_("If you adapted it, everybody can read this. If not, only the coordinators can."),
    )

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(organisation)
        self.fields["moved_to"].label = _("Your own case study, if you wrote one (optional)")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == Adaptation.State.DONE and not cleaned.get("result"):
            self.add_error("result", _("Say in a few words what came of it"))
        return cleaned


class CopyForm(PortalForm):
    """Into which draft, or which of its lots."""

    NEW = "new"

    into = forms.ChoiceField(label=_("Where should it go?"), widget=forms.RadioSelect)

    def __init__(self, *args, by: User, lots: bool, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Opportunity.objects.editable_by(by).filter(stage__in=BEFORE_THE_TENDER).order_by("-pk")[:OFFERED]
        offered = [choice for each in mine.prefetch_related("lots") for choice in _places(each, lots=lots)]
        self.fields["into"].choices = [(self.NEW, _("A new draft")), *offered]

    @property
    def chosen(self) -> tuple[str, int]:
        """The reference of the draft, or nothing for a new one, and the number of its lot."""
        reference, _slash, number = self.cleaned_data["into"].partition("/")
        return ("" if reference == self.NEW else reference), int(number or 1)


def _places(opportunity: Opportunity, *, lots: bool) -> list[tuple[str, str]]:
    if not lots:
        return [(opportunity.reference, _called(opportunity))]
    numbers = sorted(each.number for each in opportunity.lots.all())
    names = gettext("%(opportunity)s, lot %(number)s")
    return [
        (f"{opportunity.reference}/{n}", names % {"opportunity": _called(opportunity), "number": n}) for n in numbers
    ]


def _called(opportunity: Opportunity) -> str:
    title = paired(opportunity, "title")[0] or gettext("No title yet")
    return f"{opportunity.reference} {title}"
