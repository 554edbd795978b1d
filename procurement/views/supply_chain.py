"""Supply-chain needs: what winners of contracts pass on, for everybody to find; and the winners' own pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts.writing import write_to
from collab_portal.forms import answer
from collab_portal.search_limit import limited
from collab_portal.templatetags.words import paired
from procurement import supply_chain
from procurement.actions import supply_needs as actions
from procurement.forms.supply_chain import SupplyChainFilter, SupplyNeedForm
from procurement.models import Opportunity, PipelineEntry, SupplyNeed
from procurement.models.stages import NotAllowed
from procurement.outlook import places

limited_search = limited("search", times=60, is_free=lambda request: not request.GET)


@login_not_required
@require_safe
@limited_search
def needs(request: HttpRequest) -> HttpResponse:
    """All that are open, by kind of work and place. A choice that does not exist is no choice."""
    form = SupplyChainFilter(request.GET)
    form.is_valid()
    chosen = {name: form.cleaned_data.get(name, "") for name in form.fields}
    found = supply_chain.found(today=timezone.localdate(), **chosen)
    return render(request, "procurement/supply_chain/list.html", {"form": form, "needs": found})


@login_not_required
@require_safe
def need(request: HttpRequest, number: int) -> HttpResponse:
    found = _need(number)
    context = {
        "need": found,
        "may_edit": request.user.is_authenticated and SupplyNeed.objects.editable_by(request.user).contains(found.said),
        "place": places.of(request.user, found.entry),
    }
    return render(request, "procurement/supply_chain/need.html", context)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, number: int) -> HttpResponse:
    """To the winner, who may have taken its mailbox away since."""
    found = _need(number)
    if not found.is_open or not found.said.organisation.mailbox:
        return redirect(found.said)
    about = {"initial": {"subject": paired(found.said, "title")[0]}, "about": found.entry.reference}
    template = "procurement/supply_chain/write.html"
    return write_to(
        request, found.said.organisation, then=found.said.get_absolute_url(), template=template, need=found, **about
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """For an editor of an organisation that won the contract; for others there is no such page."""
    entry = get_object_or_404(PipelineEntry.objects.defer("document"), reference=reference)
    ours = supply_chain.winners(entry, request.user)
    if not ours:
        raise Http404
    initial = {"category": entry.category_id}
    form = SupplyNeedForm(
        request.POST if request.method == "POST" else None, today=timezone.localdate(), initial=initial
    )
    if form.is_bound and form.is_valid():
        whose = {"opportunity": Opportunity.objects.get(pk=entry.pk), "organisation": ours[0], "by": request.user}
        try:
            made = actions.publish_need(**whose, at=timezone.now(), **form.said)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is in the pipeline now. People write to your mailbox."))
            return redirect(made)
    context = {"entry": entry, "form": form, "organisation": ours[0]}
    return answer(request, "procurement/supply_chain/edit.html", context, form)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    mine = get_object_or_404(SupplyNeed.objects.editable_by(request.user).select_related("organisation"), pk=number)
    entry = PipelineEntry.objects.defer("document").get(pk=mine.opportunity_id)
    initial = {name: getattr(mine, name) for name in SupplyNeedForm.base_fields} | {"category": mine.category_id}
    form = SupplyNeedForm(
        request.POST if request.method == "POST" else None, today=timezone.localdate(), initial=initial
    )
    if form.is_bound and form.is_valid():
        actions.amend_need(need=mine, by=request.user, **form.said)
        messages.success(request, _("Saved."))
        return redirect(mine)
    context = {"entry": entry, "form": form, "organisation": mine.organisation, "need": mine}
    return answer(request, "procurement/supply_chain/edit.html", context, form)


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    mine = get_object_or_404(SupplyNeed.objects.editable_by(request.user), pk=number)
    actions.close_need(need=mine, by=request.user, at=timezone.now())
    messages.success(request, _("It is closed. The pipeline does not show it any more."))
    return redirect(mine)


def _need(number: int) -> supply_chain.Need:
    """Also one that is over: whoever has its address is told so."""
    found = supply_chain.of(SupplyNeed.objects.public().filter(pk=number), timezone.localdate())
    if not found:
        raise Http404
    return found[0]
