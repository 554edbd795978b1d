"""The tell-us-once pack: kept by the enterprise's editors, read by the officers of the bodies it is shown to."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.files import answers
from collab_portal.forms import answer
from enterprises import downloads
from enterprises import pack as bundles
from enterprises.actions import pack as actions
from enterprises.forms.pack import ChangeDocumentForm, DocumentForm, ShareForm
from enterprises.models import Enterprise, PackGrant
from enterprises.views import own


@require_safe
@never_cache
def pack(request, slug):
    """One address for both: its people look after it, a buyer's officers read it."""
    enterprise, organisation, role = _reader(request.user, slug)
    today = timezone.localdate()
    documents = list(enterprise.documents.select_related("file").order_by("kind", "title", "pk"))
    for document in documents:
        document.has_run_out = document.is_out_of_date(today)
    context = {
        "enterprise": enterprise,
        "documents": documents,
        "insurances": enterprise.insurances.order_by("kind"),
        "badges": enterprise.badges.held(today).order_by("kind"),
        "identifiers": enterprise.organisation.identifiers.order_by("scheme", "value"),
        "may_edit": role in Membership.EDITORS,
        "is_own": bool(role),
        "organisation": organisation,
        "today": today,
    }
    if role:
        context["grants"] = enterprise.pack_grants.select_related("organisation").order_by(
            "organisation__name_en", "pk"
        )
        context["downloads"] = downloads.latest(enterprise)
    return render(request, "enterprises/own/pack.html" if role else "enterprises/pack.html", context)


@require_safe
@never_cache
def pack_zip(request, slug):
    enterprise, organisation, _role = _reader(request.user, slug)
    actions.note_download(enterprise=enterprise, by=request.user, organisation=organisation)
    pieces = bundles.pieces(enterprise, on=timezone.localdate(), language=get_language())
    return answers.archive(pieces, f"{slug}.zip")


@require_safe
@never_cache
def document_file(request, slug, pk):
    enterprise, organisation, _role = _reader(request.user, slug)
    document = get_object_or_404(enterprise.documents.select_related("file"), pk=pk)
    actions.note_download(enterprise=enterprise, by=request.user, organisation=organisation, document=document)
    return answers.document(document.file)


@require_http_methods(["GET", "POST"])
def document_new(request, slug):
    enterprise = own.to_edit(request.user, slug)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    if form.is_bound and form.is_valid():
        fields = dict(form.cleaned_data)
        try:
            actions.add_document(enterprise=enterprise, document=fields.pop("file"), by=request.user, **fields)
        except actions.Full as full:
            form.add_error("file", str(full))
        else:
            messages.success(request, _("The document is in your pack."))
            return redirect("enterprises:pack", slug)
    return _form(request, enterprise, form, _("Add a document"))


@require_http_methods(["GET", "POST"])
def document(request, slug, pk):
    enterprise = own.to_edit(request.user, slug)
    found = get_object_or_404(enterprise.documents.select_related("file"), pk=pk)
    initial = {name: getattr(found, name) for name in ("kind", "title", "valid_until")}
    if request.method == "POST":
        form = ChangeDocumentForm(request.POST, request.FILES, initial=initial)
    else:
        form = ChangeDocumentForm(initial=initial)
    if form.is_bound and form.is_valid():
        actions.change_document(document=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("enterprises:pack", slug)
    return _form(request, enterprise, form, _("Change the document"), document=found)


@require_POST
def document_remove(request, slug, pk):
    enterprise = own.to_edit(request.user, slug)
    actions.remove_document(document=get_object_or_404(enterprise.documents, pk=pk), by=request.user)
    messages.success(request, _("The document is removed."))
    return redirect("enterprises:pack", slug)


@require_http_methods(["GET", "POST"])
def share(request, slug):
    enterprise = own.to_edit(request.user, slug)
    bodies = Organisation.objects.public_bodies().filter(memberships__isnull=False).distinct()
    bodies = bodies.exclude(pk=enterprise.organisation_id).order_by("name_en", "name_cy", "pk")
    form = ShareForm(request.POST if request.method == "POST" else None, organisations=bodies)
    if form.is_bound and form.is_valid():
        actions.grant_pack(enterprise=enterprise, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("%(name)s can read your pack now.") % {"name": form.cleaned_data["organisation"]})
        return redirect("enterprises:pack", slug)
    return _form(request, enterprise, form, _("Show your pack to a public body"))


@require_POST
def withdraw(request, slug, pk):
    enterprise = own.to_edit(request.user, slug)
    grant = get_object_or_404(enterprise.pack_grants.select_related("organisation"), pk=pk)
    name = str(grant.organisation)
    actions.withdraw_pack(grant=grant, by=request.user)
    messages.success(request, _("%(name)s can no longer read your pack.") % {"name": name})
    return redirect("enterprises:pack", slug)


def _reader(user, slug) -> tuple[Enterprise, Organisation, str]:
    """Who reads it, for whom: one of its own people with her role, or an officer whose body was let in."""
    mine = Membership.objects.filter(user=user, organisation__slug=slug, organisation__enterprise__isnull=False)
    if member := mine.select_related("organisation__enterprise").first():
        return member.organisation.enterprise, member.organisation, member.role
    grants = PackGrant.objects.current(timezone.localdate()).to_bodies_of(user)
    grants = grants.filter(enterprise__organisation__slug=slug).select_related(
        "enterprise__organisation", "organisation"
    )
    found = sorted(grants, key=lambda grant: grant.organisation_id != user.acting_for_id)
    if not found:
        raise Http404
    return found[0].enterprise, found[0].organisation, ""


def _form(request, enterprise, form, title, document=None):
    context = {"enterprise": enterprise, "form": form, "title": title, "document": document}
    return answer(request, "enterprises/own/document.html", context, form)
