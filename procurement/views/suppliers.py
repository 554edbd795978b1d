"""Who could deliver this, for the buyer's officers; what could we deliver, for an enterprise's editors."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts.writing import write_to
from collab_portal.templatetags.words import paired
from enterprises.models import Enterprise
from enterprises.views.own import to_edit
from procurement import snapshot
from procurement.actions.shortlist import keep_supplier
from procurement.candidates import Candidates
from procurement.chances import Chances
from procurement.drafting.access import for_editors, for_members
from procurement.matching import asks
from procurement.models import Opportunity, OpportunityShortlist


@require_safe
@for_members
def suppliers(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """Of the working copy, so that the design can still change. `?lot=2` shows who fits that lot."""
    said = snapshot.of(opportunity)
    candidates = Candidates(opportunity, asks.of(said), request.GET.get("lot", ""))
    kept = OpportunityShortlist.objects.select_related("shortlist").filter(opportunity=opportunity).first()
    context = {
        "opportunity": opportunity,
        "candidates": candidates,
        "lots": {lot.number: lot for lot in said.lots},
        "shortlist": kept.shortlist if kept else None,
        "may_edit": Opportunity.objects.editable_by(request.user).contains(opportunity),
    }
    return render(request, "procurement/suppliers.html", context)


@require_POST
@for_editors
def keep(request: HttpRequest, opportunity: Opportunity, slug: str) -> HttpResponse:
    """Onto the opportunity's shortlist."""
    enterprise = _listed(slug)
    keep_supplier(opportunity=opportunity, enterprise=enterprise, by=request.user)
    messages.success(request, _("%(name)s is on the shortlist of this opportunity.") % {"name": enterprise})
    lot = request.POST.get("lot", "")
    back = reverse("pipeline:suppliers", args=[opportunity.reference])
    return redirect(f"{back}?lot={int(lot)}" if lot.isdecimal() and lot != "0" else back)


@require_http_methods(["GET", "POST"])
@for_members
def write(request: HttpRequest, opportunity: Opportunity, slug: str) -> HttpResponse:
    """A letter about this opportunity. Without a mailbox, the page of the enterprise says whom to ask."""
    enterprise = _listed(slug)
    if not enterprise.organisation.mailbox:
        return redirect("enterprises:write", slug)
    back = reverse("pipeline:suppliers", args=[opportunity.reference])
    initial = {"subject": paired(opportunity, "title")[0][:150]}
    shown = {"template": "procurement/supplier_write.html", "opportunity": opportunity, "initial": initial}
    return write_to(request, enterprise.organisation, then=back, about=opportunity.reference, **shown)


@require_safe
def chances(request: HttpRequest, slug: str) -> HttpResponse:
    """What the current pipeline holds for an enterprise."""
    enterprise = to_edit(request.user, slug)
    context = {"enterprise": enterprise, "chances": Chances(enterprise, at=timezone.now())}
    return render(request, "procurement/chances.html", context)


def _listed(slug: str) -> Enterprise:
    listed = Enterprise.objects.listed().select_related("organisation").defer("document", "words")
    return get_object_or_404(listed, organisation__slug=slug)
