"""What hosts tell us about events, and people who book."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language
from collab_portal.clock import WALES
from collab_portal.forms import DateField, LinkField, PortalForm, PortalModelForm, Stamped
from collab_portal.reference.choices import area_choices
from collab_portal.reference.models import Area
from enterprises.models import Booking, Event

CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>am|pm|yb|yp|yh)?", re.IGNORECASE)
AFTER_NOON = ("pm", "yp", "yh")
LAST_MOMENT = time(23, 59)
MOMENTS = ("starts_at", "ends_at", "closes_at")


class ClockField(forms.Field):
    """A time as people write it: 14:30, 14.30, 2pm, 2yp."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"})
    default_error_messages = {"invalid": _("Enter a time like 14:30 or 2pm")}

    def to_python(self, value) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        found = CLOCK.fullmatch(str(value).strip())
        try:
            return self._time(found) if found else self._refuse()
        except ValueError:
            return self._refuse()

    def prepare_value(self, value):
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def _time(self, found: re.Match) -> time:
        hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").lower()
        if half and not 1 <= hour <= 12:
            raise ValueError
        if half:
            hour = hour % 12 + (12 if half in AFTER_NOON else 0)
        return time(hour, minute)

    def _refuse(self):
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class EventForm(Stamped, PortalModelForm):
    """An event, with its times as the clock in Wales shows them."""

    mark_optional = False
    sections = [
        (_("What"), ["kind", "title_en", "title_cy", "description_en", "description_cy"]),
        (_("When"), ["day", "starts", "last_day", "ends", "closes_on"]),
        (_("Where"), ["place", "area_codes", "online_url"]),
        (_("Who"), ["spoken", "capacity"]),
    ]
    day = DateField(label=_("Date"))
    starts = ClockField(label=_("Starts at"), help_text=_("Time in Wales, like 14:30 or 2pm."))
    last_day = DateField(label=_("Last day, if it is another one (optional)"), required=False)
    ends = ClockField(label=_("Ends at"))
    closes_on = DateField(
        label=_("Last day to book (optional)"),
        required=False,
        help_text=_("Otherwise people can book until it starts."),
    )
    area_codes = forms.MultipleChoiceField(
        label=_("In which council area? (optional)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    online_url = LinkField(
        label=_("Online link (optional)"),
        required=False,
        max_length=500,
        help_text=_("Only people who have booked see it."),
        validators=Event._meta.get_field("online_url").validators[:1],
    )
    capacity = forms.IntegerField(
        label=_("How many people can come? (optional)"),
        required=False,
        min_value=1,
        max_value=100_000,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
        help_text=_("Whoever books later goes on the waiting list, and moves up when a place becomes free."),
    )

    class Meta:
        model = Event
        fields = [
            *("kind", "title_en", "title_cy", "description_en", "description_cy"),
            *("place", "area_codes", "online_url", "spoken", "capacity"),
        ]
        widgets = {
            "kind": forms.RadioSelect,
            "spoken": forms.RadioSelect,
            "title_en": forms.TextInput(attrs={"lang": "en"}),
            "title_cy": forms.TextInput(attrs={"lang": "cy"}),
            "description_en": forms.Textarea(attrs={"rows": 5, "lang": "en"}),
            "description_cy": forms.Textarea(attrs={"rows": 5, "lang": "cy"}),
        }
        labels = {"place": _("Place (optional)")}
        help_texts = {
            "title_cy": _("At least one title is needed. Without the other language the page shows this one."),
        }

    def __init__(self, *args, at: datetime, instance: Event | None = None, initial: dict[str, Any] | None = None):
        self.at = at
        super().__init__(*args, instance=instance)
        self.saved = {name: getattr(instance, name) for name in (*self.Meta.fields, *MOMENTS)} if instance else {}
        self.fields["kind"].choices, self.fields["spoken"].choices = Event.Kind.choices, Event.Spoken.choices
        self.fields["area_codes"].choices = area_choices(Area.Kind.COUNCIL)
        self.initial |= (self.shown(self.saved) if instance else {}) | (initial or {})

    @property
    def about(self) -> dict[str, Any]:
        return {"instance": self.instance, "at": self.at}

    def shown(self, saved: dict[str, Any]) -> dict[str, Any]:
        return {name: saved[name] for name in self.Meta.fields} | _as_typed(self.instance)

    def clean(self):
        given = super().clean()
        if not given.get("title_en") and not given.get("title_cy") and "title_en" not in self.errors:
            self.add_error("title_en", _("Enter a title, in one language or in both"))
        if not given.get("place") and not given.get("online_url") and "online_url" not in self.errors:
            self.add_error("place", _("Enter a place, or a link for those who come online"))
        if not {"day", "starts", "last_day", "ends", "closes_on"} & self.errors.keys():
            self._check_times(given)
        return given

    def _check_times(self, given: dict[str, Any]) -> None:
        last_day, closes_on = given.get("last_day") or given["day"], given.get("closes_on")
        given["starts_at"] = self._moment(given["day"], given["starts"], "starts")
        given["ends_at"] = self._moment(last_day, given["ends"], "ends")
        if not given["starts_at"] or not given["ends_at"]:
            return
        if given["ends_at"] <= given["starts_at"]:
            self.add_error("ends", _("The end must come after the start"))
        if given["starts_at"] <= self.at and given["starts_at"] != self.instance.starts_at:
            self.add_error("day", _("The event must be in the future"))
        if closes_on and closes_on > last_day:
            self.add_error("closes_on", _("The last day to book must not come after the event"))
        closes_at = moment_in_wales(closes_on, LAST_MOMENT) if closes_on else None
        given["closes_at"] = min(closes_at, given["starts_at"]) if closes_at else given["starts_at"]

    def _moment(self, day: date, clock: time, field: str) -> datetime | None:
        moment = moment_in_wales(day, clock)
        if moment is None:
            self.add_error(field, _("The clocks go forward that night, and this time does not exist. Choose another."))
        return moment

    def _post_clean(self):
        """The action writes the row; the form only reads what was typed."""

    @property
    def event_fields(self) -> dict[str, Any]:
        """What the actions want."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, *MOMENTS)}


def moment_in_wales(day: date, clock: time) -> datetime | None:
    """That time by the clock of Wales; None in the hour that spring leaves out. Of autumn's two it is the first."""
    local = datetime.combine(day, clock, tzinfo=WALES)
    moment = local.astimezone(UTC)
    return moment if moment.astimezone(WALES).replace(tzinfo=None) == local.replace(tzinfo=None) else None


def _as_typed(event: Event) -> dict[str, Any]:
    start, end, closes = (each.astimezone(WALES) for each in (event.starts_at, event.ends_at, event.closes_at))
    return {
        "day": start.date(),
        "starts": start.time(),
        "last_day": None if event.is_one_day else end.date(),
        "ends": end.time(),
        "closes_on": None if event.closes_at == event.starts_at else closes.date(),
    }


class CancelForm(PortalForm):
    """Why an event is called off; people read it in their language."""

    reason_en = forms.CharField(
        label=_("Why, in English"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
    )
    reason_cy = forms.CharField(
        label=_("Why, in Welsh"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3, "lang": "cy"})
    )
    mark_optional = False

    def clean(self):
        given = super().clean()
        if not self.errors and not given.get("reason_en") and not given.get("reason_cy"):
            self.add_error("reason_en", _("Say why, in one language or in both"))
        return given


class BookingForm(PortalModelForm):
    """A place for somebody signed in."""

    class Meta:
        model = Booking
        fields = ["name", "organisation", "needs"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "organisation": forms.TextInput(attrs={"autocomplete": "organization"}),
            "needs": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "needs": _("For example step-free access, a hearing loop, or Welsh. Only the host reads it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True


class AskBookingForm(BookingForm):
    """A place for an address, once it is confirmed."""

    field_order = ["name", "email", "language", "organisation", "needs"]

    class Meta(BookingForm.Meta):
        fields = [*BookingForm.Meta.fields, "email", "language"]
        widgets = {
            **BookingForm.Meta.widgets,
            "email": forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            "language": forms.RadioSelect,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["language"].choices = Language.choices


class EventFilter(PortalForm):
    """Which events. What cannot be read is left out."""

    small, mark_optional = True, False

    q = forms.CharField(
        label=_("Words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Kind of event"), required=False, choices=[("", _("All")), *Event.Kind.choices])
    area = forms.ChoiceField(label=_("Where"), required=False)
    spoken = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("All")), ("cy", _("I can take part in Welsh")), ("en", _("I can take part in English"))],
    )
    when = forms.ChoiceField(
        label=_("When"), required=False, choices=[("", _("From now on")), ("past", _("Past events"))]
    )
    host = forms.SlugField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [
            ("", _("Anywhere")),
            ("online", _("Online")),
            *area_choices(Area.Kind.COUNCIL),
        ]

    def events(self, at: datetime):
        """The events that were asked for, the next one first; past ones the latest first."""
        self.is_valid()
        asked = self.cleaned_data
        found = Event.objects.public()
        past = asked.get("when") == "past"
        found = found.filter(ends_at__lte=at) if past else found.filter(ends_at__gt=at)
        if asked.get("kind"):
            found = found.filter(kind=asked["kind"])
        if asked.get("host"):
            found = found.filter(host__slug=asked["host"])
        if asked.get("area") == "online":
            found = found.exclude(online_url="")
        elif asked.get("area"):
            found = found.filter(area_codes__contains=[asked["area"]])
        if asked.get("spoken"):
            found = found.filter(spoken__in=(asked["spoken"], Event.Spoken.BOTH))
        for word in asked.get("q", "").replace("\x00", " ").split():
            found = found.with_word(word)
        return found.order_by("-starts_at" if past else "starts_at", "pk")
