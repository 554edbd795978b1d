"""How the sign-in package fits the portal."""

import base64
import hashlib

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from collab_portal.accounts.middleware import begin
from collab_portal.accounts.models import Language, User
from collab_portal.audit import trail
from collab_portal.mail.letters import compose

NOT_THE_PASSWORD = _("This is not your password. Try again")
WRONG_CODE = _("This code is not right. If it comes from an app, enter the newest one")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-ins, refused ones too, go into the trail; a new person is written to in the language she signed up in."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "duplicate_email": _("This is your address already. Enter another one"),
        "email_password_mismatch": _("The e-mail address or the password is not right. Check both, and try again"),
        "enter_current_password": NOT_THE_PASSWORD,
        "incorrect_code": WRONG_CODE,
        "incorrect_password": NOT_THE_PASSWORD,
        "rate_limited": _("Too many tries. Wait five minutes, then try again"),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again"),
    }

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
        begin(request.session)
        request.session.set_expiry(0)  # the package does so after a password, but not after a passkey
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request, **credentials):
        trail.record("sign-in refused")
        return super().authentication_failed(request, **credentials)

    def get_password_change_redirect_url(self, request):
        return reverse("accounts:me")

    # ------------------------------------------------------------------------------------------------- mails

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        facts = {"user": user, "reset_url": settings.PORTAL_URL + reverse("account_reset_password")}
        super().send_notification_mail(template_prefix, user, facts | (context or {}), email)

    def send_mail(self, template_prefix, email, context):
        """In the language that the reader chose for our e-mails, or else in that of the page."""
        reader = context.get("user") or User.objects.filter(email=email.lower()).first()
        language = reader.language if reader else get_language()
        links = {name: translate_url(value, language) for name, value in context.items() if name.endswith("_url")}
        with translation.override(language):
            super().send_mail(template_prefix, email, context | links)

    def render_mail(self, template_prefix, email, context, headers=None):
        """Each mail is a few lines of plain text; the frame of all our mails goes around them."""
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        text = render_to_string(f"{template_prefix}_message.txt", context).strip()
        message = compose("account/email/letter", subject=subject, context={"text": text})
        mail = EmailMultiAlternatives(subject, message.text, self.get_from_email(), [email], headers=headers)
        mail.attach_alternative(message.html, "text/html")
        return mail


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys are kept encrypted; the picture that carries one is drawn into the page, as our security policy asks."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first. Recovery codes stand in for these"),
        "incorrect_code": WRONG_CODE,
    }

    def build_totp_svg(self, url):
        drawing = qrcode.make(url, image_factory=SvgPathImage).to_string(encoding="unicode")
        return mark_safe(drawing)  # noqa: S308 - drawn by the library from the address alone

    def encrypt(self, text):
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": settings.PORTAL_NAME_EN}


def _cipher() -> Fernet:
    """A key of its own, derived from the portal's secret."""
    digest = hashlib.sha256(f"second factor {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
