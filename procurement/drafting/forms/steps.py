"""What is asked when something is published or taken a step further: when, why, and who won."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.clock import WALES
from collab_portal.forms import DateField, PortalForm, StampedForm, text
from procurement import changes, wording
from procurement.changes import Difference, Reason
from procurement.record import Publication
from procurement.snapshot import write

TIMES = ["%H:%M", "%H.%M", "%I%p", "%I:%M%p", "%I.%M%p", "%H"]


class ReasonsForm(PortalForm):
    """For each of these differences: why? In English, in Welsh or in both."""

    mark_optional = False

    def __init__(self, data=None, *, differences: Iterable[Difference] = (), **kwargs):
        super().__init__(data, **kwargs)
        self.asked = [difference.field for difference in differences]
        for name in self.asked:
            self.fields[f"{name}_en"] = text(_("Reason in English"), limit=500, language="en", rows=3)
            self.fields[f"{name}_cy"] = text(_("Reason in Welsh"), limit=500, language="cy", rows=3)

    @property
    def sections(self):
        return [(self.question(name), [Div(f"{name}_en", f"{name}_cy", css_class="app-pair")]) for name in self.asked]

    def question(self, name: str):
        if name == "stage":
            return _("Why does it end?")
        return _("%(date)s: why did it move?") % {"date": wording.label(name)}

    def clean(self):
        cleaned = super().clean()
        for name in self.asked:
            if not (cleaned.get(f"{name}_en") or cleaned.get(f"{name}_cy")) and f"{name}_en" not in self.errors:
                self.add_error(f"{name}_en", self.missing(name))
        return cleaned

    def missing(self, name: str):
        if name == "stage":
            return _("Enter a reason, in English or in Welsh")
        return _("%(date)s: say why it moved, in English or in Welsh") % {"date": wording.label(name)}

    @property
    def reasons(self) -> dict[str, Reason]:
        given = self.cleaned_data
        return {name: Reason(en=given[f"{name}_en"], cy=given[f"{name}_cy"]) for name in self.asked}


class CorrectionForm(ReasonsForm):
    """Why what was said of the result is not right."""

    def __init__(self, data=None, **kwargs):
        super().__init__(data, differences=[Difference("awards", before=None, after=None)], **kwargs)

    def question(self, name: str):
        return _("What was wrong?")

    def missing(self, name: str):
        return _("Say what was wrong, in English or in Welsh")

    @property
    def reason(self) -> Reason:
        return self.reasons["awards"]


class DeadlineForm(ReasonsForm):
    """One exact moment, in the time of the clocks in Wales; `after` is the moment that it must follow."""

    def __init__(self, data=None, *, now: datetime, after: datetime | None = None, **kwargs):
        self.now, self.after = now, after
        super().__init__(data, **kwargs)

    closes_on = DateField(
        label=_("Which day must bids be in?"),
        help_text=_("For example 17 3 2027"),
        error_messages={"required": _("Enter the day by which bids must be in")},
    )
    closes_at = forms.TimeField(
        label=_("At what time?"),
        help_text=_("For example 12:00 or 5pm, in the time of the clocks in Wales"),
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5", "autocomplete": "off"}),
        error_messages={
            "required": _("Enter the time by which bids must be in"),
            "invalid": _("Enter a time like 12:00 or 5pm"),
        },
    )

    @property
    def sections(self):
        return [(_("Deadline for bids"), ["closes_on", "closes_at"]), *super().sections]

    def clean_closes_at(self):
        given = self.cleaned_data["closes_at"]
        return given and given.replace(second=0, microsecond=0)

    def clean(self):
        cleaned = super().clean()
        day, time = cleaned.get("closes_on"), cleaned.get("closes_at")
        if not day or time is None:
            return cleaned
        moment = datetime.combine(day, time, tzinfo=WALES)
        if timezone.localtime(moment.astimezone(UTC), WALES).time() != time:
            self.add_error("closes_at", _("The clocks go forward that night, and this time is left out. Enter another"))
        elif moment <= self.now:
            self.add_error("closes_on", _("The deadline must be in the future"))
        elif self.after and moment <= self.after:
            self.add_error("closes_on", _("The new deadline must be later than the one now"))
        cleaned["submissions_close_at"] = moment
        return cleaned


class DropForm(StampedForm):
    """Nobody throws away what she has not seen."""

    def __init__(self, data=None, *, publication: Publication, **kwargs):
        self.publication = publication
        super().__init__(data, saved=write(publication.after), **kwargs)

    @property
    def about(self) -> dict[str, Any]:
        return {"publication": self.publication}


class PublishForm(ReasonsForm, StampedForm):
    """The last look before something is said: nobody publishes what she has not seen."""

    def __init__(self, data=None, *, publication: Publication, **kwargs):
        self.publication = publication
        asked = changes.without_reason(publication.differences, {})
        super().__init__(data, differences=asked, saved=write(publication.after), **kwargs)

    @property
    def about(self) -> dict[str, Any]:
        return {"publication": self.publication}


class TenderForm(PublishForm, DeadlineForm):
    """Opening the tender publishes everything, and sets the deadline."""

    @property
    def about(self) -> dict[str, Any]:
        return super().about | {"now": self.now}
