"""Networks as everybody reads them, and what their coordinators say of them."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.forms import answer
from enterprises import actions
from enterprises.forms.networks import CoordinatorForm, NetworkForm, organisations_of
from enterprises.models import Coordinator, Network
from enterprises.network_page import NetworkPage, areas_in_order

View = Callable[..., HttpResponse]


def for_coordinators(view: View) -> View:
    """The view gets the network. To others it has no such page; its own people are told that they may not."""

    @wraps(view)
    def door(request: HttpRequest, slug: str, **kwargs) -> HttpResponse:
        network = get_object_or_404(Organisation.objects.networks(), slug=slug)
        role = Membership.objects.filter(user=request.user, organisation=network).values_list("role", flat=True).first()
        if role is None:
            raise Http404
        if role not in Membership.PUBLISHERS:
            raise PermissionDenied
        return view(request, network, **kwargs)

    return door


@login_not_required
@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    in_order = ("sort_key_cy", "pk") if get_language() == "cy" else ("name_en", "name_cy", "pk")
    found = Organisation.objects.networks().select_related("network").order_by(*in_order)
    counted = found.annotate(
        enterprises=Count("network_members", filter=Q(network_members__member__is_enterprise=True)),
        bodies=Count("network_members", filter=Q(network_members__member__is_public_body=True)),
    )
    rows = [
        (each, profile, areas_in_order(profile.area_codes) if profile else [])
        for each in counted
        for profile in [getattr(each, "network", None)]
    ]
    return render(request, "enterprises/networks/list.html", {"rows": rows})


@login_not_required
@require_safe
def network(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Organisation.objects.select_related("merged_into"), slug=slug)
    if found.merged_into:
        return redirect("networks:detail", found.merged_into.slug, permanent=True)
    if not found.is_network:
        raise Http404
    context = {
        "shown": NetworkPage(found, timezone.now()),
        "network": found,
        "is_coordinator": _is_coordinator(request.user, found),
        "own": _own_members(request.user, found),
    }
    return render(request, "enterprises/networks/detail.html", context)


@require_http_methods(["GET", "POST"])
@for_coordinators
def edit(request: HttpRequest, network: Organisation) -> HttpResponse:
    said = Network.objects.filter(organisation=network).first() or Network(organisation=network)
    form = NetworkForm(request.POST if request.method == "POST" else None, instance=said)
    if form.is_bound and form.is_valid():
        actions.describe_network(network=network, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("networks:detail", network.slug)
    return answer(request, "enterprises/networks/edit.html", {"form": form, "network": network}, form)


@require_http_methods(["GET", "POST"])
@for_coordinators
def shown(request: HttpRequest, network: Organisation) -> HttpResponse:
    """How one coordinator is shown: each decides for herself."""
    mine = Coordinator.objects.filter(network=network, user=request.user).first()
    form = CoordinatorForm(request.POST if request.method == "POST" else None, instance=mine)
    if form.is_bound and form.is_valid():
        actions.show_coordinator(network=network, user=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("networks:detail", network.slug)
    return answer(request, "enterprises/networks/shown.html", {"form": form, "network": network}, form)


def _own_members(user, network: Organisation) -> list[Organisation]:
    """Which of its members she may take out again."""
    if not user.is_authenticated:
        return []
    return list(organisations_of(user).filter(networks__network=network))


def _is_coordinator(user, network: Organisation) -> bool:
    if not user.is_authenticated:
        return False
    return Membership.objects.filter(user=user, organisation=network, role__in=Membership.PUBLISHERS).exists()
