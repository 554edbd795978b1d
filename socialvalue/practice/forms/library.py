"""Searching the library of case studies."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import PortalForm
from socialvalue.practice.models import Step


class LibraryForm(PortalForm):
    """Words, and one of the five steps."""

    small, mark_optional = True, False

    q = forms.CharField(
        label=_("Words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    step = forms.ChoiceField(label=_("Step"), required=False, choices=[("", _("All five steps")), *Step.choices])
