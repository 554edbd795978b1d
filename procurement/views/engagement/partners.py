"""The partner board: those who show themselves on a lot see each other, write to each other, and form a group."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.forms import answer
from procurement.actions import consortia as actions
from procurement.engagement import interests, partners
from procurement.engagement.public import Engagement
from procurement.forms.partners import GroupForm
from procurement.models import Consortium, Opportunity, PipelineEntry
from procurement.models.stages import NotAllowed
from procurement.views.engagement import bidders


@never_cache
@require_safe
def board(request: HttpRequest, reference: str) -> HttpResponse:
    """Who else looks for partners, where she does herself; and the groups she is in or asked to join."""
    entry = get_object_or_404(PipelineEntry.objects.defer("document"), reference=reference)
    organisations = bidders.organisations_of(request.user, entry)
    if not organisations:
        return bidders.refused(request, entry)
    places = partners.own_places(entry.pk, organisations)
    groups = partners.groups_of(entry.pk, organisations)
    mine = {each.pk for each in organisations}
    parts = interests.part_names(Opportunity(pk=entry.pk), [*places, *groups])
    boards = [
        (place, parts[place.version, place.lot], partners.on_the_board(entry.pk, place.lot).exclude(pk=place.pk))
        for place in places
    ]
    context = {
        "entry": entry,
        "boards": boards,
        "groups": [_group(each, parts[each.version, each.lot], mine) for each in groups],
        "engagement": Engagement(entry, timezone.now()),
    }
    return render(request, "procurement/engagement/partners.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The lead proposes a group for the part on whose board she stands with this answer."""
    entry = get_object_or_404(PipelineEntry.objects.defer("document"), reference=reference)
    organisations = bidders.organisations_of(request.user, entry)
    place = next((each for each in partners.own_places(entry.pk, organisations) if each.pk == pk), None)
    if place is None:
        raise Http404
    others = [each.organisation for each in partners.on_the_board(entry.pk, place.lot).exclude(pk=place.pk)]
    lead = place.organisation
    form = GroupForm(request.POST if request.method == "POST" else None, lead=lead, others=others)
    if form.is_bound and form.is_valid():
        opportunity = Opportunity.objects.get(pk=entry.pk)
        step = {"opportunity": opportunity, "lot": place.lot, "lead": lead, "by": request.user, "at": timezone.now()}
        try:
            actions.propose_consortium(**step, name=form.cleaned_data["name"], shares=form.shares)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Proposed. We have e-mailed the others: each must confirm."))
            return redirect("pipeline:partners", reference)
    part = interests.part_names(Opportunity(pk=entry.pk), [place])[place.version, place.lot]
    context = {"entry": entry, "form": form, "part": part, "lead": lead, "has_others": bool(others)}
    return answer(request, "procurement/engagement/propose.html", context, form)


@require_POST
@transaction.atomic
def decide(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """A member confirms its share, or ends the group for all."""
    entry = get_object_or_404(PipelineEntry.objects.defer("document"), reference=reference)
    organisations = bidders.organisations_of(request.user, entry)
    group = get_object_or_404(Consortium.objects.current().filter(opportunity=entry.pk), pk=pk)
    hers = list(group.members.filter(organisation__in=organisations).order_by("pk"))
    if not hers:
        raise Http404
    try:
        if request.POST.get("decision") == "confirm":
            for member in hers:
                actions.confirm_share(member=member, by=request.user, at=timezone.now())
            messages.success(request, _("You have confirmed your share."))
        else:
            actions.end_consortium(consortium=group, by=request.user, at=timezone.now())
            messages.success(request, _("The group has ended. We have told the others."))
    except NotAllowed as refused:
        messages.warning(request, str(refused))
    return redirect("pipeline:partners", reference)


def _group(group: Consortium, part: str, mine: set[int]) -> dict:
    members = sorted(group.members.all(), key=lambda each: (each.organisation_id != group.lead_id, each.pk))
    waits = any(each.organisation_id in mine and each.confirmed_at is None for each in members)
    return {"said": group, "part": part, "members": members, "waits_for_her": waits}
