"""Booking a place with an account or with an address, and looking after it by the link in our mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts.models import User
from collab_portal.forms import PortalModelForm, answer
from collab_portal.limits import allow, caller
from enterprises import actions, event_calendars, event_words
from enterprises.forms.events import AskBookingForm, BookingForm
from enterprises.models import Booking, Event
from enterprises.views.events import as_calendar

HOUR = 3600
ASKED_BY_ONE_CALLER = 20  # in an hour
ASKED_FOR_ONE_ADDRESS = 5


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, reference: str) -> HttpResponse:
    found = Event.objects.public().with_places().select_related("host")
    event, at = get_object_or_404(found, reference=reference), timezone.now()
    if not event.takes_bookings(at):
        messages.error(request, str(actions.BookingClosed()))
        return redirect(event)
    form = _form(request)
    if form.is_bound and form.is_valid():
        try:
            if request.user.is_authenticated:
                return redirect(actions.book(event=event, by=request.user, at=at, **form.cleaned_data))
            if _may_ask(request, form):
                actions.ask_to_book(event=event, at=at, **form.cleaned_data)
                return redirect("events:asked")
        except actions.BookingClosed as refused:
            form.add_error(None, str(refused))
    context = {"event": event, "form": form, "when": event_words.when(event)}
    return answer(request, "enterprises/events/book.html", context, form)


@login_not_required
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same answer to everybody: whether we know an address is nobody's business."""
    return render(request, "enterprises/events/asked.html")


@login_not_required
@never_cache
@require_safe
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """Mail programs follow links by themselves, so it is a button that confirms or cancels."""
    mine = _mine(token)
    with_place = mine.is_coming and not mine.event.is_cancelled
    at = timezone.now()
    context = {
        "booking": mine,
        "event": mine.event,
        "facts": event_words.facts(mine.event, with_link=with_place),
        "may_confirm": mine.state == Booking.State.ASKED and mine.event.takes_bookings(at),
        "may_cancel": (mine.is_coming or mine.is_waiting) and not mine.event.is_cancelled and mine.event.ends_at > at,
    }
    return render(request, "enterprises/events/booking.html", context)


@login_not_required
@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    mine = _mine(token)
    try:
        actions.confirm_booking(booking=mine, at=timezone.now())
    except actions.BookingClosed as refused:
        messages.error(request, str(refused))
    return redirect(mine)


@login_not_required
@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    mine = _mine(token)
    actions.cancel_booking(booking=mine, at=timezone.now(), by=_person(request))
    messages.success(request, _("Your booking is cancelled. Thank you for telling us."))
    return redirect(mine)


@login_not_required
@never_cache
@require_safe
def booking_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The event as a calendar wants it, with the online link for those who have a place."""
    mine = _mine(token)
    content = event_calendars.calendar([mine.event], name=event_words.title(mine.event), with_link=mine.is_coming)
    return as_calendar(content, mine.event.reference)


def _mine(token: str) -> Booking:
    return get_object_or_404(Booking.objects.select_related("event__host"), token=token)


def _form(request: HttpRequest) -> PortalModelForm:
    data = request.POST if request.method == "POST" else None
    if not request.user.is_authenticated:
        return AskBookingForm(data, initial={"language": get_language()})
    return BookingForm(data, initial={"name": request.user.name, "organisation": request.user.acting_for or ""})


def _may_ask(request: HttpRequest, form: PortalModelForm) -> bool:
    """Each request sends a mail to an address that anybody can type, so there is a limit to it. It tells nothing."""
    address = form.cleaned_data["email"].lower()
    if not allow("book", caller(request), times=ASKED_BY_ONE_CALLER, seconds=HOUR):
        form.add_error(None, _("Too many requests came from your network. Try again in an hour."))
    elif not allow("book-address", address, times=ASKED_FOR_ONE_ADDRESS, seconds=HOUR):
        form.add_error(None, _("We have written to this address several times already. Look for our e-mail there."))
    return not form.errors


def _person(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None
