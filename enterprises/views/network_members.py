"""How organisations come into a network and out of it again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.accounts.models import Organisation
from collab_portal.forms import PortalForm, answer
from collab_portal.limits import allow
from enterprises import actions, invitation_lists
from enterprises.forms.networks import (
    AcceptForm,
    DecisionForm,
    InvitationListForm,
    JoinForm,
    ReasonForm,
    organisations_of,
)
from enterprises.models import MembershipRequest, NetworkInvitation, NetworkMembership
from enterprises.views.networks import for_coordinators

MEMBERS_ON_A_PAGE = 50
REQUESTS_A_DAY = 20
LISTS_AN_HOUR = 20


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """An administrator asks a network to take her organisation in."""
    network = get_object_or_404(Organisation.objects.networks().select_related("network"), slug=slug)
    mine = organisations_of(request.user).exclude(networks__network=network)
    form = JoinForm(request.POST if request.method == "POST" else None, organisations=mine)
    takes_requests = getattr(getattr(network, "network", None), "takes_requests", True)
    if form.is_bound and form.is_valid() and takes_requests and _may_ask(request, form):
        actions.ask_to_join(network=network, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your request is on its way. We will e-mail you when there is an answer."))
        return redirect("networks:detail", slug)
    context = {"form": form, "network": network, "organisations": list(mine), "takes_requests": takes_requests}
    return answer(request, "enterprises/networks/join.html", context, form)


@require_http_methods(["GET", "POST"])
@for_coordinators
def decide(request: HttpRequest, network: Organisation, pk: int) -> HttpResponse:
    asked = get_object_or_404(MembershipRequest.objects.select_related("member", "asked_by"), network=network, pk=pk)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if asked.state == MembershipRequest.State.WAITING and form.is_bound and form.is_valid():
        decided = {"request": asked, "by": request.user, "at": timezone.now()}
        if form.cleaned_data["answer"] == MembershipRequest.State.ACCEPTED:
            actions.accept_request(**decided)
        else:
            actions.refuse_request(**decided, reason=form.cleaned_data["reason"])
        messages.success(request, _("Your answer is on its way."))
        return redirect("networks:desk", network.slug)
    context = {"form": form, "network": network, "asked": asked, "is_open": asked.state == asked.State.WAITING}
    return answer(request, "enterprises/networks/decide.html", context, form)


@require_safe
@for_coordinators
def members(request: HttpRequest, network: Organisation) -> HttpResponse:
    """Everybody who belongs to it, for those who look after the list."""
    in_order = ("member__sort_key_cy", "pk") if get_language() == "cy" else ("member__name_en", "member__name_cy", "pk")
    rows = network.network_members.select_related("member__enterprise").defer("member__enterprise__document")
    page = Paginator(rows.order_by(*in_order), MEMBERS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"network": network, "page": page}
    return render(request, "enterprises/networks/members.html", context)


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, slug: str, member: str) -> HttpResponse:
    """An administrator takes her organisation out."""
    rows = NetworkMembership.objects.select_related("network", "member").filter(network__slug=slug, member__slug=member)
    if not Organisation.objects.of(request.user).filter(slug=member).exists():
        raise Http404
    membership = get_object_or_404(rows)
    if not organisations_of(request.user).filter(pk=membership.member_id).exists():
        raise PermissionDenied
    if request.method == "POST":
        actions.leave_network(membership=membership, by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s has left the network.") % {"name": membership.member})
        return redirect("networks:detail", slug)
    return render(request, "enterprises/networks/leave.html", {"membership": membership})


@require_http_methods(["GET", "POST"])
@for_coordinators
def remove(request: HttpRequest, network: Organisation, member: str) -> HttpResponse:
    rows = NetworkMembership.objects.select_related("network", "member")
    membership = get_object_or_404(rows, network=network, member__slug=member)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.remove_from_network(membership=membership, reason=reason, by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s is no longer a member.") % {"name": membership.member})
        return redirect("networks:desk", network.slug)
    context = {"form": form, "membership": membership, "network": network}
    return answer(request, "enterprises/networks/remove.html", context, form)


@require_http_methods(["GET", "POST"])
@for_coordinators
def invite(request: HttpRequest, network: Organisation) -> HttpResponse:
    """Invite a whole list, and see what became of each line."""
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = InvitationListForm(*posted, initial={"language": get_language()})
    context = {"form": form, "network": network, "answers": None}
    if form.is_bound and form.is_valid() and _may_invite(network, form):
        answers = actions.invite_to_network(
            network=network,
            lines=invitation_lists.read(form.cleaned_data["rows"]),
            language=form.cleaned_data["language"],
            by=request.user,
            at=timezone.now(),
        )
        invited = sum(each.outcome == invitation_lists.Outcome.INVITED for each in answers)
        context |= {"answers": answers, "invited": invited}
    return answer(request, "enterprises/networks/invite.html", context, form)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link in an invitation. Reading it needs no account, accepting it does."""
    at = timezone.now()
    asked = NetworkInvitation.objects.open(at).select_related("network").filter(token=token).first()
    if asked is None:
        return render(request, "enterprises/networks/invitation_gone.html", status=410)
    is_in = request.user.is_authenticated
    mine = organisations_of(request.user) if is_in else Organisation.objects.none()
    form = AcceptForm(request.POST if request.method == "POST" and is_in else None, organisations=mine)
    if form.is_bound and form.is_valid():
        try:
            actions.accept_network_invitation(
                invitation=asked, member=form.cleaned_data["member"], by=request.user, at=at
            )
        except actions.InvitationGone as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Welcome to %(name)s.") % {"name": asked.network})
            return redirect("networks:detail", asked.network.slug)
    context = {"form": form, "asked": asked, "organisations": list(mine)}
    return answer(request, "enterprises/networks/invitation.html", context, form)


def _may_ask(request: HttpRequest, form: PortalForm) -> bool:
    if not allow("network-request", request.user.pk, times=REQUESTS_A_DAY, seconds=24 * 3600):
        form.add_error(None, _("You have asked many networks today. Try again tomorrow."))
    return not form.errors


def _may_invite(network: Organisation, form: PortalForm) -> bool:
    if not allow("network-invitations", network.pk, times=LISTS_AN_HOUR, seconds=3600):
        form.add_error(None, _("Your network has sent many lists. Try again in an hour."))
    return not form.errors
