"""What every request passes: a line of log without personal data, nothing kept of members' pages, no odd character."""

import time

import structlog
from django.conf import settings
from django.http import Http404

log = structlog.get_logger("portal.request")


class RequestLog:
    """Logs the name of the route rather than the path, because paths can hold tokens."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            route=match.view_name if match else "",
            status=response.status_code,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        )
        return response


class NotKept:
    """No browser keeps what somebody saw who was signed in: the next person at that machine goes back to a sign-in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class NothingWithNul:
    """PostgreSQL refuses the character NUL in any text, so nothing can be found under such an address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info:
            raise Http404
        return self.get_response(request)
