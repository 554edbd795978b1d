"""Handing a file out. Who may have it is decided before, by the view of the app whose file it is."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags

from collab_portal.files.models import StoredFile

YEAR = 365 * 24 * 3600
ALONE = "default-src 'none'; sandbox"


def public_picture(request: HttpRequest, file: StoredFile) -> HttpResponse:
    """A picture for a page, at an address that holds its hash: whoever has it need never ask again."""
    tag = f'"{file.sha256}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = _answer(file, attached=False)
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return answer


def private_picture(file: StoredFile) -> HttpResponse:
    """A picture that only some may see, on their page."""
    return _unkept(_answer(file, attached=False))


def document(file: StoredFile) -> HttpResponse:
    """A document to be saved: nothing opens it inside the portal, and nothing keeps a copy on the way."""
    return _unkept(_answer(file, attached=True))


def _answer(file: StoredFile, *, attached: bool) -> HttpResponse:
    # No charset is claimed for texts: they may be of any, and are saved rather than shown.
    answer = HttpResponse(file.read(), headers={"Content-Type": file.content_type})
    answer.headers["Content-Disposition"] = content_disposition_header(attached, file.name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = ALONE
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def archive(pieces: Iterable[bytes], name: str) -> StreamingHttpResponse:
    """A ZIP that is sent while it is made."""
    answer = StreamingHttpResponse(pieces, headers={"Content-Type": "application/zip"})
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = ALONE
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
