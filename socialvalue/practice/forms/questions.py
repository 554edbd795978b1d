"""Asking an officer, answering as one, and taking no questions for a while."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language
from collab_portal.forms import DateField, PortalForm
from socialvalue.practice.forms.desk import words


def spoken() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("In which language is it?"), choices=Language, widget=forms.RadioSelect)


class AskForm(PortalForm):
    """A question to whoever did it."""

    mark_optional = False
    question = words(
        _("Your question"), rows=5, help_text=_("One thing at a time is answered soonest. Leave out names.")
    )
    language = spoken()
    may_show = forms.BooleanField(
        label=_("The question and its answer may stand on the study’s page, without my name"), required=False
    )


class OfficerAnswerForm(PortalForm):
    """An answer, or that there will be none."""

    mark_optional = False
    decision = forms.ChoiceField(
        label=_("What do you do with it?"),
        choices=[("answer", _("Answer it")), ("decline", _("I cannot answer it"))],
        widget=forms.RadioSelect,
        initial="answer",
    )
    answer = words(_("Your answer"), required=False, limit=5000, rows=8)
    language = spoken()
    may_show = forms.BooleanField(
        label=_("The question and my answer may stand on the study’s page, without my name"), required=False
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == "answer" and not cleaned.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Enter your answer, or say that you cannot answer"))
        return cleaned


class PauseForm(PortalForm):
    """Until when she takes none."""

    mark_optional = False
    until = DateField(label=_("From which day on do you take questions again?"))

    def clean_until(self):
        if self.cleaned_data["until"] <= timezone.localdate():
            raise forms.ValidationError(_("Enter a day to come"))
        return self.cleaned_data["until"]
