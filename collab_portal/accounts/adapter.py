"""How the sign-in package fits the portal."""

import base64
import hashlib

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from qrcode.image.svg import SvgPathImage

from collab_portal.accounts.models import Language
from collab_portal.audit import trail


class AccountAdapter(DefaultAccountAdapter):
    """Sign-ins, refused ones too, go into the trail; a new person is written to in the language she signed up in."""

    def save_user(self, request, user, form, commit=True):
        user.language = Language.WELSH if get_language() == "cy" else Language.ENGLISH
        return super().save_user(request, user, form, commit)

    def authenticate(self, request, **credentials):
        """People of the demo world exist on the machine they were made on, and nowhere else."""
        user = super().authenticate(request, **credentials)
        is_demo = user is not None and user.email.endswith(f"@{settings.DEMO_DOMAIN}")
        return None if is_demo and not settings.LOCAL_RUN else user

    def post_login(self, request, user, **kwargs):
        trail.record("signed in", by=user)
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request, **credentials):
        trail.record("sign-in refused")
        return super().authentication_failed(request, **credentials)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys are kept encrypted; the picture that carries one is drawn into the page, as our security policy asks."""

    def build_totp_svg(self, url):
        drawing = qrcode.make(url, image_factory=SvgPathImage).to_string(encoding="unicode")
        return mark_safe(drawing)  # noqa: S308 - drawn by the library from the address alone

    def encrypt(self, text):
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    """A key of its own, derived from the portal's secret."""
    digest = hashlib.sha256(f"second factor {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
