"""Asking those who were there, and recording what they agreed to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from collab_portal.accounts.models import Organisation
from collab_portal.forms import answer
from socialvalue.practice import actions, content, links, pages
from socialvalue.practice.forms.desk import ConsentForm, FactAnswerForm, FactCheckForm, PartyForm, TakeBackForm
from socialvalue.practice.models import NotAllowed
from socialvalue.practice.views.access import to_review


@require_http_methods(["GET", "POST"])
def check_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Send somebody a link by which they check the facts."""
    study = to_review(request, slug)
    form = (
        FactCheckForm(request.POST) if request.method == "POST" else FactCheckForm(initial={"language": get_language()})
    )
    if form.is_bound and form.is_valid():
        actions.ask_fact_check(study=study, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The link is on its way to %(email)s.") % {"email": form.cleaned_data["email"]})
        return redirect("case-studies:review", slug)
    return answer(
        request, "practice/desk/decide.html", {"study": study, "form": form, "title": _("Ask for a fact-check")}, form
    )


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def fact_check(request: HttpRequest, token: str) -> HttpResponse:
    """For the council and the enterprise, without an account. Opening the link answers nothing."""
    check, at = links.open_check(token), timezone.now()
    if check is None:
        raise Http404
    if not links.is_open(check, at):
        return render(
            request, "practice/fact_check_over.html", {"check": check}, status=200 if check.answered_at else 410
        )
    form = FactAnswerForm(request.POST) if request.method == "POST" else FactAnswerForm()
    if form.is_bound and form.is_valid():
        try:
            check = actions.answer_fact_check(check=check, at=at, **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "practice/fact_check_over.html", {"check": check})
    said = content.read(check.revision.content)
    context = {"check": check, "form": form, "page": pages.page_of(said, check.study, on=timezone.localdate(at))}
    return answer(request, "practice/fact_check.html", context, form)


@require_http_methods(["GET", "POST"])
def party_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that the study names somebody, who has to agree."""
    study = to_review(request, slug)
    organisations = list(
        Organisation.objects.filter(pk__in=[study.lead_id, *study.partners.values_list("pk", flat=True)])
    )
    form = PartyForm(request.POST if request.method == "POST" else None, organisations=organisations)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        wanted = given.pop("organisation")
        chosen = next((each for each in organisations if each.pk == wanted), None)
        actions.name_party(study=study, by=request.user, at=timezone.now(), organisation=chosen, **given)
        return redirect("case-studies:review", slug)
    context = {"study": study, "form": form, "title": _("Add somebody whom the study names")}
    return answer(request, "practice/desk/decide.html", context, form)


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """They agreed: who said so, when, until when."""
    study = to_review(request, slug)
    found = get_object_or_404(study.consents.select_related("organisation"), pk=pk)
    initial = {"given_by": found.given_by, "given_on": found.given_on, "expires_on": found.expires_on}
    form = ConsentForm(request.POST if request.method == "POST" else None, initial=initial)
    context = {"study": study, "form": form, "title": _("%(party)s agrees") % {"party": found.party}, "consent": found}
    if form.is_bound and form.is_valid():
        try:
            actions.give_consent(consent=found, by=request.user, **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("case-studies:review", slug)
    return answer(request, "practice/desk/decide.html", context, form)


@require_http_methods(["GET", "POST"])
def consent_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """They agree no more. What is published goes out of the library at once."""
    study = to_review(request, slug)
    found = get_object_or_404(study.consents.select_related("organisation", "study"), pk=pk)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.withdraw_consent(consent=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Recorded. The study is not shown or scheduled any more."))
        return redirect("case-studies:review", slug)
    context = {"study": study, "form": form, "title": _("%(party)s agrees no more") % {"party": found.party}}
    return answer(request, "practice/desk/decide.html", context, form)


@require_POST
def unnamed(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The text does not name them any more."""
    study = to_review(request, slug)
    found = get_object_or_404(study.consents.of_named().select_related("study"), pk=pk)
    actions.no_longer_named(consent=found, by=request.user, at=timezone.now())
    return redirect("case-studies:review", slug)
