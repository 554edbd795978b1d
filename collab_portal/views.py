"""The home page, the plain pages, the component gallery, and the pages for when something goes wrong."""

import sys
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from collab_portal import gallery
from procurement.models import PipelineEntry

LATEST = 4  # on the home page
SHOWN = (
    "reference",
    "stage",
    "title_en",
    "title_cy",
    "buyer_name_en",
    "buyer_name_cy",
    "tender_earliest",
    "tender_latest",
    "tender_confidence",
    "value_min",
    "value_max",
)
RETRY_AFTER_SECONDS = 60


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    latest = PipelineEntry.objects.current(timezone.now()).order_by("-published_at").only(*SHOWN)[:LATEST]
    return render(request, "pages/home.html", {"latest": latest})


def _plain(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """A page that is only words; some of them depend on how this portal is set up."""

    @login_not_required
    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        facts = {
            "contact_address": settings.CONTACT_ADDRESS,
            "csrf_cookie": settings.CSRF_COOKIE_NAME,
            "mail_keep_days": settings.MAIL_KEEP_DAYS,
            "session_cookie": settings.SESSION_COOKIE_NAME,
            "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        }
        return render(request, f"pages/{name}.html", facts)

    return page


about = _plain("about")
rules = _plain("rules")
accessibility = _plain("accessibility")
privacy = _plain("privacy")
cookies = _plain("cookies")
terms = _plain("terms")
contact = _plain("contact")


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state: for those who build the portal, not for its public."""
    if not (settings.LOCAL_RUN or request.user.is_staff):
        raise Http404
    with translation.override("en"):  # the page says that all samples are English, but for those it marks
        samples = gallery.context()
    return render(request, "pages/components.html", samples)


# ------------------------------------------------------------------------------------------- something is wrong


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a good token: most often an old one, seldom a forged one. The reason helps only a forger."""
    return render(request, "pages/stale_form.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Signing in, signing up and the like may be tried so many times a minute."""
    page = loader.get_template("429.html").render({}, request)
    return HttpResponse(page, status=429, headers={"Retry-After": RETRY_AFTER_SECONDS})


def broken(request: HttpRequest) -> HttpResponse:
    """Nothing may be relied on here: no database, no session, no language. The pages stand in both languages."""
    if _database_is_away(sys.exc_info()[1]):
        page = loader.get_template("503.html").render()
        return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER_SECONDS})
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def _database_is_away(error: BaseException | None) -> bool:
    """No connection, too many of them, or a server that is shutting down; not a deadlock, which is a fault of ours."""
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(("08", "53", "57P"))
