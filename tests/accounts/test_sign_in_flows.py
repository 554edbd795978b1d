"""From the first e-mail to the last sign-out: what people go through, step by step."""

import base64
import hashlib
import hmac
import json
import re
import struct
import time

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.urls import reverse

from collab_portal.accounts import sign_in_forms
from collab_portal.accounts.models import User
from collab_portal.mail.models import Delivery
from tests import build
from tests.accounts.pages import KEY, add_passkey
from tests.accounts.passkey import Passkey

pytestmark = pytest.mark.django_db

ANOTHER = "four other words altogether"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0"


def sign_in(client, person, password=build.PASSWORD):
    return client.post(reverse("account_login"), {"login": person.email, "password": password})


def is_signed_in(client) -> bool:
    return client.get(reverse("accounts:me")).status_code == 200


def code_for(key: str) -> str:
    """What an authenticator app shows now (RFC 6238), worked out here and not by the code under test."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(key), counter, hashlib.sha1)
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


# ------------------------------------------------------------------------------------------ address and password


def test_a_new_person_confirms_the_address_and_signs_in(client, mailed):
    client.post("/cy/accounts/signup/", {"email": "Newydd@example.org", "password1": build.PASSWORD})
    mail = mailed("newydd@example.org")
    person = User.objects.get(email="newydd@example.org")
    assert not is_signed_in(client)
    too_early = sign_in(client, person)

    page = client.get(mail["links"][0])
    client.post(mail["links"][0])

    assert "/cy/accounts/confirm-email/" in mail["links"][0]
    assert mail["subject"] == "Cadarnhau eich cyfeiriad e-bost"
    assert too_early.url == reverse("account_email_verification_sent")
    assert "newydd@example.org" in page.content.decode()
    assert sign_in(client, person).url == reverse("accounts:desk")


def test_a_forgotten_password_is_replaced_through_the_link_that_was_sent(client, mailed):
    person = build.user()
    elsewhere = type(client)()
    sign_in(elsewhere, person)
    client.post(reverse("account_reset_password"), {"email": person.email})

    form = client.get(mailed(person.email)["links"][0], follow=True)
    answer = client.post(form.context["action_url"], {"password1": ANOTHER})

    assert answer.url == reverse("account_reset_password_from_key_done")
    assert sign_in(client, person).status_code == 200  # the old one
    assert sign_in(client, person, ANOTHER).status_code == 302
    assert not is_signed_in(elsewhere)
    assert client.get(mailed_link(person), follow=True).context["token_fail"]


def mailed_link(person) -> str:
    """The link of the first mail to a person, which was used already."""
    return re.search(r"https?://\S+", Delivery.objects.filter(address=person.email).earliest("pk").payload["text"])[0]


def test_a_forgotten_password_of_nobody_is_answered_by_mail_only(client, mailed):
    known = build.user()

    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in (known.email, "nobody@example.org")
    ]

    assert answers[0].url == answers[1].url
    assert reverse("account_signup") in mailed("nobody@example.org")["text"]


def test_a_password_that_is_changed_ends_other_sessions_and_is_told_by_mail(client, mailed):
    person, elsewhere = build.user(), type(client)()
    sign_in(client, person)
    sign_in(elsewhere, person)

    client.post(reverse("account_change_password"), {"oldpassword": build.PASSWORD, "password1": ANOTHER})

    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    mail = mailed(person.email)
    assert mail["subject"] == "Your password was changed"
    assert mail["links"][0].endswith(reverse("account_reset_password"))


@pytest.mark.parametrize("with_second_step", [False, True])
def test_an_address_changes_when_the_link_to_the_new_one_is_opened(client, trusted, mailed, with_second_step):
    person = build.user()
    old = person.email
    if with_second_step:
        TOTP.activate(person, KEY)
    trusted(person)

    client.post(reverse("account_email"), {"email": "new.address@example.org", "action_add": ""})
    waiting = client.get(reverse("account_email")).content.decode()
    client.post(mailed("new.address@example.org")["links"][0])

    person.refresh_from_db()
    assert "new.address@example.org" in waiting
    assert person.email == "new.address@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("new.address@example.org", True)]
    assert "new.address@example.org" in mailed(old)["text"]


def test_a_change_of_address_can_be_taken_back(client, trusted):
    person = build.user()
    trusted(person)
    client.post(reverse("account_email"), {"email": "new.address@example.org", "action_add": ""})

    client.post(reverse("account_email"), {"email": "new.address@example.org", "action_remove": ""})

    assert list(EmailAddress.objects.values_list("email", flat=True)) == [person.email]


def test_an_address_changes_only_after_the_password_is_given_again(client, mailed):
    person = build.user()
    client.force_login(person)

    asked = client.post(reverse("account_email"), {"email": "new.address@example.org", "action_add": ""})
    nothing_yet = Delivery.objects.count()
    client.post(asked.url, {"password": build.PASSWORD, "next": reverse("account_email")})

    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert nothing_yet == 0
    assert mailed("new.address@example.org")["subject"] == "Confirm your e-mail address"


# ------------------------------------------------------------------------------------------------ the second step


@pytest.fixture
def still():
    """The clock stands, so that a code does not change between two lines."""
    with time_machine.travel(time.time(), tick=False):
        yield


@pytest.mark.django_db(transaction=True)  # the mail goes out once the app is saved
def test_an_app_is_set_up_and_asked_for_at_the_next_sign_in(client, trusted, mailed, still):
    person = build.user()
    trusted(person)
    page = client.get(reverse("mfa_activate_totp"))
    key = page.context["form"].secret

    codes = client.post(reverse("mfa_activate_totp"), {"code": code_for(key)}, follow=True)
    client.post(reverse("account_logout"))
    step = sign_in(client, person)
    wrong = client.post(step.url, {"code": "000000"})
    between = is_signed_in(client)
    client.post(step.url, {"code": code_for(key)})

    assert "<svg" in page.content.decode()
    assert len(codes.context["unused_codes"]) == 10
    assert step.url == reverse("mfa_authenticate")
    assert wrong.status_code == 200
    assert not between
    assert is_signed_in(client)
    assert mailed(person.email)["subject"] == "An authenticator app was set up"


def test_a_recovery_code_works_once(client, trusted, still):
    person = build.user()
    trusted(person)
    key = client.get(reverse("mfa_activate_totp")).context["form"].secret
    shown = client.post(reverse("mfa_activate_totp"), {"code": code_for(key)}, follow=True)
    code = shown.context["unused_codes"][0]
    file = client.get(reverse("mfa_download_recovery_codes"))
    client.post(reverse("account_logout"))

    sign_in(client, person)
    client.post(reverse("mfa_authenticate"), {"code": code})
    first = is_signed_in(client)
    client.post(reverse("account_logout"))
    sign_in(client, person)
    client.post(reverse("mfa_authenticate"), {"code": code})

    assert code in file.content.decode()
    assert first
    assert not is_signed_in(client)


def test_new_recovery_codes_take_the_place_of_the_old(client, trusted):
    person = build.user()
    TOTP.activate(person, KEY)
    trusted(person)
    client.post(reverse("mfa_generate_recovery_codes"))
    old = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]

    new = client.post(reverse("mfa_generate_recovery_codes"), follow=True).context["unused_codes"]

    assert set(old).isdisjoint(new)


def test_an_app_is_switched_off_and_its_codes_go_with_it(client, trusted, mailed):
    person = build.user()
    TOTP.activate(person, KEY)
    trusted(person)
    client.post(reverse("mfa_generate_recovery_codes"))

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert mailed(person.email)["subject"] == "The authenticator app was switched off"


def test_who_stops_at_the_second_step_is_not_signed_in(client):
    person = build.user()
    TOTP.activate(person, KEY)
    sign_in(client, person)

    answer = client.post(reverse("account_logout"), {"next": reverse("account_login")})

    assert answer.url == reverse("account_login")
    assert client.get(reverse("mfa_authenticate")).status_code == 302


# ---------------------------------------------------------------------------------------------------- passkeys


def passkey_sign_in(client, passkey, **how):
    asked = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    return client.post(reverse("mfa_login_webauthn"), {"credential": json.dumps(passkey.sign(asked, **how))})


def test_a_passkey_signs_a_person_in_without_a_password(client, trusted, mailed):
    person, passkey = build.user(), Passkey()
    add_passkey(trusted(person), passkey)
    client.post(reverse("account_logout"))

    answer = passkey_sign_in(client, passkey)

    assert answer.url == reverse("accounts:desk")
    assert is_signed_in(client)
    assert client.session.get_expire_at_browser_close()
    assert mailed(person.email)["subject"] == "A passkey was added"


def test_a_passkey_with_another_key_inside_is_refused_in_words(client, trusted):
    person, passkey = build.user(), Passkey()
    add_passkey(trusted(person), passkey)
    client.post(reverse("account_logout"))

    answer = passkey_sign_in(client, passkey, with_key=ec.generate_private_key(ec.SECP256R1()))
    page = client.get(answer.url)

    assert "We could not check this passkey" in page.content.decode()
    assert not is_signed_in(client)


def test_a_passkey_is_the_second_step_after_a_password(client, trusted):
    person, passkey = build.user(), Passkey()
    add_passkey(trusted(person), passkey)
    client.post(reverse("account_logout"))
    step = sign_in(client, person)

    asked = client.get(step.url).context["js_data"]
    client.post(step.url, {"credential": json.dumps(passkey.sign(asked))})

    assert is_signed_in(client)


def test_a_passkey_proves_who_one_is(client, trusted):
    person, passkey = build.user(), Passkey()
    add_passkey(trusted(person), passkey)
    client.logout()
    client.force_login(person)

    asked = client.get(reverse("mfa_reauthenticate_webauthn")).context["js_data"]
    client.post(reverse("mfa_reauthenticate_webauthn"), {"credential": json.dumps(passkey.sign(asked))})

    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_a_passkey_is_renamed_and_removed(client, trusted, mailed):
    person = build.user()
    add_passkey(trusted(person), Passkey())
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)

    client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "Blue key"})
    listed = client.get(reverse("mfa_list_webauthn")).content.decode()
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))

    assert "Blue key" in listed
    assert not Authenticator.objects.exists()
    assert mailed(person.email)["subject"] == "A passkey was removed"


@pytest.mark.parametrize("sent", ["", "{}", "[]", "5", '"words"', "null", '{"response": {}}', "not JSON"])
@pytest.mark.parametrize("page", ["mfa_login_webauthn", "mfa_add_webauthn"])
def test_nonsense_in_place_of_a_passkey_is_refused(client, trusted, page, sent):
    if page == "mfa_add_webauthn":
        trusted(build.user())

    answer = client.post(reverse(page), {"credential": sent})

    assert answer.status_code in (200, 302)
    assert not Authenticator.objects.exists()


# ------------------------------------------------------------------------------------ sessions, mails and limits


def test_a_person_sees_where_she_is_signed_in_and_ends_the_others(client):
    person, elsewhere = build.user(), type(client)(headers={"user-agent": WINDOWS})
    sign_in(elsewhere, person)
    sign_in(client, person)

    listed = client.get(reverse("usersessions_list")).content.decode()
    client.post(reverse("usersessions_list"))

    assert "Firefox on Windows" in listed
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_mails_are_in_the_language_a_person_chose_wherever_she_asked_for_them(client, mailed):
    person = build.user(language="cy")

    client.post("/accounts/password/reset/", {"email": person.email})

    mail = mailed(person.email)
    assert Delivery.objects.latest("pk").language == "cy"
    assert "/cy/accounts/password/reset/key/" in mail["links"][0]
    assert "Agorwch y ddolen" in mail["text"]
    assert mail["links"][0] in mail["html"].replace("&amp;", "&")
    assert "Porth Cydweithio" in mail["html"]


def test_what_a_mail_repeats_cannot_become_markup(client, trusted, mailed):
    person = build.user()
    trusted(person)
    client.post(reverse("account_email"), {"email": "o'neil&co@example.org", "action_add": ""})
    client.post(mailed("o'neil&co@example.org")["links"][0])

    mail = mailed(person.email)

    assert "o'neil&co@example.org" in mail["text"]
    assert "&amp;co@example.org" in mail["html"]


def test_too_many_tries_get_a_page_that_says_wait(client):
    for _ in range(21):
        answer = client.post("/cy/accounts/signup/", {})

    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "Arhoswch" in answer.content.decode()


def test_the_hint_names_the_length_that_is_asked_for():
    length = settings.AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"]["min_length"]

    assert str(sign_in_forms.NEW_PASSWORD.hint).startswith(f"{length} characters")


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("elevenchars", "12 characters or more"),
        ("q1w2e3r4t5y6", "Too many people"),
        ("234567890123", "Too many people"),
        ("collaboration portal", "Too many people"),
        ("eleri.vaughan", "less like your name"),
    ],
)
def test_a_bad_password_is_refused_with_advice(client, password, said):
    answer = client.post(reverse("account_signup"), {"email": "eleri.vaughan@example.org", "password1": password})

    assert said in answer.content.decode()
    assert not User.objects.exists()
