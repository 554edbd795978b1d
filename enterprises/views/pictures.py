"""The logo and the pictures: handed out to everybody, looked after by the enterprise's editors."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts.models import Membership
from collab_portal.files import answers
from collab_portal.files.models import StoredFile
from collab_portal.forms import answer
from enterprises.actions import pack as actions
from enterprises.forms.pack import ChangePictureForm, LogoForm, PictureForm
from enterprises.models import Enterprise, Picture
from enterprises.views import own


@require_safe
@login_not_required
def picture_file(request, slug, digest):
    """At an address of its own, the same in both languages, so that a browser asks for it once."""
    enterprise = get_object_or_404(Enterprise, organisation__slug=slug, organisation__merged_into=None)
    if not enterprise.is_listed and not _is_member(request.user, enterprise):
        raise Http404
    shown = Picture.objects.filter(enterprise=enterprise)
    of_them = Q(pk__in=shown.values("file")) | Q(pk__in=shown.values("file__small"))
    file = get_object_or_404(StoredFile.objects.filter(of_them, sha256=digest).order_by("pk")[:1])
    if not enterprise.is_listed:
        return answers.private_picture(file)
    return answers.public_picture(request, file)


@require_safe
def pictures(request, slug):
    enterprise, role = own.of_member(request.user, slug)
    context = {
        "enterprise": enterprise,
        "logo": enterprise.pictures.logos().select_related("file").first(),
        "pictures": list(enterprise.pictures.in_order()),
        "most": Picture.MOST,
        "may_edit": role in Membership.EDITORS,
    }
    return render(request, "enterprises/own/pictures.html", context)


@require_http_methods(["GET", "POST"])
def logo(request, slug):
    enterprise = own.to_edit(request.user, slug)
    form = LogoForm(request.POST, request.FILES) if request.method == "POST" else LogoForm()
    if form.is_bound and form.is_valid():
        actions.set_logo(enterprise=enterprise, picture=form.cleaned_data["logo"], by=request.user)
        messages.success(request, _("Your logo is saved."))
        return redirect("enterprises:pictures", slug)
    return _form(request, enterprise, form, _("Your logo"))


@require_POST
def logo_remove(request, slug):
    actions.remove_logo(enterprise=own.to_edit(request.user, slug), by=request.user)
    messages.success(request, _("Your logo is removed."))
    return redirect("enterprises:pictures", slug)


@require_http_methods(["GET", "POST"])
def picture_new(request, slug):
    enterprise = own.to_edit(request.user, slug)
    form = PictureForm(request.POST, request.FILES) if request.method == "POST" else PictureForm()
    if form.is_bound and form.is_valid():
        try:
            actions.add_picture(enterprise=enterprise, by=request.user, **form.cleaned_data)
        except actions.Full as full:
            form.add_error("picture", str(full))
        else:
            messages.success(request, _("The picture is added."))
            return redirect("enterprises:pictures", slug)
    return _form(request, enterprise, form, _("Add a picture"))


@require_http_methods(["GET", "POST"])
def picture(request, slug, pk):
    enterprise = own.to_edit(request.user, slug)
    found = get_object_or_404(enterprise.pictures.in_order(), pk=pk)
    initial = {"alt_en": found.alt_en, "alt_cy": found.alt_cy}
    form = ChangePictureForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        actions.change_picture(picture=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("enterprises:pictures", slug)
    return _form(request, enterprise, form, _("Describe the picture"), picture=found)


@require_POST
def picture_remove(request, slug, pk):
    enterprise = own.to_edit(request.user, slug)
    actions.remove_picture(picture=get_object_or_404(enterprise.pictures.in_order(), pk=pk), by=request.user)
    messages.success(request, _("The picture is removed."))
    return redirect("enterprises:pictures", slug)


def _form(request, enterprise, form, title, picture=None):
    context = {"enterprise": enterprise, "form": form, "title": title, "picture": picture}
    return answer(request, "enterprises/own/picture.html", context, form)


def _is_member(user, enterprise) -> bool:
    return user.is_authenticated and user.memberships.filter(organisation=enterprise.organisation_id).exists()
