"""Looking after an organisation: its details, its members, and, for staff, adding and merging."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts import actions
from collab_portal.accounts.forms import InvitationForm, MergeForm, NewOrganisationForm, OrganisationForm, RoleForm
from collab_portal.accounts.models import Invitation, Membership, Organisation
from collab_portal.forms import answer

ORGANISATIONS_ON_A_PAGE = 50


@require_safe
def organisation(request, slug):
    """Members see each other; administrators can change things."""
    mine = _member_of(request.user, slug)
    members = mine.organisation.memberships.select_related("user").order_by("user__name", "user__email")
    invitations = mine.organisation.invitations.open(timezone.now()).order_by("created_at")
    context = {
        "organisation": mine.organisation,
        "members": members,
        "invitations": invitations,
        "may_decide": mine.role == Membership.Role.ADMINISTRATOR,
    }
    return render(request, "accounts/organisation.html", context)


@require_http_methods(["GET", "POST"])
def details(request, slug):
    asked = _administered_by(request.user, slug)
    form = OrganisationForm(request.POST if request.method == "POST" else None, instance=asked)
    if form.is_bound and form.is_valid():
        before = Organisation.objects.get(pk=asked.pk)
        actions.change_organisation(organisation=before, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:organisation", slug)
    return answer(request, "accounts/organisation_details.html", {"form": form, "organisation": asked}, form)


@require_http_methods(["GET", "POST"])
def invite(request, slug):
    asked = _administered_by(request.user, slug)
    form = InvitationForm(
        request.POST if request.method == "POST" else None, initial={"role": "editor", "language": "en"}
    )
    if form.is_bound and form.is_valid():
        actions.invite(organisation=asked, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(
            request, _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}
        )
        return redirect("accounts:organisation", slug)
    return answer(request, "accounts/invite.html", {"form": form, "organisation": asked}, form)


@require_POST
def uninvite(request, slug, pk):
    asked = _administered_by(request.user, slug)
    get_object_or_404(Invitation.objects.open(timezone.now()), organisation=asked, pk=pk).delete()
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("accounts:organisation", slug)


@require_http_methods(["GET", "POST"])
def member(request, slug, pk):
    """Change what a member may do."""
    asked = _administered_by(request.user, slug)
    membership = get_object_or_404(Membership.objects.select_related("user"), organisation=asked, pk=pk)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": membership.role})
    if form.is_bound and form.is_valid():
        try:
            actions.change_role(membership=membership, role=form.cleaned_data["role"], by=request.user)
        except actions.LastAdministrator as refused:
            form.add_error("role", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:organisation", slug)
    context = {"form": form, "organisation": asked, "membership": membership}
    return answer(request, "accounts/member.html", context, form)


@require_POST
def remove(request, slug, pk):
    asked = _administered_by(request.user, slug)
    membership = get_object_or_404(Membership.objects.all(), organisation=asked, pk=pk)
    try:
        actions.remove_member(membership=membership, by=request.user)
    except actions.LastAdministrator as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("They are no longer a member."))
    return redirect("accounts:organisation", slug)


@require_safe
def staff_list(request):
    """All organisations, merged ones too; imports bring thousands, so they can be looked for."""
    _staff_only(request.user)
    words = request.GET.get("q", "").strip()
    organisations = Organisation.objects.order_by("name_en", "name_cy", "pk")
    if words:
        organisations = organisations.known_as(words)
    page = Paginator(organisations, ORGANISATIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/staff_list.html", {"page": page, "words": words})


@require_http_methods(["GET", "POST"])
def staff_new(request):
    """Add a public body, a network or a support agency, and invite its first administrator."""
    _staff_only(request.user)
    form = NewOrganisationForm(request.POST if request.method == "POST" else None, initial={"language": "en"})
    if form.is_bound and form.is_valid():
        fields = dict(form.cleaned_data)
        email, language = fields.pop("administrator"), fields.pop("language")
        added = actions.create_organisation(by=request.user, **fields)
        actions.invite(
            organisation=added,
            email=email,
            role=Membership.Role.ADMINISTRATOR,
            language=language,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("%(name)s is added, and %(email)s invited.") % {"name": added, "email": email})
        return redirect("accounts:staff-organisations")
    return answer(request, "accounts/staff_new.html", {"form": form}, form)


@require_http_methods(["GET", "POST"])
def staff_merge(request, slug):
    _staff_only(request.user)
    asked = get_object_or_404(Organisation.objects.current(), slug=slug)
    form = MergeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        into = form.cleaned_data["into"]
        if into == asked:
            form.add_error("into", _("Choose another organisation than this one"))
        else:
            actions.merge(organisation=asked, into=into, by=request.user)
            messages.success(request, _("%(name)s is now part of %(into)s.") % {"name": asked, "into": into})
            return redirect("accounts:staff-organisations")
    return answer(request, "accounts/staff_merge.html", {"form": form, "organisation": asked}, form)


def _member_of(user, slug) -> Membership:
    return get_object_or_404(Membership.objects.select_related("organisation"), user=user, organisation__slug=slug)


def _administered_by(user, slug) -> Organisation:
    mine = _member_of(user, slug)
    if mine.role != Membership.Role.ADMINISTRATOR:
        raise PermissionDenied
    return mine.organisation


def _staff_only(user) -> None:
    if not user.is_staff:
        raise Http404
