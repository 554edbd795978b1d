"""Events the buyer holds about an opportunity: shown, and afterwards told in notes, questions and answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from collab_portal.accounts.models import Membership
from collab_portal.forms import PortalForm, answer
from enterprises.event_words import when
from enterprises.models import Event
from procurement.actions import market_events as actions
from procurement.drafting.access import for_members, for_publishers
from procurement.forms.questions import AskedThereForm, MeetingForm, NotesForm
from procurement.models import MarketEvent, Opportunity
from procurement.models.stages import NotAllowed


@never_cache
@require_http_methods(["GET", "POST"])
@for_members
def meetings(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """What is planned and what was held; publishers add another."""
    at = timezone.now()
    may_publish = Opportunity.objects.publishable_by(request.user).contains(opportunity)
    held = list(_held(opportunity).order_by("event__starts_at", "pk"))
    events = Event.objects.upcoming(at).filter(host=opportunity.buyer).exclude(market_events__in=held)
    form = MeetingForm(request.POST if request.method == "POST" else None, events=list(events.order_by("starts_at")))
    if form.is_bound and not may_publish:
        form.add_error(None, _("Ask a publisher of your organisation to do this."))
    if form.is_bound and form.is_valid():
        try:
            actions.hold_event(opportunity=opportunity, by=request.user, at=at, **form.said)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            shown = _("The event stands on the public page. Everybody who watches is told.")
            kept = _("The event is kept with the draft. It stands on the public page once you publish.")
            messages.success(request, shown if opportunity.is_published else kept)
            return redirect("pipeline:meetings", opportunity.reference)
    context = {
        "opportunity": opportunity,
        "rows": [(each, when(each.event), each.event.starts_at <= at) for each in held],
        "form": form,
        "may_publish": may_publish,
        "has_choice": bool(form.fields["event"].choices),
        "may_edit": request.user.memberships.filter(
            organisation=opportunity.buyer, role__in=Membership.EDITORS
        ).exists(),
    }
    return answer(request, "procurement/engagement/meetings.html", context, form)


@never_cache
@require_http_methods(["GET", "POST"])
@for_publishers
def notes(request: HttpRequest, opportunity: Opportunity, pk: int) -> HttpResponse:
    held = get_object_or_404(_held(opportunity), pk=pk)
    initial = {"notes_en": held.notes_en, "notes_cy": held.notes_cy}
    form = NotesForm(request.POST if request.method == "POST" else None, initial=initial)
    return _tell(request, held, form, actions.publish_notes, "procurement/engagement/notes.html")


@never_cache
@require_http_methods(["GET", "POST"])
@for_publishers
def question(request: HttpRequest, opportunity: Opportunity, pk: int) -> HttpResponse:
    held = get_object_or_404(_held(opportunity), pk=pk)
    form = AskedThereForm(request.POST if request.method == "POST" else None)
    return _tell(request, held, form, actions.publish_asked_there, "procurement/engagement/asked_there.html")


@require_POST
@for_publishers
def remove(request: HttpRequest, opportunity: Opportunity, pk: int) -> HttpResponse:
    held = get_object_or_404(_held(opportunity), pk=pk)
    try:
        actions.drop_event(held=held, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The event no longer stands on the public page."))
    return redirect("pipeline:meetings", opportunity.reference)


def _held(opportunity: Opportunity):
    return MarketEvent.objects.filter(opportunity=opportunity).select_related("event", "opportunity")


def _tell(request: HttpRequest, held: MarketEvent, form: PortalForm, publish, template: str) -> HttpResponse:
    """Publish the texts of the form, and back to the list."""
    if form.is_bound and form.is_valid():
        try:
            publish(held=held, by=request.user, at=timezone.now(), **form.texts)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Published. Everybody who watches this opportunity is told."))
            return redirect("pipeline:meetings", held.opportunity.reference)
    context = {"opportunity": held.opportunity, "held": held, "form": form}
    return answer(request, template, context, form)
