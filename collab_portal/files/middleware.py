"""Refuses what is too much to take in, before a byte of it is read."""

from django.conf import settings
from django.shortcuts import render


class UploadLimit:
    """Answers 413 by what the request says of its own length. A form judges each file; this bounds the whole."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.UPLOAD_MAX_BYTES:
            context = {"most": settings.UPLOAD_MAX_BYTES // 1_000_000}
            return render(request, "413.html", context, status=413)
        return self.get_response(request)
