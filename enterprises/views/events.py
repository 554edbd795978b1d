"""Events as everybody reads them: the list, one of them, and both for other programs."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import conditional_page, require_safe

from collab_portal.accounts.models import Membership
from collab_portal.limits import allow, caller
from enterprises import event_calendars, event_words
from enterprises.forms.events import EventFilter
from enterprises.models import Booking, Event

PER_PAGE = 20
FEED_LENGTH, CALENDAR_LENGTH = 100, 1000
FILES_A_MINUTE = 30


@login_not_required
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    form = EventFilter(request.GET)
    found = form.events(at).with_places().select_related("host")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(event, event_words.when(event), event_words.where(event), event.takes_bookings(at)) for event in page]
    used = sum(bool(form[name].value()) for name in form.fields)
    return render(request, "enterprises/events/list.html", {"form": form, "page": page, "rows": rows, "used": used})


@login_not_required
@require_safe
def event(request: HttpRequest, reference: str) -> HttpResponse:
    found = Event.objects.visible_to(request.user).with_places().select_related("host")
    shown = get_object_or_404(found, reference=reference)
    own = None
    roles = ()
    if request.user.is_authenticated:
        own = Booking.objects.of(request.user).filter(event=shown).exclude(state=Booking.State.CANCELLED).first()
        roles = Membership.objects.filter(user=request.user, organisation=shown.host).values_list("role", flat=True)
    context = {
        "event": shown,
        "facts": event_words.facts(shown),
        "closes": event_words.closes(shown),
        "takes_bookings": shown.takes_bookings(timezone.now()),
        "is_over": shown.ends_at <= timezone.now(),
        "own": own,
        "may_edit": any(role in Membership.EDITORS for role in roles),
        "may_publish": any(role in Membership.PUBLISHERS for role in roles),
    }
    return render(request, "enterprises/events/detail.html", context)


@login_not_required
@require_safe
@conditional_page
def feed(request: HttpRequest) -> HttpResponse:
    """What was announced or changed last, of what is still to come."""
    if not _may_have_file(request):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    found = EventFilter(request.GET).events(timezone.now()).select_related("host").order_by("-changed_at", "-pk")
    text = event_calendars.feed(
        found[:FEED_LENGTH],
        name=gettext("Events"),
        link=request.path.removesuffix("feed.atom"),
        feed_url=request.get_full_path(),
    )
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_safe
@conditional_page
def calendar(request: HttpRequest) -> HttpResponse:
    if not _may_have_file(request):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    found = EventFilter(request.GET).events(timezone.now()).select_related("host")[:CALENDAR_LENGTH]
    return as_calendar(event_calendars.calendar(found, name=gettext("Events")), "events")


@login_not_required
@require_safe
@conditional_page
def event_calendar(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(Event.objects.public().select_related("host"), reference=reference)
    return as_calendar(event_calendars.calendar([shown], name=event_words.title(shown)), reference)


def as_calendar(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _may_have_file(request: HttpRequest) -> bool:
    return allow("event-files", caller(request), times=FILES_A_MINUTE, seconds=60)
