"""A coordinator's checks, and taking an entry off the directory."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.accounts.models import Organisation
from collab_portal.forms import answer
from enterprises import actions, recheck, work_list
from enterprises.forms.trust import CheckForm, ReasonForm
from enterprises.models import Enterprise, NotAllowed, Statement
from enterprises.register_numbers import REGISTERS
from enterprises.views.networks import for_coordinators

State = Enterprise.State


@require_safe
@for_coordinators
def waiting(request: HttpRequest, network: Organisation) -> HttpResponse:
    """The members that wait for a check."""
    listed = work_list.of(network, request.user, on=timezone.localdate())
    return render(request, "enterprises/trust/waiting.html", {"network": network, "work": listed})


@require_http_methods(["GET", "POST"])
@for_coordinators
def check(request: HttpRequest, network: Organisation, enterprise: str) -> HttpResponse:
    """One member: its four statements and what shows them, its numbers and badges, and the coordinator's finding."""
    members = Enterprise.objects.listed().filter(organisation__networks__network=network).select_related("organisation")
    found = get_object_or_404(members.defer("document"), organisation__slug=enterprise)
    if not Enterprise.objects.verifiable_by(request.user).contains(found):
        raise PermissionDenied
    today = timezone.localdate()
    statements = {each.test: each for each in found.statements.all()}
    newest = max((each.stated_at for each in statements.values()), default=timezone.now())
    initial = {"recheck_on": recheck.usual(today), "as_of": newest.isoformat()}
    form = CheckForm(request.POST if request.method == "POST" else None, today=today, initial=initial)
    if form.is_bound and form.is_valid() and _keep(request, form, found, network):
        return redirect("networks:verify", network.slug)
    context = {
        "network": network,
        "enterprise": found,
        "form": form,
        "rows": [(test, statements.get(test), form[f"checked_{test}"]) for test in Statement.Test],
        "is_complete": sum(each.is_shown for each in statements.values()) == len(Statement.Test),
        "standing": found.verifications.standing().select_related("network").first(),
        "numbers": [_number(each) for each in found.organisation.identifiers.order_by("scheme", "value")],
        "badges": found.badges.held(today).order_by("kind"),
    }
    return answer(request, "enterprises/trust/check.html", context, form)


def _keep(request: HttpRequest, form: CheckForm, enterprise: Enterprise, network: Organisation) -> bool:
    given = form.cleaned_data
    about = {"enterprise": enterprise, "network": network, "by": request.user, "at": timezone.now()}
    try:
        if form.is_confirmed:
            check = {name: given[name] for name in ("as_of", "recheck_on", "note")}
            actions.verify(**about, checked=form.checked, **check)
            messages.success(request, _("%(name)s is verified.") % {"name": enterprise})
        else:
            actions.send_back(**about, reason=given["note"])
            messages.success(request, _("We have told %(name)s what is missing.") % {"name": enterprise})
    except NotAllowed as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _number(identifier) -> dict[str, str]:
    """A register number with the page where it can be looked up."""
    register = REGISTERS.get(identifier.scheme)
    return {
        "register": register.name if register else identifier.scheme,
        "value": identifier.value,
        "url": register.url.format(identifier.value) if register and register.url else "",
    }


@require_http_methods(["GET", "POST"])
def delist(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an entry off the directory, or put back one that was taken off."""
    may = Enterprise.objects.delistable_by(request.user).filter(organisation__merged_into=None)
    enterprise = may.select_related("organisation").defer("document").filter(organisation__slug=slug).first()
    if enterprise is None:
        _refuse(request, slug)
    is_listed = enterprise.state != State.DELISTED
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        step = actions.delist if is_listed else actions.relist
        step(enterprise=enterprise, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(request, _("Taken off the directory.") if is_listed else _("Back in the directory."))
        return redirect("enterprises:log", slug)
    context = {"enterprise": enterprise, "form": form, "is_listed": is_listed}
    return answer(request, "enterprises/trust/delist.html", context, form)


@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened to the trust in an enterprise: for its administrators, its coordinators and staff."""
    enterprises = Enterprise.objects.select_related("organisation").defer("document")
    enterprise = enterprises.log_readable_by(request.user).filter(organisation__slug=slug).first()
    if enterprise is None:
        _refuse(request, slug)
    steps = enterprise.trust_steps.select_related("by", "network").order_by("-at", "-pk")
    may_delist = Enterprise.objects.delistable_by(request.user).contains(enterprise)
    context = {"enterprise": enterprise, "steps": steps, "may_delist": may_delist}
    return render(request, "enterprises/trust/log.html", context)


def _refuse(request: HttpRequest, slug: str):
    """Its own people know that the page is there; to others it is not."""
    if Enterprise.objects.of_member(request.user).filter(organisation__slug=slug).exists():
        raise PermissionDenied
    raise Http404
