"""The forms of the sign-in package in our words and our look. The settings name them, the package uses them."""

from contextlib import contextmanager
from dataclasses import dataclass

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm as PackageActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import FormMixin

Text = str | Promise


@dataclass(frozen=True)
class Words:
    """What stands at a field, and what is said when it was left empty."""

    label: Text
    empty: Text
    hint: Text = ""


EMAIL = Words(_("E-mail address"), _("Enter your e-mail address"))
PASSWORD = Words(_("Password"), _("Enter your password"))
NEW_PASSWORD = Words(
    _("New password"),
    _("Enter a new password"),
    _("12 characters or more. Four words that do not belong together are good. You can paste it in."),
)
CODE = Words(_("Code"), _("Enter the code"))
NAME_OF_KEY = Words(
    _("Name"), _("Enter a name"), _("So that you can tell it from others, for example “My phone” or “Blue key”.")
)
CREDENTIAL = Words("", _("Your browser gave us no passkey. Passkeys need JavaScript. Try again, or use another way."))


class OurWords(FormMixin):
    """Gives the package's fields our words. Its placeholders go: they vanish as one types."""

    words: dict[str, Words] = {}
    left_out: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.left_out:
            del self.fields[name]
        for name, words in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = words.label, words.hint
            field.error_messages["required"] = words.empty
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field.widget, forms.PasswordInput):  # a browser may send away what it checks for spelling
                field.widget.attrs |= {"spellcheck": "false", "autocapitalize": "none"}


class LoginForm(OurWords, account.LoginForm):
    words = {"login": EMAIL, "password": PASSWORD}


class SignupForm(OurWords, account.SignupForm):
    words = {"email": EMAIL, "password1": Words(_("Password"), _("Enter a password"), NEW_PASSWORD.hint)}

    def try_save(self, request):
        """An address that is known takes as long as one that is not: the time must not tell them apart."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddEmailForm(OurWords, account.AddEmailForm):
    words = {"email": Words(_("New e-mail address"), _("Enter your new e-mail address"))}


class OnePassword(OurWords):
    """A new password is asked for once: a button shows it, and whoever mistypes it can have a new one."""

    words = {"password1": NEW_PASSWORD}
    left_out = ("password2",)


class ChangePasswordForm(OnePassword, account.ChangePasswordForm):
    words = {
        "oldpassword": Words(_("Current password"), _("Enter your current password")),
        "password1": NEW_PASSWORD,
    }


class SetPasswordForm(OnePassword, account.SetPasswordForm):
    pass


class ResetPasswordKeyForm(OnePassword, account.ResetPasswordKeyForm):
    pass


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    words = {"email": EMAIL}


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    words = {"password": PASSWORD}


# ------------------------------------------------------------------------------------------- the second step


class CodeForm(OurWords):
    words = {"code": CODE}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        attrs = {"inputmode": "numeric", "class": "govuk-input--width-10", "spellcheck": "false"}
        self.fields["code"].widget.attrs |= attrs


class SecondStepForm(CodeForm, mfa.AuthenticateForm):
    pass


class SecondStepAgainForm(CodeForm, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(CodeForm, PackageActivateTOTPForm):
    words = {"code": Words(_("Code that the app shows"), _("Enter the code that the app shows"))}


@contextmanager
def speaking_of_passkeys():
    """The package says “incorrect code” of them too."""
    try:
        yield
    except ValidationError as refused:
        if refused.code != "incorrect_code":
            raise
        raise ValidationError(_("We could not check this passkey. Try again, or use another way.")) from refused


class PasskeyForm(OurWords):
    words = {"credential": CREDENTIAL}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages["invalid"] = CREDENTIAL.empty

    def clean_credential(self):
        with speaking_of_passkeys():
            return super().clean_credential()


class AddPasskeyForm(OurWords, webauthn.AddWebAuthnForm):
    words = {
        "name": NAME_OF_KEY,
        "credential": CREDENTIAL,
        "passwordless": Words(
            _("Use it in place of my password"),
            "",
            _("Your device asks for your fingerprint, face or PIN. Leave this out for a security key that has no PIN."),
        ),
    }

    def clean(self):
        with speaking_of_passkeys():
            return super().clean()


class RenamePasskeyForm(OurWords, webauthn.EditWebAuthnForm):
    words = {"name": NAME_OF_KEY}


class PasskeySignInForm(PasskeyForm, webauthn.LoginWebAuthnForm):
    pass


class PasskeyStepForm(PasskeyForm, webauthn.AuthenticateWebAuthnForm):
    pass


class PasskeyStepAgainForm(PasskeyForm, webauthn.ReauthenticateWebAuthnForm):
    pass
