"""Beginning a study: with a title, or with five answers that a coordinator makes a study of."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab_portal.forms import answer
from socialvalue.practice import actions
from socialvalue.practice.forms.story import ShortForm, StartForm
from socialvalue.practice.views.access import own_organisation


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    owner = own_organisation(request)
    if owner is None:
        return render(request, "practice/edit/nobody.html", status=403)
    form = StartForm(request.POST) if request.method == "POST" else StartForm(initial={"language": get_language()})
    if form.is_bound and form.is_valid():
        language = form.cleaned_data["language"]
        told = {f"title_{language}": form.cleaned_data["title"], "original_language": language}
        study = actions.start_study(owner=owner, by=request.user, at=timezone.now(), **told)
        return redirect("case-studies:edit", study.slug)
    return answer(request, "practice/edit/new.html", {"form": form, "owner": owner}, form)


@require_http_methods(["GET", "POST"])
def short(request: HttpRequest) -> HttpResponse:
    """Five questions. What is sent goes straight to the coordinators."""
    owner = own_organisation(request)
    if owner is None:
        return render(request, "practice/edit/nobody.html", status=403)
    form = ShortForm(request.POST) if request.method == "POST" else ShortForm()
    if form.is_bound and form.is_valid():
        at = timezone.now()
        with transaction.atomic():
            told = form.told("cy" if get_language() == "cy" else "en")
            study = actions.start_study(owner=owner, by=request.user, at=at, is_short=True, **told)
            actions.submit(study=study, by=request.user, at=at)
        messages.success(request, _("Thank you. A coordinator reads it and writes to you."))
        return redirect("case-studies:preview", study.slug)
    return answer(request, "practice/edit/short.html", {"form": form, "owner": owner}, form)
