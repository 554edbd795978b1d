"""The home page, the plain pages, the component gallery, and the pages for when something goes wrong."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html")


def _plain(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """A page that is only words."""

    @login_not_required
    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        return render(request, f"pages/{name}.html")

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
    return render(request, "pages/components.html")


# ------------------------------------------------------------------------------------------- something is wrong


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Nothing may be relied on here: no database, no session, no language. The page stands in both languages."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)
