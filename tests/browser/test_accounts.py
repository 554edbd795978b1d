"""Signing up, signing in and looking after an account in a real browser: no barrier in either language."""

import re
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as portal
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from collab_portal.accounts import actions
from collab_portal.mail import sender
from tests import build
from tests.accounts.pages import ALL, Pages

pytestmark = pytest.mark.django_db(transaction=True)

# Pages that look like another one, with a different sentence in them.
ALIKE = {
    "wrong_password",
    "sign_up_with_a_common_password",
    "second_step_with_a_bad_passkey",
    "is_it_you_by_passkey",
    "codes_as_a_file",
    "confirm_address_of_somebody_else",
    "new_password_set",
    "no_passkeys",
    "new_passkey_that_is_none",
}


@pytest.fixture(autouse=True)
def as_in_production(settings, tmp_path):
    """Mail goes out, and limits count what one test does."""
    settings.EMAIL_BACKEND = "collab_portal.mail.backend.OutboxBackend"
    settings.MAIL_FOLDER = tmp_path
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}}


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def go_as(context, live_server, visitor):
    """Call it: the browser goes on where the visitor stands."""

    def take_over():
        cookies = [{"name": c.key, "value": c.value, "url": live_server.url} for c in visitor.cookies.values()]
        context.add_cookies([cookie for cookie in cookies if cookie["name"] == portal.SESSION_COOKIE_NAME])

    return take_over


def trusted(visitor):
    def sign_in(person):
        visitor.force_login(person)
        visitor.post(reverse("account_reauthenticate"), {"password": build.PASSWORD})
        return visitor

    return sign_in


def address(language, name, arguments=()):
    with override(language):
        return reverse(name, args=arguments)


@pytest.mark.parametrize("way", [way for way in ALL if way not in ALIKE])
def test_no_sign_in_page_has_a_barrier_and_all_fit_a_phone(page, axe, fits_a_phone, visitor, go_as, way):
    name, arguments, refused = getattr(Pages(visitor, trusted(visitor)), way)()
    go_as()

    for language in ("en", "cy"):
        page.goto(address(language, name, arguments))
        if refused:  # what is wrong stands above and within all that the page has without errors
            fits_a_phone()
            fill_in(page, refused)
            expect(page).to_have_title(re.compile("^(Error|Gwall): "))
        axe()
        fits_a_phone()


def fill_in(page, values):
    form = page.locator(f"main form:has([name={next(iter(values))}])").last
    for name, value in values.items():
        field = form.locator(f"input[name={name}]")
        if field.count():
            field.fill(value)
    form.evaluate("form => { form.noValidate = true; form.requestSubmit(form.querySelector('[name^=action_add]')) }")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_page_about_people_and_organisations_has_a_barrier(page, axe, fits_a_phone, visitor, go_as, language):
    for path, has_form in own_pages(visitor):
        go_as()
        page.goto(f"/cy{path}" if language == "cy" else path)
        axe()
        fits_a_phone()
        if has_form:
            with page.expect_navigation():
                page.locator("main form[method=post]").first.evaluate("form => form.submit()")
            axe()
            fits_a_phone()
        page.set_viewport_size({"width": 1100, "height": 900})


def own_pages(visitor):
    council = build.organisation(name_en="Gwynedd Council", name_cy="Cyngor Gwynedd", mailbox="letters@example.org")
    chief = build.user(role="administrator", of=council, name="Mair Puw", is_staff=True)
    build.user(role="editor", of=council, name="Somebody with a rather long name to be shown in a table")
    ask = {"role": "editor", "language": "en", "by": chief, "at": timezone.now()}
    actions.invite(organisation=council, email="somebody.with.a.long.address@gwynedd.example", **ask)
    other = build.organisation(is_network=True, name_en="North Wales Network")
    invited = actions.invite(organisation=other, email=chief.email, **ask)
    visitor.force_login(chief)
    member = chief.memberships.get(organisation=council)
    yield reverse("accounts:desk"), False
    yield reverse("accounts:me"), False
    yield reverse("accounts:erase"), True
    yield reverse("accounts:invitation", args=[invited.token]), False
    yield reverse("accounts:organisation", args=[council.slug]), False
    yield reverse("accounts:organisation-details", args=[council.slug]), False
    yield reverse("accounts:invite", args=[council.slug]), True
    yield reverse("accounts:member", args=[council.slug, member.pk]), False
    yield reverse("accounts:write", args=[council.slug]), True
    yield reverse("accounts:staff-organisations"), False
    yield reverse("accounts:staff-new"), True
    yield reverse("accounts:staff-merge", args=[council.slug]), True


def test_a_person_signs_up_confirms_by_mail_and_signs_in(page):
    page.goto("/")
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Create an account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Create an account")
    page.get_by_label("E-mail address").fill("mair@example.org")
    page.get_by_label("Password", exact=True).fill(build.PASSWORD)
    page.get_by_role("button", name="Show password").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    page.get_by_role("button", name="Create an account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")

    sender.drain(budget=5)
    page.get_by_role("link", name="Read its e-mails here").click()
    page.get_by_role("link", name="Confirm your e-mail address").click()
    letter = page.locator("main", has_text="/confirm-email/")
    page.goto(re.search(r"https?://\S+/confirm-email/\S+/", letter.inner_text())[0])
    page.get_by_role("button", name="Yes, confirm it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label("E-mail address").fill("mair@example.org")
    page.get_by_label("Password", exact=True).fill(build.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your desk")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("alert")).to_contain_text("You are signed out")


@pytest.fixture
def authenticator(context, page):
    """A phone or a computer that holds passkeys, and knows its owner's finger."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield lambda verified: session.send(
        "WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], "isUserVerified": verified}
    )
    session.detach()


def test_a_passkey_is_made_and_signs_its_owner_in(page, authenticator, visitor, go_as):
    trusted(visitor)(build.user())
    go_as()
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label("Use it in place of my password").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("link", name="Go to your desk").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("alert")).to_contain_text("You are signed out")

    page.goto(f"{reverse('account_login')}?next={reverse('accounts:me')}")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your details and your data")
    assert Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).wrap().name == "My laptop"


def test_a_passkey_that_is_not_given_leaves_a_word_of_help(page, authenticator, visitor, go_as):
    trusted(visitor)(build.user())
    go_as()
    page.goto(reverse("mfa_add_webauthn"))
    authenticator(verified=False)
    page.get_by_label("Use it in place of my password").check()
    page.get_by_role("button", name="Add it").click()

    expect(page.get_by_role("alert")).to_contain_text("That did not work")


def test_a_signed_in_person_accepts_an_invitation_that_waits_on_her_desk(page, visitor, go_as):
    council, person = build.organisation(name_en="Conwy Council"), build.user()
    by = build.user(role="administrator", of=council)
    asked = {"email": person.email, "role": "editor", "language": "en", "by": by, "at": timezone.now()}
    actions.invite(organisation=council, **asked)
    visitor.force_login(person)
    go_as()

    page.goto(reverse("accounts:desk"))
    page.get_by_role("link", name="Read the invitation").click()
    page.get_by_role("button", name="Accept the invitation").click()

    expect(page.locator("main")).to_contain_text("You act for Conwy Council")
