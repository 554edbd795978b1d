"""Saying that one is interested, or not this time: signed in, or by the link of an alert; and what the buyer sees."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.forms import answer
from collab_portal.sheets.writing import csv_rows
from procurement import snapshot
from procurement.actions import expressions
from procurement.drafting.access import for_members
from procurement.engagement import interests, links
from procurement.engagement.public import Engagement
from procurement.forms.interests import ALL, InterestForm, as_given
from procurement.models import Interest, Opportunity, PipelineEntry, Release, Subscriber
from procurement.models.stages import NotAllowed
from procurement.views.engagement import bidders


@dataclass(frozen=True)
class Bidder:
    """For whom somebody answers: her organisations, or else the address an alert went to."""

    organisations: list[Organisation]
    subscriber: Subscriber | None = None
    person: User | None = None

    def answers(self, opportunity: int):
        """What was answered already."""
        mine = Interest.objects.filter(opportunity=opportunity)
        if self.organisations:
            return mine.filter(organisation__in=self.organisations)
        return mine.filter(subscriber=self.subscriber)


@never_cache
@require_http_methods(["GET", "POST"])
def interest(request: HttpRequest, reference: str) -> HttpResponse:
    """For somebody signed in who looks after an enterprise."""
    entry = get_object_or_404(PipelineEntry.objects.defer("document"), reference=reference)
    bidder = Bidder(bidders.organisations_of(request.user, entry), person=request.user)
    if not bidder.organisations:
        return bidders.refused(request, entry)
    return _answer(request, entry, bidder)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the link of an alert. To open it changes nothing: it is the button that answers."""
    found = links.opened(token)
    entry = PipelineEntry.objects.defer("document").filter(opportunity=found[1]).first() if found else None
    if found is None or entry is None:
        return render(request, "procurement/engagement/link_gone.html", status=404)
    subscriber = found[0]
    person = subscriber.user if subscriber.user and subscriber.user.is_active else None
    organisations = bidders.organisations_of(person, entry) if person else []
    return _answer(request, entry, Bidder(organisations, subscriber, person))


@never_cache
@require_safe
@for_members
def answers(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """Who is interested, for the buyer."""
    context = {"opportunity": opportunity, "answers": interests.Answers(opportunity)}
    return render(request, "procurement/engagement/answers.html", context)


@never_cache
@require_safe
@for_members
def answers_csv(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    trail.record("answers exported", by=request.user, target=opportunity)
    rows = list(interests.Answers(opportunity).sheet())
    response = StreamingHttpResponse(csv_rows(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{opportunity.reference}-interested.csv"'
    return response


def _answer(request: HttpRequest, entry: PipelineEntry, bidder: Bidder) -> HttpResponse:
    opportunity = Opportunity.objects.get(pk=entry.pk)
    earlier = list(bidder.answers(entry.pk).select_related("organisation").order_by("lot", "pk"))
    if request.method == "POST" and "withdraw" in request.POST:
        return _take_back(request, earlier)
    said = snapshot.read(Release.objects.get(opportunity=entry.pk, version=entry.version).snapshot)
    form = InterestForm(
        request.POST if request.method == "POST" else None,
        said=said,
        organisations=bidder.organisations,
        initial=_initial(request, earlier, bidder),
    )
    if form.is_bound and form.is_valid():
        whose = {"subscriber": bidder.subscriber, "by": bidder.person}
        try:
            expressions.answer_opportunity(opportunity=opportunity, at=timezone.now(), **whose, **form.said)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your answer is with the buyer. You can change it here."))
            return redirect(request.path)
    parts = interests.part_names(opportunity, earlier)
    context = {
        "entry": entry,
        "form": form,
        "bidder": bidder,
        "earlier": [(each, parts[each.version, each.lot]) for each in earlier],
        "engagement": Engagement(entry, timezone.now()),
    }
    return answer(request, "procurement/engagement/interest.html", context, form)


def _initial(request: HttpRequest, earlier: list[Interest], bidder: Bidder) -> dict:
    """The answer that shall be changed, or a new one."""
    chosen = next((each for each in earlier if str(each.pk) == request.GET.get("change")), None)
    return as_given(chosen) if chosen else {"lot": ALL, "organisation": next(iter(bidder.organisations), None)}


def _take_back(request: HttpRequest, earlier: list[Interest]) -> HttpResponse:
    chosen = next((each for each in earlier if str(each.pk) == request.POST["withdraw"]), None)
    if chosen:
        by = request.user if request.user.is_authenticated else None
        expressions.take_answer_back(interest=chosen, by=by, at=timezone.now())
        messages.success(request, _("Your answer is taken back. The buyer no longer sees it."))
    return redirect(request.path)
