"""How often one caller may search: enough for any person, too little for a machine that should read the open data."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from collab_portal import limits

SECONDS = 60
View = Callable[..., HttpResponseBase]


def limited(
    name: str, *, times: int, is_free: Callable[[HttpRequest], bool] = lambda request: False
) -> Callable[[View], View]:
    """Answer 429, which says how long to wait, to a caller who asks more often than that in a minute."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            caller = limits.caller(request)
            if caller in settings.SEARCH_LIMIT_EXEMPT or is_free(request):
                return view(request, *args, **kwargs)
            if limits.allow(name, caller, times=times, seconds=SECONDS):
                return view(request, *args, **kwargs)
            return _wait(request)

        return answer

    return decorate


def _wait(request: HttpRequest) -> HttpResponse:
    response = render(request, "pages/too_many_searches.html", {"seconds": SECONDS}, status=429)
    response.headers["Retry-After"] = str(SECONDS)
    return response
