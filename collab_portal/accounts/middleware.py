"""Sessions end, and people who can publish, decide about members or look after the portal need a second factor."""

import time

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import MiddlewareNotUsed
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from collab_portal.accounts import unsent
from collab_portal.accounts.models import Membership

OPEN = ("mfa_", "account_", "usersessions_")
KNOWN = "has_second_factor"
BEGAN, SEEN = "began_at", "seen_at"
SEEN_AGAIN = 60  # seconds; a session is not written for every page


def begin(session) -> None:
    """From here on both limits are counted. They are kept when the session's id changes."""
    session[BEGAN] = session[SEEN] = int(time.time())


class SessionLimits:
    """Ends a session in which nothing happened for half an hour, and any after twelve (ASVS 5.0, 7.3.1 and 7.3.2)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        ended = None
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SEEN in request.session:
            ended = self._judge(request)
        response = self.get_response(request)
        if ended:
            unsent.keep(request, response, ended)
        return response

    def process_view(self, request, view, args, kwargs):
        return unsent.offered(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else None

    def _judge(self, request) -> int | None:
        """Who was signed out, if her time had run out."""
        now, session = int(time.time()), request.session
        if now - session[SEEN] > settings.SESSION_IDLE_SECONDS:
            why = _("You were signed out because nothing happened for a while. Sign in to go on.")
        elif now - session[BEGAN] > settings.SESSION_COOKIE_AGE:
            why = _("You were signed out because you had been signed in for 12 hours.")
        else:
            if now - session[SEEN] > SEEN_AGAIN:
                session[SEEN] = now
            return None
        person = request.user.pk
        logout(request)
        messages.warning(request, why)
        return person


def needs_second_factor(user) -> bool:
    """ASVS 5.0, 6.3.3: staff, and whoever is a publisher or an administrator anywhere."""
    return user.is_staff or user.memberships.filter(role__in=Membership.PUBLISHERS).exists()


class SecondFactorMiddleware:
    """Leads those who have none yet to the page where they set one up. A local run does without."""

    def __init__(self, get_response):
        if settings.LOCAL_RUN and not settings.SECOND_FACTOR_IN_LOCAL_RUN:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.url_name or ""
        if not request.user.is_authenticated or name.startswith(OPEN) or request.session.get(KNOWN):
            return None
        if is_mfa_enabled(request.user):
            request.session[KNOWN] = True
            return None
        if not needs_second_factor(request.user):
            return None
        messages.warning(request, _("Your role needs a second step at sign-in. Set one up to go on."))
        return redirect("mfa_index")
