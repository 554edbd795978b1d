"""What somebody sent when her session had already ended: kept, and offered to her once she has signed in again."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

KEPT = "unsent"
LARGEST = 200_000  # characters; a longer one is no form that a person fills in
OURS = "csrfmiddlewaretoken"
SIGN_IN = ("account_", "mfa_")  # passwords and codes are never kept


def keep(request: HttpRequest, response: HttpResponse, person: int) -> None:
    """After the answer: where it only leads to the sign-in, the form waits in the new session, without its files."""
    led_to = response.headers.get("Location", "")
    if request.method != "POST" or not led_to.startswith(resolve_url(settings.LOGIN_URL)):
        return
    fields = [[name, value] for name, values in request.POST.lists() if name != OURS for value in values]
    is_sign_in = (request.resolver_match.url_name or "").startswith(SIGN_IN)
    if not is_sign_in and sum(len(name) + len(value) for name, value in fields) < LARGEST:
        request.session[KEPT] = {
            "person": person, "path": request.get_full_path(), "fields": fields, "had_files": bool(request.FILES)
        }  # fmt: skip


def offered(request: HttpRequest) -> HttpResponse | None:
    """On the way back from the sign-in: the page that sends the form, once, and to nobody else."""
    kept = request.session.get(KEPT)
    if kept is None or request.method != "GET" or not request.user.is_authenticated:
        return None
    if kept["person"] != request.user.pk:
        del request.session[KEPT]
        return None
    if kept["path"] != request.get_full_path():
        return None
    del request.session[KEPT]
    return render(request, "accounts/unsent.html", kept)
