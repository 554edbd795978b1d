"""Tells the history triggers who is acting."""

import pghistory


class HistoryMiddleware:
    """Every row changed during a request carries the id of the person signed in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ("GET", "HEAD") or not request.user.is_authenticated:
            return self.get_response(request)
        with pghistory.context(user=request.user.pk):
            return self.get_response(request)
