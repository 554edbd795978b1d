"""What every request passes: a line of log without personal data, and no character that no database keeps."""

import time

import structlog
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


class NothingWithNul:
    """PostgreSQL refuses the character NUL in any text, so nothing can be found under such an address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info:
            raise Http404
        return self.get_response(request)
