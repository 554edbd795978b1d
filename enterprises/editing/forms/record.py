"""What an enterprise has done: work for clients, and what changed for people."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.forms import text
from enterprises import actions
from enterprises.editing.forms.base import LineForm, year
from enterprises.editing.forms.size import NOT_SAID
from enterprises.models.profile import Band


class ReferenceForm(LineForm):
    """Work for a client who agreed to be named."""

    columns = ("client", "what_en", "what_cy", "value", "ended_in")

    client = forms.CharField(
        label=_("Who was it for?"),
        max_length=200,
        help_text=_("Ask the client first: everybody can read this."),
        error_messages={"required": _("Enter the name of the client")},
    )
    what_en = text(_("What did you do? In English"), limit=300, language="en", rows=3)
    what_cy = text(_("What did you do? In Welsh"), limit=300, language="cy", rows=3)
    value = forms.ChoiceField(
        label=_("How big was it? (optional)"),
        choices=[NOT_SAID, *Band.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    ended_in = year(_("In which year did it end?"), _("If you still do it, this year."), required=True)

    sections = [
        (_("The client"), ["client"]),
        (_("The work"), [Div("what_en", "what_cy", css_class="app-pair"), "value", "ended_in"]),
    ]

    def clean_ended_in(self) -> int:
        ended = self.cleaned_data["ended_in"]
        if ended > self.today.year:
            raise forms.ValidationError(_("The year cannot be in the future. If you still do it, enter this year"))
        return ended

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("what_en") or cleaned.get("what_cy")) and not {"what_en", "what_cy"} & self.errors.keys():
            self.add_error("what_en", _("Say what you did, in English or in Welsh"))
        return cleaned

    def save(self, *, by: User) -> None:
        actions.put_reference(enterprise=self.enterprise, by=by, reference=self.record, **self.answers)


class OutcomeForm(LineForm):
    """A change for people or places, and how one knows."""

    columns = ("what_en", "what_cy", "evidence")

    what_en = text(
        _("What changes? In English"),
        limit=300,
        language="en",
        rows=3,
        help_text=_("For example “Two in three trainees have a job a year later”"),
    )
    what_cy = text(
        _("What changes? In Welsh"),
        limit=300,
        language="cy",
        rows=3,
        help_text=_("For example “Mae gan ddau o bob tri hyfforddai swydd flwyddyn yn ddiweddarach”"),
    )
    evidence = text(_("How do you know? (optional)"), limit=300, rows=3)

    sections = [(_("The change"), [Div("what_en", "what_cy", css_class="app-pair"), "evidence"])]

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("what_en") or cleaned.get("what_cy")) and not {"what_en", "what_cy"} & self.errors.keys():
            self.add_error("what_en", _("Say what changes, in English or in Welsh"))
        return cleaned

    def save(self, *, by: User) -> None:
        actions.put_outcome(enterprise=self.enterprise, by=by, outcome=self.record, **self.answers)
