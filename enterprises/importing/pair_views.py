"""Pairs of entries that may be one: the list of them, and the page where a person says which."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.forms import answer
from enterprises.importing.forms import PairForm
from enterprises.imports import doubles
from enterprises.models import DoubtfulPair, NotAllowed

PER_PAGE = 20


@require_safe
def pairs(request):
    """Everything that waits for a decision of hers."""
    networks = Organisation.objects.networks()
    mine = Membership.objects.filter(user=request.user, role__in=Membership.PUBLISHERS, organisation__in=networks)
    if not (request.user.is_staff or mine.exists()):
        raise Http404
    waiting = DoubtfulPair.objects.open().decidable_by(request.user)
    related = waiting.select_related("newer__enterprise", "older__enterprise").order_by("-found_at", "pk")
    page = Paginator(related, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "enterprises/imports/pairs.html", {"page": page})


@require_http_methods(["GET", "POST"])
def pair(request, number):
    """Both side by side, with the choice: one, or two?"""
    mine = DoubtfulPair.objects.open().decidable_by(request.user)
    found = get_object_or_404(mine.select_related("newer__enterprise", "older__enterprise"), pk=number)
    form = PairForm(request.POST) if request.method == "POST" else PairForm()
    if form.is_bound and form.is_valid():
        try:
            _decide(request, found, form.cleaned_data["decision"])
        except NotAllowed as refused:
            form.add_error("decision", str(refused))
        else:
            return redirect("enterprises:doubles")
    entries = [_shown(found.older), _shown(found.newer)]
    context = {"form": form, "pair": found, "entries": entries}
    return answer(request, "enterprises/imports/pair.html", context, form)


def _decide(request, found: DoubtfulPair, decision: str) -> None:
    step = {"pair": found, "by": request.user, "at": timezone.now()}
    if decision == DoubtfulPair.Decision.MERGED:
        stays = doubles.merge(**step)
        messages.success(request, _("They are now one entry: %(name)s.") % {"name": stays.name})
    else:
        doubles.keep_apart(**step)
        messages.success(request, _("They stay two entries. You will not be asked again."))


def _shown(organisation: Organisation) -> dict:
    enterprise = organisation.enterprise
    return {
        "organisation": organisation,
        "enterprise": enterprise,
        "names": [each.name for each in organisation.names.all() if each.name != organisation.name],
        "numbers": [str(each) for each in organisation.identifiers.all()],
        "activities": [each.category for each in enterprise.activities.select_related("category")],
    }
