"""A person's own pages: her desk, her details, her data, and for whom she acts."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts import actions, personal_data
from collab_portal.accounts.forms import EraseForm, PersonForm
from collab_portal.accounts.models import Invitation, Organisation
from collab_portal.accounts.writing import write_to
from collab_portal.audit import trail
from collab_portal.forms import PortalForm, answer


@require_safe
def desk(request):
    """Where people land after signing in: what they can do for the organisation they act for."""
    memberships = list(request.user.memberships.select_related("organisation").order_by("created_at"))
    acting = next((each for each in memberships if each.organisation_id == request.user.acting_for_id), None)
    if acting is None and memberships:
        acting = memberships[0]
        actions.switch(user=request.user, organisation=acting.organisation)
    invitations = Invitation.objects.open(timezone.now()).to(request.user).select_related("organisation")
    context = {"acting": acting, "memberships": memberships, "invitations": invitations}
    return render(request, "accounts/desk.html", context)


@require_POST
def switch(request, slug):
    organisation = get_object_or_404(Organisation.objects.of(request.user), slug=slug)
    actions.switch(user=request.user, organisation=organisation)
    messages.success(request, _("You now act for %(organisation)s.") % {"organisation": organisation})
    return redirect("accounts:desk")


@require_http_methods(["GET", "POST"])
def me(request):
    form = PersonForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("accounts:me")
    return answer(request, "accounts/me.html", {"form": form}, form)


@require_safe
@never_cache
def export(request):
    """Everything the portal keeps of the person, as a file."""
    trail.record("personal data exported", by=request.user)
    response = JsonResponse(personal_data.export(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@require_http_methods(["GET", "POST"])
def erase(request):
    form = EraseForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        user = request.user
        try:
            personal_data.erase(user=user)
        except personal_data.LastAdministrator as refused:
            form.add_error(None, str(refused))
        else:
            logout(request)
            messages.success(request, _("Your account and your data have been erased."))
            return redirect("home")
    return answer(request, "accounts/erase.html", {"form": form}, form)


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def invitation(request, token):
    """The link in an invitation. Reading it needs no account, accepting it does."""
    asked = Invitation.objects.open(timezone.now()).select_related("organisation").filter(token=token).first()
    if asked is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    form = PortalForm(request.POST if request.method == "POST" and request.user.is_authenticated else None)
    if form.is_bound:
        try:
            actions.accept(invitation=asked, user=request.user, at=timezone.now())
        except actions.WrongAddress as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("You are now a member of %(name)s.") % {"name": asked.organisation})
            return redirect("accounts:desk")
    return answer(request, "accounts/invitation.html", {"invitation": asked, "form": form}, form)


@require_http_methods(["GET", "POST"])
def write(request, slug):
    """Write to an organisation without knowing its address."""
    recipient = get_object_or_404(Organisation.objects.current().exclude(mailbox=""), slug=slug)
    return write_to(request, recipient, then="accounts:desk")
