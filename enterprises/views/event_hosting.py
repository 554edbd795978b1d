"""What hosts do: prepare an event, publish, change and cancel it, and see who comes."""

from collections.abc import Callable, Iterator
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.forms import answer
from collab_portal.sheets.writing import csv_rows
from enterprises import actions
from enterprises.event_upkeep import KEPT
from enterprises.forms.events import CancelForm, EventForm
from enterprises.models import Booking, Event

View = Callable[..., HttpResponse]


def for_host(roles) -> Callable[[View], View]:
    """The view gets the event. Who may not see it finds nothing; who may see but not do is refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, reference: str) -> HttpResponse:
            mine = Event.objects.hosted_by(request.user, Membership.Role.values).select_related("host")
            event = get_object_or_404(mine, reference=reference)
            if not Event.objects.hosted_by(request.user, roles).contains(event):
                raise PermissionDenied
            return view(request, event)

        return door

    return decorate


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    host = get_object_or_404(Organisation.objects.of(request.user), slug=slug)
    if not Membership.objects.filter(user=request.user, organisation=host, role__in=Membership.EDITORS).exists():
        raise PermissionDenied
    at = timezone.now()
    form = EventForm(request.POST if request.method == "POST" else None, at=at)
    if form.is_bound and form.is_valid():
        event = actions.draft_event(host=host, by=request.user, at=at, **form.event_fields)
        messages.success(request, _("Saved as a draft. Look at it, then publish it."))
        return redirect(event)
    return answer(request, "enterprises/events/edit.html", {"form": form, "host": host, "event": None}, form)


@require_http_methods(["GET", "POST"])
@for_host(Membership.EDITORS)
def edit(request: HttpRequest, event: Event) -> HttpResponse:
    """Editors prepare drafts; what everybody sees is changed by publishers."""
    _refuse_unless_draft_or_publisher(request, event)
    at = timezone.now()
    form = EventForm(request.POST if request.method == "POST" else None, instance=event, at=at)
    context = {"form": form, "host": event.host, "event": event}
    if form.is_stale:
        again = context | {"form": form.again(), "theirs": list(form.in_words)}
        return render(request, "enterprises/events/edit.html", again, status=409)
    if form.is_bound and form.is_valid():
        differing = actions.change_event(event=event, by=request.user, at=at, **form.event_fields)
        told = not event.is_draft and set(differing) & set(actions.TOLD)
        messages.success(request, _("Saved. We have told everybody who booked.") if told else _("Saved."))
        return redirect(event)
    return answer(request, "enterprises/events/edit.html", context, form)


@require_POST
@for_host(Membership.PUBLISHERS)
def publish(request: HttpRequest, event: Event) -> HttpResponse:
    actions.publish_event(event=event, by=request.user, at=timezone.now())
    messages.success(request, _("Published. People can book now."))
    return redirect(event)


@require_http_methods(["GET", "POST"])
@for_host(Membership.PUBLISHERS)
def cancel(request: HttpRequest, event: Event) -> HttpResponse:
    """A draft is thrown away; what was public is called off, for a reason."""
    if event.is_cancelled:
        return redirect(event)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if event.is_draft and form.is_bound:
        actions.discard_event(event=event, by=request.user)
        messages.success(request, _("The draft is gone."))
        return redirect("events:list")
    if form.is_bound and form.is_valid():
        actions.cancel_event(event=event, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The event is cancelled. We have told everybody who booked."))
        return redirect(event)
    context = {"form": form, "event": event, "told": event.bookings.told().count()}
    return answer(request, "enterprises/events/cancel.html", context, form)


@never_cache
@require_http_methods(["GET", "POST"])
@for_host(Membership.PUBLISHERS)
def attendees(request: HttpRequest, event: Event) -> HttpResponse:
    """Who comes and who waits; and afterwards, who was there."""
    if request.method == "POST":
        came = {int(number) for number in request.POST.getlist("came") if number.isdecimal() and len(number) < 19}
        actions.note_attendance(event=event, came=came, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("events:attendees", event.reference)
    bookings = list(_listed(event))
    context = {
        "event": event,
        "coming": [each for each in bookings if each.is_coming],
        "waiting": [each for each in bookings if each.is_waiting],
        "has_begun": event.starts_at <= timezone.now(),
        "kept_until": event.ends_at + KEPT,
    }
    return render(request, "enterprises/events/attendees.html", context)


@never_cache
@require_safe
@for_host(Membership.PUBLISHERS)
def attendees_csv(request: HttpRequest, event: Event) -> HttpResponse:
    response = StreamingHttpResponse(csv_rows(_rows(event)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.reference}.csv"'
    return response


def _rows(event: Event) -> Iterator[list]:
    came = {True: _("Yes"), False: _("No"), None: ""}
    head = [_("Name"), _("Organisation"), _("E-mail address"), _("Language"), _("Needs"), _("State"), _("Came")]
    rows = [
        [
            *(each.name, each.organisation, each.email, str(each.get_language_display()), each.needs),
            *(str(each.get_state_display()), came[each.attended]),
        ]
        for each in _listed(event)
    ]
    return iter([head, *rows])


def _listed(event: Event):
    listed = event.bookings.filter(state__in=(Booking.State.BOOKED, Booking.State.WAITING))
    return listed.order_by("state", "placed_at", "pk")


def _refuse_unless_draft_or_publisher(request: HttpRequest, event: Event) -> None:
    if event.is_cancelled:
        raise PermissionDenied
    if not event.is_draft and not Event.objects.hosted_by(request.user, Membership.PUBLISHERS).contains(event):
        raise PermissionDenied
