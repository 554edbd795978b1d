"""What became of a line that vanished from the plan, and why nothing follows a contract."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import PortalForm
from procurement.models import PlanLine, Renewal


class AnswerForm(PortalForm):
    answer = forms.ChoiceField(label=_("What became of it?"), choices=PlanLine.Answer.choices)


class NoRenewalForm(PortalForm):
    """Why nothing follows."""

    reason = forms.ChoiceField(
        label=_("Why does nothing follow?"), choices=Renewal.Dismissal.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note for your colleagues"), required=False, max_length=500)
