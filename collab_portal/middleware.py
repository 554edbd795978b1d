"""One line of log per request, without personal data: no address, no query, no token."""

import time

import structlog

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
