"""The pictures and files of a study: who may edit it adds them; readers get those of its edition."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.files import answers
from collab_portal.files.models import StoredFile
from collab_portal.forms import answer
from socialvalue.practice import actions, pages
from socialvalue.practice.forms.desk import DescribeForm, FileForm, PictureForm
from socialvalue.practice.models import CaseStudy, NotAllowed
from socialvalue.practice.views.access import to_edit


@require_safe
def pictures(request: HttpRequest, slug: str) -> HttpResponse:
    study = to_edit(request, slug)
    context = {
        "study": study,
        "pictures": study.studypictures.filter(is_shown=True).select_related("file", "file__small").order_by("pk"),
        "files": study.studyfiles.filter(is_shown=True).select_related("file").order_by("pk"),
    }
    return render(request, "practice/edit/pictures.html", context)


@require_http_methods(["GET", "POST"])
def picture_new(request: HttpRequest, slug: str) -> HttpResponse:
    study = to_edit(request, slug)
    form = PictureForm(study=study, initial={"licence": "ogl"})
    if request.method == "POST":
        form = PictureForm(request.POST, request.FILES, study=study)
        if form.is_valid():
            try:
                actions.add_picture(study=study, by=request.user, at=timezone.now(), **_with_consent(form))
            except NotAllowed as refused:
                form.add_error("picture", str(refused))
            else:
                messages.success(request, _("The picture is added."))
                return redirect("case-studies:pictures", slug)
    return _form(request, study, form, _("Add a picture"))


@require_http_methods(["GET", "POST"])
def picture(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    study = to_edit(request, slug)
    found = get_object_or_404(study.studypictures.filter(is_shown=True), pk=pk)
    initial = {name: getattr(found, name) for name in ("alt_en", "alt_cy", "credit", "licence")}
    form = DescribeForm(study=study, initial=initial | {"consent": found.consent_id})
    if request.method == "POST":
        form = DescribeForm(request.POST, study=study)
        if form.is_valid():
            actions.change_part(part=found, by=request.user, at=timezone.now(), **_with_consent(form))
            messages.success(request, _("Saved."))
            return redirect("case-studies:pictures", slug)
    return _form(request, study, form, _("Describe the picture"))


@require_http_methods(["GET", "POST"])
def file_new(request: HttpRequest, slug: str) -> HttpResponse:
    study = to_edit(request, slug)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm(initial={"kind": "template"})
    if form.is_bound and form.is_valid():
        try:
            actions.add_file(study=study, by=request.user, at=timezone.now(), **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error("document", str(refused))
        else:
            messages.success(request, _("The file is added."))
            return redirect("case-studies:pictures", slug)
    return _form(request, study, form, _("Add a file"))


@require_POST
def remove(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Take a picture or a file out. It stays in the history, so that it can come back."""
    study = to_edit(request, slug)
    if kind not in ("pictures", "files"):
        raise Http404
    parts = study.studypictures if kind == "pictures" else study.studyfiles
    part = get_object_or_404(parts.filter(is_shown=True), pk=pk)
    actions.change_part(part=part, by=request.user, at=timezone.now(), is_shown=False)
    messages.success(request, _("Removed."))
    return redirect("case-studies:pictures", slug)


@require_safe
@login_not_required
def picture_file(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """A picture of the edition that readers see; others only to those who work on the study."""
    study = get_object_or_404(CaseStudy, slug=slug)
    said = pages.public_content(study)
    public = study.studypictures.filter(pk__in=[each.id for each in said.pictures] if said else [])
    if found := _stored(public, digest):
        return answers.public_picture(request, found)
    found = _stored(study.studypictures.all(), digest) if _works_on(request, study) else None
    if found is None:
        raise Http404
    return answers.private_picture(found)


@require_safe
@login_not_required
def document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A file of the edition that readers see; others only to those who work on the study."""
    study = get_object_or_404(CaseStudy, slug=slug)
    said = pages.public_content(study)
    is_public = said is not None and any(each.id == pk for each in said.files)
    if not is_public and not _works_on(request, study):
        raise Http404
    return answers.document(get_object_or_404(study.studyfiles.select_related("file"), pk=pk).file)


def _stored(parts, digest: str) -> StoredFile | None:
    of_them = Q(pk__in=parts.values("file")) | Q(pk__in=parts.values("file__small"))
    return StoredFile.objects.filter(of_them, sha256=digest).order_by("pk").first()


def _works_on(request: HttpRequest, study: CaseStudy) -> bool:
    user = request.user
    return user.is_authenticated and CaseStudy.objects.visible_to(user).filter(pk=study.pk).exists()


def _with_consent(form: DescribeForm) -> dict:
    words = dict(form.cleaned_data)
    words["consent_id"] = words.pop("consent")
    return words


def _form(request: HttpRequest, study: CaseStudy, form, title: str) -> HttpResponse:
    return answer(request, "practice/edit/part.html", {"study": study, "form": form, "title": title}, form)
