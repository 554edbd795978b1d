"""Ways to every page of the sign-in package that our settings leave open, each with something it refuses."""

import json
import re

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from collab_portal.mail.models import Delivery
from tests import build
from tests.accounts.passkey import Passkey

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
Way = tuple[str, list, dict | None]  # the page's name, its arguments, and what it refuses, if it has a form


class Pages:
    """Each method brings the visitor to where a page can be opened, and answers how."""

    def __init__(self, client, trusted):
        self.client = client
        self.person = build.user(name="Eleri")
        self._trusted = trusted

    # ---------------------------------------------------------------------------------------------- signed out

    def sign_in(self) -> Way:
        return "account_login", [], {"login": "nobody", "password": ""}

    def wrong_password(self) -> Way:
        return "account_login", [], {"login": self.person.email, "password": "wrong"}

    def sign_up(self) -> Way:
        return "account_signup", [], {"email": "new@example.org", "password1": "short"}

    def sign_up_with_a_common_password(self) -> Way:
        return "account_signup", [], {"email": "new@example.org", "password1": "q1w2e3r4t5y6"}

    def link_sent(self) -> Way:
        return "account_email_verification_sent", [], None

    def confirm_address(self) -> Way:
        fresh = EmailAddress.objects.create(user=self.person, email="fresh@example.org")
        return "account_confirm_email", [EmailConfirmationHMAC.create(fresh).key], None

    def confirm_address_of_somebody_else(self) -> Way:
        other = build.user()
        taken = EmailAddress.objects.create(user=self.person, email=other.email)
        return "account_confirm_email", [EmailConfirmationHMAC.create(taken).key], None

    def confirm_with_a_bad_link(self) -> Way:
        return "account_confirm_email", ["bad:link"], None

    def forgotten_password(self) -> Way:
        return "account_reset_password", [], {"email": ""}

    def forgotten_password_sent(self) -> Way:
        return "account_reset_password_done", [], None

    def new_password(self) -> Way:
        self.client.post(reverse("account_reset_password"), {"email": self.person.email})
        link = re.search(r"key/(\w+)-([\w-]+)/", Delivery.objects.latest("pk").payload["text"])
        self.client.get(reverse("account_reset_password_from_key", args=link.groups()))
        return "account_reset_password_from_key", [link[1], "set-password"], {"password1": self.person.email}

    def new_password_with_a_bad_link(self) -> Way:
        return "account_reset_password_from_key", ["1", "bad-link"], None

    def new_password_set(self) -> Way:
        return "account_reset_password_from_key_done", [], None

    def closed_account(self) -> Way:
        return "account_inactive", [], None

    def second_step(self) -> Way:
        TOTP.activate(self.person, KEY)
        self._password_only()
        return "mfa_authenticate", [], {"code": "000000"}

    def second_step_with_a_bad_passkey(self) -> Way:
        self._add_passkey()
        self.client.logout()
        self._password_only()
        return "mfa_authenticate", [], {"credential": json.dumps({"type": "public-key"})}

    # ----------------------------------------------------------------------------------------------- signed in

    def sign_out(self) -> Way:
        self.client.force_login(self.person)
        return "account_logout", [], None

    def address(self) -> Way:
        self._trusted(self.person)
        return "account_email", [], {"email": self.person.email, "action_add": ""}

    def address_that_is_not_confirmed(self) -> Way:
        self._trusted(self.person)
        EmailAddress.objects.create(user=self.person, email="fresh@example.org")
        return "account_email", [], {"email": "", "action_add": ""}

    def password(self) -> Way:
        self.client.force_login(self.person)
        return "account_change_password", [], {"oldpassword": "wrong", "password1": ""}

    def first_password(self) -> Way:
        self.person.set_unusable_password()
        self.person.save()
        self.client.force_login(self.person)
        return "account_set_password", [], {"password1": ""}

    def is_it_you(self) -> Way:
        self.client.force_login(self.person)
        return "account_reauthenticate", [], {"password": "wrong"}

    def is_it_you_by_code(self) -> Way:
        TOTP.activate(self.person, KEY)
        self.client.force_login(self.person)
        return "mfa_reauthenticate", [], {"code": ""}

    def is_it_you_by_passkey(self) -> Way:
        self._add_passkey()
        return "mfa_reauthenticate_webauthn", [], None  # what is refused is said on the next page

    def second_steps(self) -> Way:
        self.client.force_login(self.person)
        return "mfa_index", [], None

    def second_steps_in_use(self) -> Way:
        self._add_passkey()
        TOTP.activate(self.person, KEY)
        return "mfa_index", [], None

    def app(self) -> Way:
        self._trusted(self.person)
        return "mfa_activate_totp", [], {"code": "000000"}

    def app_off(self) -> Way:
        TOTP.activate(self.person, KEY)
        self._trusted(self.person)
        return "mfa_deactivate_totp", [], None

    def codes(self) -> Way:
        self._with_codes()
        return "mfa_view_recovery_codes", [], None

    def codes_as_a_file(self) -> Way:
        self._with_codes()
        return "mfa_download_recovery_codes", [], None

    def new_codes(self) -> Way:
        self._with_codes()
        return "mfa_generate_recovery_codes", [], None

    def codes_without_a_second_step(self) -> Way:
        self._trusted(self.person)
        return "mfa_generate_recovery_codes", [], {}

    def passkeys(self) -> Way:
        self._add_passkey()
        return "mfa_list_webauthn", [], None

    def no_passkeys(self) -> Way:
        self.client.force_login(self.person)
        return "mfa_list_webauthn", [], None

    def new_passkey(self) -> Way:
        self._trusted(self.person)
        return "mfa_add_webauthn", [], {"name": "Phone"}

    def new_passkey_that_is_none(self) -> Way:
        self._trusted(self.person)
        return "mfa_add_webauthn", [], {"name": "", "credential": "{}"}

    def passkey_name(self) -> Way:
        return "mfa_edit_webauthn", [self._add_passkey().pk], {"name": ""}

    def passkey_goes(self) -> Way:
        return "mfa_remove_webauthn", [self._add_passkey().pk], None

    def places(self) -> Way:
        self.client.post(reverse("account_login"), {"login": self.person.email, "password": build.PASSWORD})
        return "usersessions_list", [], None

    def several_places(self) -> Way:
        other = type(self.client)(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/150.0"})
        for browser in (other, self.client):
            browser.post(reverse("account_login"), {"login": self.person.email, "password": build.PASSWORD})
        return "usersessions_list", [], None

    # ------------------------------------------------------------------------------------------------- helpers

    def _password_only(self) -> None:
        self.client.post(reverse("account_login"), {"login": self.person.email, "password": build.PASSWORD})

    def _with_codes(self) -> None:
        TOTP.activate(self.person, KEY)
        RecoveryCodes.activate(self.person)
        self._trusted(self.person)

    def _add_passkey(self) -> Authenticator:
        self._trusted(self.person)
        add_passkey(self.client, Passkey())
        return Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)


def add_passkey(client, passkey: Passkey):
    address = reverse("mfa_add_webauthn")
    asked = client.get(address).context["js_data"]
    answer = {"name": "Phone", "passwordless": "on", "credential": json.dumps(passkey.register(asked))}
    return client.post(address, answer)


ALL = [name for name in vars(Pages) if not name.startswith("_")]
