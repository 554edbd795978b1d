"""Pages for asking to hear of opportunities, with an account or without, and for stopping with one click."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.forms import PortalForm, answer
from collab_portal.limits import allow, caller
from collab_portal.templatetags.words import paired
from procurement.actions import interest
from procurement.forms.following import AddressForm, AskForm, FindForm, SearchForm
from procurement.mails.news import name_of
from procurement.matching import Criteria
from procurement.models import Opportunity, PipelineEntry, SavedSearch, Subscriber, Watch

HOUR = 3600
ASKED_BY_ONE_CALLER = 20  # in an hour
ASKED_FOR_ONE_ADDRESS = 5
LONGEST = SavedSearch._meta.get_field("query").max_length


@login_not_required
@require_http_methods(["GET", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Save the search that stands in the address of the page."""
    criteria = Criteria.from_query(request.GET).savable()
    is_member = request.user.is_authenticated
    initial = {"language": get_language(), "frequency": SavedSearch.Frequency.DAILY, "hour": SavedSearch.Hour.MORNING}
    kind = SearchForm if is_member else AskForm
    form = kind(request.POST if request.method == "POST" else None, initial=initial)
    is_too_long = len(criteria.query()) > LONGEST
    if form.is_bound and form.is_valid() and not is_too_long and (is_member or _may_ask(request, form)):
        at = timezone.now()
        if is_member:
            interest.save_search(by=request.user, criteria=criteria, at=at, **form.cleaned_data)
            messages.success(request, _("Your search is saved."))
            return redirect("alerts:list")
        interest.ask_to_save(criteria=criteria, at=at, **form.cleaned_data)
        return redirect("alerts:asked")
    context = {"form": form, "criteria": criteria, "tags": criteria.tags(), "is_too_long": is_too_long}
    return answer(request, "procurement/alerts/save.html", context, form)


@login_not_required
@require_http_methods(["GET", "POST"])
def watch(request: HttpRequest, reference: str) -> HttpResponse:
    """Hear of every change of one opportunity."""
    entry = get_object_or_404(PipelineEntry.objects.defer("document"), reference=reference)
    opportunity = Opportunity.objects.get(pk=entry.pk)
    if request.user.is_authenticated:
        if request.method == "POST":
            interest.watch(by=request.user, opportunity=opportunity, at=timezone.now())
            messages.success(request, _("You now watch this opportunity. We will e-mail you when something changes."))
            return redirect(entry)
        return render(request, "procurement/alerts/watch.html", {"entry": entry, "form": None})
    form = AddressForm(request.POST if request.method == "POST" else None, initial={"language": get_language()})
    if form.is_bound and form.is_valid() and _may_ask(request, form):
        interest.ask_to_watch(opportunity=opportunity, at=timezone.now(), **form.cleaned_data)
        return redirect("alerts:asked")
    return answer(request, "procurement/alerts/watch.html", {"entry": entry, "form": form}, form)


@login_not_required
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same answer to everybody: whether we know an address is nobody's business."""
    return render(request, "procurement/alerts/asked.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Mail programs follow links by themselves, so it is the button that confirms."""
    at = timezone.now()
    asked = _found(token, *((kind.objects.confirmed() | kind.objects.open(at)) for kind in (SavedSearch, Watch)))
    if asked is None:
        return render(request, "procurement/alerts/gone.html", status=404)
    if request.method == "POST":
        interest.confirm(asked=asked, at=at)
    return render(request, "procurement/alerts/confirm.html", {"asked": asked, "what": _what(asked)})


@login_not_required
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """For those who lost the link to their alerts."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _may_ask(request, form):
        interest.mail_manage_link(email=form.cleaned_data["email"], at=timezone.now())
        return redirect("alerts:asked")
    return answer(request, "procurement/alerts/find.html", {"form": form}, form)


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """One click in a mail program posts here, without session or cookie (RFC 8058), and more than once does no harm.

    To look at the page changes nothing: programs that check links do that.
    """
    found = _found(token, SavedSearch.objects.all(), Watch.objects.all(), Subscriber.objects.all())
    owner = getattr(found, "subscriber", found)
    with override(owner.language if owner else get_language()):
        context = {"what": _what(found) if found else "", "owner": owner, "is_all": found == owner, "token": token}
        if request.method == "POST" and found:
            _stop(found)
        return render(request, "procurement/alerts/unsubscribe.html", context | {"is_done": request.method == "POST"})


def _stop(found: SavedSearch | Watch | Subscriber) -> None:
    if isinstance(found, SavedSearch):
        interest.remove_search(search=found)
    elif isinstance(found, Watch):
        interest.unwatch(watch=found)
    else:
        interest.stop(subscriber=found, at=timezone.now())


def _found(token: str, *kinds: QuerySet) -> Model | None:
    """What this secret belongs to, of these kinds of things."""
    return next(filter(None, (kind.filter(token=token).first() for kind in kinds)), None)


def _what(found: SavedSearch | Watch | Subscriber) -> str:
    """What an alert is about, in words."""
    if isinstance(found, SavedSearch):
        return name_of(found)
    if isinstance(found, Watch):
        return paired(PipelineEntry.objects.defer("document").get(pk=found.opportunity_id), "title")[0]
    return ""


def _may_ask(request: HttpRequest, form: PortalForm) -> bool:
    """Each request sends a mail to an address that anybody can type, so there is a limit to it. It tells nothing."""
    address = form.cleaned_data["email"].lower()
    if not allow("subscribe", caller(request), times=ASKED_BY_ONE_CALLER, seconds=HOUR):
        form.add_error(None, _("Too many requests came from your network. Try again in an hour."))
    elif not allow("subscribe-address", address, times=ASKED_FOR_ONE_ADDRESS, seconds=HOUR):
        form.add_error(None, _("We have written to this address several times already. Look for our e-mail there."))
    return not form.errors
