"""The page on which people look after their alerts: signed in, or with the link from one of our mails."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts.models import User
from collab_portal.forms import answer
from procurement import personal_data
from procurement.actions import interest
from procurement.forms.following import LanguageForm, SearchForm
from procurement.matching import Criteria
from procurement.models import SavedSearch, Subscriber, Watch
from procurement.own_alerts import OwnAlerts


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """The alerts of the person signed in."""
    return _page(request, Subscriber.objects.of(request.user).first())


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """The same page for whoever has the link from one of our mails."""
    subscriber = get_object_or_404(Subscriber, token=token)
    form = LanguageForm(request.POST if request.method == "POST" else None, instance=subscriber)
    if form.is_bound and form.is_valid():
        language = form.cleaned_data["language"]
        interest.change_language(subscriber=subscriber, language=language, by=_person(request))
        messages.success(request, _("Saved."))
        return _back(request, subscriber)
    return _page(request, subscriber, form)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, token: str) -> HttpResponse:
    search = get_object_or_404(SavedSearch.objects.confirmed().select_related("subscriber__user"), token=token)
    form = SearchForm(request.POST if request.method == "POST" else None, instance=search)
    if form.is_bound and form.is_valid():
        interest.change_search(search=search, at=timezone.now(), by=_person(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return _back(request, search.subscriber)
    context = {"form": form, "search": search, "tags": Criteria.from_query(search.query).tags()}
    return answer(request, "procurement/alerts/change.html", context, form)


@login_not_required
@require_POST
def remove(request: HttpRequest, token: str) -> HttpResponse:
    search = get_object_or_404(SavedSearch.objects.select_related("subscriber__user"), token=token)
    interest.remove_search(search=search, by=_person(request))
    messages.success(request, _("The search is removed. You will get no more e-mails about it."))
    return _back(request, search.subscriber)


@login_not_required
@require_POST
def unwatch(request: HttpRequest, token: str) -> HttpResponse:
    watch = get_object_or_404(Watch.objects.select_related("subscriber__user", "opportunity"), token=token)
    interest.unwatch(watch=watch, by=_person(request))
    messages.success(request, _("You no longer watch this opportunity."))
    return _back(request, watch.subscriber)


@login_not_required
@require_POST
def stop(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = get_object_or_404(Subscriber, token=token)
    interest.stop(subscriber=subscriber, at=timezone.now(), by=_person(request))
    messages.success(request, _("We will send you no more alerts."))
    return _back(request, subscriber)


@login_not_required
@require_POST
def resume(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = get_object_or_404(Subscriber, token=token)
    interest.resume(subscriber=subscriber, at=timezone.now(), by=_person(request))
    messages.success(request, _("You will get alerts again."))
    return _back(request, subscriber)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = get_object_or_404(Subscriber, token=token)
    if request.method == "POST":
        interest.forget(subscriber=subscriber, by=_person(request))
        messages.success(request, _("Your address and your alerts are erased."))
        return redirect("pipeline:list")
    return render(request, "procurement/alerts/erase.html", {"subscriber": subscriber})


@login_not_required
@never_cache
@require_safe
def export(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = get_object_or_404(Subscriber, token=token)
    data = personal_data.of_subscriber(subscriber)
    response = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-alerts.json"'
    return response


def _page(request: HttpRequest, subscriber: Subscriber | None, form: LanguageForm | None = None) -> HttpResponse:
    context = {"subscriber": subscriber, "alerts": None, "form": form}
    if subscriber:
        context |= {"alerts": OwnAlerts(subscriber), "form": form or LanguageForm(instance=subscriber)}
    return answer(request, "procurement/alerts/list.html", context, *filter(None, [form]))


def _back(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """To the page she came from: her own where she is signed in, else the one her link opens."""
    is_hers = subscriber.user is not None and subscriber.user == _person(request)
    return redirect("alerts:list" if is_hers else subscriber)


def _person(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None
