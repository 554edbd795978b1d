"""Addresses below /events/."""

from django.urls import path, register_converter

from enterprises.views import bookings, event_hosting, events


class Reference:
    """The reference of an event, such as EV-0042, in capitals or not."""

    regex = "[Ee][Vv]-[0-9]{4,18}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


register_converter(Reference, "event")
EVENT = "<event:reference>"

app_name = "events"
urlpatterns = [
    path("", events.events, name="list"),
    path("feed.atom", events.feed, name="atom"),
    path("calendar.ics", events.calendar, name="ics"),
    path("asked/", bookings.asked, name="asked"),
    path("new/<slug:slug>/", event_hosting.new, name="new"),
    path("bookings/<str:token>/", bookings.booking, name="booking"),
    path("bookings/<str:token>/confirm/", bookings.confirm, name="booking-confirm"),
    path("bookings/<str:token>/cancel/", bookings.cancel, name="booking-cancel"),
    path("bookings/<str:token>/event.ics", bookings.booking_calendar, name="booking-ics"),
    path(f"{EVENT}/", events.event, name="detail"),
    path(f"{EVENT}/event.ics", events.event_calendar, name="event-ics"),
    path(f"{EVENT}/book/", bookings.book, name="book"),
    path(f"{EVENT}/edit/", event_hosting.edit, name="edit"),
    path(f"{EVENT}/publish/", event_hosting.publish, name="publish"),
    path(f"{EVENT}/cancel/", event_hosting.cancel, name="cancel"),
    path(f"{EVENT}/attendees/", event_hosting.attendees, name="attendees"),
    path(f"{EVENT}/attendees.csv", event_hosting.attendees_csv, name="attendees-csv"),
]
