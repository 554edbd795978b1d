"""Claiming an entry, answering the link in the mail, and a coordinator's list of claims that wait."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts.models import Organisation
from collab_portal.forms import PortalForm, answer
from collab_portal.limits import allow
from enterprises import actions, links
from enterprises.domains import own_domains
from enterprises.forms.trust import DecisionForm, EmailClaimForm, VouchForm
from enterprises.models import Claim, Decision, Enterprise, NotAllowed
from enterprises.views.networks import for_coordinators

DAY = 24 * 3600
CLAIMS_A_DAY = 5
LINKS_TO_ONE_ADDRESS = 3


@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that an entry is one's own. What somebody looks after already can be joined instead."""
    enterprise = get_object_or_404(Enterprise.objects.listed().select_related("organisation"), organisation__slug=slug)
    if not Enterprise.objects.claimable_by(request.user).contains(enterprise):
        return redirect("enterprises:join", slug)
    waiting = Claim.objects.open(timezone.now()).filter(by=request.user)
    if one := waiting.select_related("enterprise__organisation", "network").first():
        return render(request, "enterprises/trust/claim_waiting.html", {"claim": one, "enterprise": enterprise})
    forms = _claim_forms(request, enterprise)
    bound = next((form for form in forms.values() if form and form.is_bound), None)
    if request.method == "POST" and bound is None:
        return redirect("enterprises:claim", slug)
    if bound and bound.is_valid() and _may_claim(request, bound) and _claim(request, enterprise, bound):
        return redirect("enterprises:claim", slug)
    context = {"enterprise": enterprise, **forms, "problems": bound or PortalForm()}
    return answer(request, "enterprises/trust/claim.html", context, *filter(None, [bound]))


def _claim_forms(request: HttpRequest, enterprise: Enterprise) -> dict[str, PortalForm | None]:
    """A form for each way that is open. Each has its own button, which says the way."""
    way = request.POST.get("way") if request.method == "POST" else None
    of_it = Q(network_members__member=enterprise.organisation)
    networks = Organisation.objects.networks().annotate(is_its=Count("pk", filter=of_it)).order_by("-is_its", "name_en")
    email = vouch = None
    if own_domains(enterprise.organisation):
        data = request.POST if way == Claim.Way.EMAIL else None
        email = EmailClaimForm(data, organisation=enterprise.organisation, prefix="email")
    if networks.exists():
        vouch = VouchForm(request.POST if way == Claim.Way.VOUCH else None, networks=networks, prefix="vouch")
    return {"email": email, "vouch": vouch}


def _may_claim(request: HttpRequest, form: PortalForm) -> bool:
    """Each claim writes to somebody, so there are limits; it is not said which one was met."""
    allowed = allow("claim", request.user.pk, times=CLAIMS_A_DAY, seconds=DAY)
    if address := form.cleaned_data.get("address"):
        allowed = allow("claim-address", address.lower(), times=LINKS_TO_ONE_ADDRESS, seconds=DAY) and allowed
    if not allowed:
        form.add_error(None, _("There were many claims today. Try again tomorrow."))
    return allowed


def _claim(request: HttpRequest, enterprise: Enterprise, form: PortalForm) -> bool:
    about = {"enterprise": enterprise, "by": request.user, "at": timezone.now(), **form.cleaned_data}
    try:
        if isinstance(form, EmailClaimForm):
            actions.claim_by_email(**about, language=get_language())
        else:
            actions.claim_by_vouching(**about)
    except NotAllowed as refused:
        form.add_error(None, str(refused))
        return False
    return True


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one's claim back."""
    mine = Claim.objects.open(timezone.now()).filter(by=request.user, enterprise__organisation__slug=slug)
    actions.withdraw_claim(claim=get_object_or_404(mine), at=timezone.now())
    messages.success(request, _("Your claim is taken back."))
    return redirect("enterprises:claim", slug)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The page behind the link in the mail. Mail programs follow links by themselves, so a button decides."""
    at = timezone.now()
    found = links.open_claim(token, at=at)
    if found is None or found.enterprise.organisation.slug != slug:
        return render(request, "enterprises/trust/link_gone.html", status=410)
    if request.method == "POST":
        step = actions.confirm_claim if "confirm" in request.POST else actions.deny_claim
        if not {"confirm", "deny"} & request.POST.keys():
            return render(request, "enterprises/trust/link.html", {"claim": found}, status=422)
        try:
            decided = step(claim=found, at=at)
        except NotAllowed:
            return render(request, "enterprises/trust/link_gone.html", status=410)
        context = {"claim": decided, "is_accepted": decided.decision == Decision.ACCEPTED}
        return render(request, "enterprises/trust/link_done.html", context)
    return render(request, "enterprises/trust/link.html", {"claim": found})


@require_safe
@for_coordinators
def claims(request: HttpRequest, network: Organisation) -> HttpResponse:
    """A network's claims that wait, the oldest first. Several on one entry are a dispute, and are marked."""
    at = timezone.now()
    others = Claim.objects.open(at).filter(enterprise=OuterRef("enterprise")).order_by().values("enterprise")
    waiting = (
        Claim.objects.open(at)
        .for_coordinators_of(network)
        .annotate(rivals=Coalesce(Subquery(others.annotate(n=Count("pk")).values("n")), 1) - 1)
        .select_related("enterprise__organisation", "by")
        .order_by("made_at", "pk")
    )
    return render(request, "enterprises/trust/claims.html", {"network": network, "claims": waiting})


@require_http_methods(["GET", "POST"])
@for_coordinators
def decide(request: HttpRequest, network: Organisation, pk: int) -> HttpResponse:
    """One claim: does the coordinator know this person?"""
    at = timezone.now()
    waiting = Claim.objects.open(at).for_coordinators_of(network).select_related("enterprise__organisation", "by")
    found = get_object_or_404(waiting, pk=pk)
    rivals = Claim.objects.open(at).filter(enterprise=found.enterprise).exclude(pk=pk).select_related("by", "network")
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        accept=_("I know them: they act for this enterprise"),
        refuse=_("Refuse the claim"),
    )
    if form.is_bound and form.is_valid():
        step = actions.vouch if form.is_accepted else actions.refuse_claim
        try:
            step(claim=found, by=request.user, at=at, reason=form.cleaned_data["reason"])
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Decided. We have told the person."))
            return redirect("networks:claims", network.slug)
    context = {"network": network, "claim": found, "rivals": list(rivals), "form": form}
    return answer(request, "enterprises/trust/claim_decide.html", context, form)
