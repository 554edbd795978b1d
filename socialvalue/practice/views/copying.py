"""Copying a redesign, or published criteria, into a draft in one step."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.forms import answer
from procurement import actions as procurement
from procurement.models import Lot, Opportunity, Redesign
from procurement.models.stages import NotAllowed
from socialvalue.models import Criteria
from socialvalue.practice import actions
from socialvalue.practice.actions.copying import lots_of
from socialvalue.practice.forms.using import CopyForm
from socialvalue.practice.models import CaseStudy


@require_http_methods(["GET", "POST"])
def redesign(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Redesign.objects.select_related("buyer", "opportunity", "category"), pk=pk)
    buyer = _buyer(request)
    form = CopyForm(request.POST if request.method == "POST" else None, by=request.user, lots=False)
    context = {"form": form, "source": found, "lots": lots_of(found), "body": found.buyer}
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                opportunity = _draft(request, buyer, form, found).opportunity
                actions.copy_redesign(redesign=found, opportunity=opportunity, **_who(request))
        except NotAllowed as refused:
            form.add_error("into", str(refused))
        else:
            messages.success(request, _("Copied. Look at the lots, and change what is different for you."))
            return redirect("pipeline:edit", opportunity.reference)
    return answer(request, "practice/use/copy_redesign.html", context, form)


@require_http_methods(["GET", "POST"])
def criteria(request: HttpRequest, pk: int) -> HttpResponse:
    published = Criteria.objects.published().select_related("lot__opportunity__buyer", "framework")
    found = get_object_or_404(published, pk=pk)
    buyer, theirs = _buyer(request), found.lot.opportunity
    form = CopyForm(request.POST if request.method == "POST" else None, by=request.user, lots=True)
    context = {"form": form, "criteria": found, "source": theirs, "body": theirs.buyer}
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                lot = _draft(request, buyer, form, theirs)
                actions.copy_criteria(criteria=found, lot=lot, **_who(request))
        except NotAllowed as refused:
            form.add_error("into", str(refused))
        else:
            messages.success(request, _("Copied. Say what people need where you are, and look at the weights."))
            return redirect("criteria:edit", lot.opportunity.reference, lot.number)
    return answer(request, "practice/use/copy_criteria.html", context, form)


def _buyer(request: HttpRequest) -> Organisation:
    """The public body she acts for, whose drafts she may write."""
    mine = Membership.objects.filter(user=request.user, role__in=Membership.EDITORS, organisation__is_public_body=True)
    acting = mine.filter(organisation=request.user.acting_for_id).select_related("organisation").first()
    if acting is None:
        raise PermissionDenied
    return acting.organisation


def _draft(request: HttpRequest, buyer: Organisation, form: CopyForm, source: Redesign | Opportunity) -> Lot:
    """The lot that was chosen, or that of a new draft named after what it is modelled on."""
    reference, number = form.chosen
    if not reference:
        told = {name: getattr(source, name) for name in ("title_en", "title_cy", "category")}
        return procurement.start_draft(buyer=buyer, by=request.user, **told).lots.get()
    opportunity = get_object_or_404(Opportunity.objects.editable_by(request.user), reference=reference)
    return get_object_or_404(opportunity.lots.select_related("opportunity__buyer"), number=number)


def _who(request: HttpRequest) -> dict:
    """By whom, when, and in which study she found it."""
    study = CaseStudy.objects.published().filter(slug=request.GET.get("study", "")).first()
    return {"by": request.user, "at": timezone.now(), "study": study}
