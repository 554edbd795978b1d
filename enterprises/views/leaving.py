"""Taking data along, and leaving: for the enterprise's own people, and for whoever a stub is about."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.accounts.models import Membership
from collab_portal.audit import trail
from collab_portal.files import answers
from collab_portal.forms import PortalForm, answer
from collab_portal.limits import allow, caller
from enterprises import their_data
from enterprises.actions import leaving as actions
from enterprises.forms.leaving import DecisionForm, DeleteForm, RemovalForm
from enterprises.models import Enterprise, RemovalRequest
from enterprises.views import own

REQUESTS_A_DAY = 5


@require_safe
def your_data(request, slug):
    enterprise = own.to_decide(request.user, slug)
    return render(request, "enterprises/own/data.html", {"enterprise": enterprise})


@require_safe
@never_cache
def export(request, slug):
    enterprise = own.to_decide(request.user, slug)
    trail.record("enterprise data exported", by=request.user, target=enterprise)
    return answers.archive(their_data.pieces(enterprise), f"{slug}-data.zip")


@require_http_methods(["GET", "POST"])
def delete(request, slug):
    enterprise = own.to_decide(request.user, slug)
    organisation = enterprise.organisation
    names = [organisation.name_en, organisation.name_cy, str(organisation)]
    form = DeleteForm(request.POST if request.method == "POST" else None, names=names)
    if form.is_bound and form.is_valid():
        actions.delete_enterprise(enterprise=enterprise, by=request.user)
        messages.success(request, _("%(name)s is deleted.") % {"name": form.cleaned_data["name"]})
        return redirect("accounts:desk")
    return answer(request, "enterprises/own/delete.html", {"enterprise": enterprise, "form": form}, form)


@require_http_methods(["GET", "POST"])
@login_not_required
def removal(request, slug):
    """Anybody may ask that a stub goes; what somebody looks after is that somebody's to delete."""
    unclaimed = Enterprise.objects.listed().filter(state=Enterprise.State.UNCLAIMED)
    enterprise = get_object_or_404(unclaimed.select_related("organisation"), organisation__slug=slug)
    form = RemovalForm(request.POST if request.method == "POST" else None, initial={"language": get_language()})
    if form.is_bound and form.is_valid():
        if allow("removal", caller(request), times=REQUESTS_A_DAY, seconds=24 * 3600):
            actions.ask_removal(enterprise=enterprise, at=timezone.now(), **form.cleaned_data)
            return render(request, "enterprises/removal_asked.html", {"email": form.cleaned_data["email"]})
        form.add_error(None, _("You have asked often today. Try again tomorrow."))
    return answer(request, "enterprises/removal.html", {"enterprise": enterprise, "form": form}, form)


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def removal_confirm(request, token):
    """The link in the mail. Opening it changes nothing: programs open links too."""
    found = RemovalRequest.objects.select_related("enterprise__organisation").filter(token=token).first()
    if found is None:
        raise Http404
    is_open = found.confirmed_at is None and found.expires_at > timezone.now()
    form = PortalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and is_open:
        actions.confirm_removal(removal=found, at=timezone.now())
    context = {"removal": found, "is_open": is_open, "is_confirmed": found.confirmed_at is not None}
    return render(request, "enterprises/removal_confirm.html", context)


@require_safe
def removals(request):
    """The work list of staff and coordinators."""
    is_coordinator = Membership.objects.filter(
        user=request.user, role__in=Membership.PUBLISHERS, organisation__is_network=True
    )
    if not (request.user.is_staff or is_coordinator.exists()):
        raise Http404
    waiting = RemovalRequest.objects.waiting().decidable_by(request.user)
    waiting = waiting.select_related("enterprise__organisation").order_by("confirmed_at", "pk")
    return render(request, "enterprises/removals.html", {"waiting": waiting})


@require_http_methods(["GET", "POST"])
def removal_decide(request, pk):
    waiting = RemovalRequest.objects.waiting().decidable_by(request.user)
    found = get_object_or_404(waiting.select_related("enterprise__organisation"), pk=pk)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        name, remove = str(found.enterprise), form.cleaned_data["decision"] == "remove"
        actions.decide_removal(removal=found, remove=remove, by=request.user, at=timezone.now())
        said = _("%(name)s is taken out of the directory.") if remove else _("%(name)s stays in the directory.")
        messages.success(request, said % {"name": name})
        return redirect("enterprises:removals")
    return answer(request, "enterprises/removal_decide.html", {"removal": found, "form": form}, form)
