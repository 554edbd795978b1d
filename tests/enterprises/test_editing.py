"""An enterprise tells its profile: every page and every line, what is refused, and what nobody else may touch."""

from datetime import date

import pytest
from django.urls import reverse

from collab_portal.accounts.models import OrganisationIdentifier
from collab_portal.audit.models import Act
from enterprises import actions
from enterprises.editing.sections import SECTIONS, address
from enterprises.models import Badge, Enterprise
from tests import build

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
PAGES = {
    "names": {"name_en": "Cegin Alun CIC", "name_cy": "Cegin Alun CBC", "trading_name": "The Alun Kitchen"},
    "offer": {"offer_en": "Meals", "offer_cy": "Prydau", "description_en": "Good food.", "description_cy": "Bwyd da."},
    "legal-form": {"legal_form": "CIC-G", "founded_in": "2012"},
    "contact": {
        "town": "Mold",
        "postcode": "ch7 1ab",
        "website": "cegin.example",
        "mailbox": "hello@cegin.example",
        "contact_name": "Tomos Rees",
        "is_contact_public": "on",
    },
    "size": {
        "turnover": "250000-1000000",
        "largest_contract": "30000-100000",
        "people_employed": "12",
        "people_employed_on": (1, 9, 2026),
    },
    "lots": {"smallest_lot": "5,000", "largest_lot": "£250,000", "would_lead_consortium": "on"},
    "serving": {"welsh_service": "full", "safeguarding": "checked", "accessibility_en": "Level access."},
}
LINES = {
    "activities": {"category": "catering-and-food", "reach": "distance", "place": "Mold", "distance_km": "15"},
    "numbers": {"scheme": "GB-COH", "value": "1234567"},
    "insurances": {"kind": "public-liability", "cover": "5,000,000", "expires_on": (31, 3, 2027)},
    "badges": {"kind": "RLW", "awarded_on": (1, 4, 2026), "expires_on": (31, 3, 2027)},
    "standing": {"kind": "supported-employment", "evidence": "41 of 64 staff are disabled."},
    "references": {"client": "Flintshire County Council", "what_en": "School meals", "ended_in": "2025"},
    "outcomes": {"what_cy": "Mae gan ddau o bob tri swydd", "evidence": "We ask after a year."},
}


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(build.NOW)


@pytest.fixture
def enterprise():
    made = build.enterprise(name_en="Cegin", categories=[], offer_en="", offer_cy="")
    Enterprise.objects.update(state=Enterprise.State.CLAIMED)
    made.refresh_from_db()
    return made


@pytest.fixture
def editor(client, enterprise):
    client.force_login(build.user(role="editor", of=enterprise.organisation))
    return client


def spread(answers: dict) -> dict:
    """A date fills three inputs."""
    typed = {}
    for name, value in answers.items():
        parts = zip(("day", "month", "year"), value, strict=True) if isinstance(value, tuple) else ()
        typed |= {f"{name}_{part}": number for part, number in parts} or {name: value}
    return typed


def fill_in(client, address: str, answers: dict):
    """Open the page, and send what was typed with its stamp."""
    stamp = client.get(address).context["form"].stamp
    return client.post(address, spread(answers) | {"stamp": stamp})


def page(enterprise, section: str) -> str:
    return reverse("enterprises:edit-section", args=[enterprise.organisation.slug, section])


def adding(enterprise, section: str) -> str:
    return reverse("enterprises:edit-add", args=[enterprise.organisation.slug, section])


def problems(answer) -> str:
    assert answer.status_code == 422
    return " ".join(message for messages in answer.context["form"].errors.values() for message in messages)


def test_a_whole_profile_is_told_page_by_page_and_line_by_line(editor, enterprise):
    for section, answers in PAGES.items():
        assert fill_in(editor, page(enterprise, section), answers).status_code == 302, section
    for section, answers in LINES.items():
        assert fill_in(editor, adding(enterprise, section), answers).status_code == 302, section

    told = Enterprise.objects.get()
    activity = told.activities.get()
    assert PAGES.keys() | LINES.keys() == {each.slug for each in SECTIONS.values() if not each.elsewhere}
    assert (told.organisation.name_cy, told.trading_name, told.postcode) == (
        "Cegin Alun CBC",
        "The Alun Kitchen",
        "CH7 1AB",
    )
    assert (told.organisation.website, told.smallest_lot, told.largest_lot) == ("https://cegin.example", 5000, 250_000)
    assert told.people_employed_on == date(2026, 9, 1)
    assert activity.served_codes == ["W06000004", "W06000005"]
    assert told.organisation.identifiers.get().value == "01234567"
    assert told.standings.get().stated_on == TODAY
    assert {"category:catering-and-food", "area:W06000005", "badge:RLW", "form:CIC-G"} <= set(told.keys)
    assert told.completeness == 82, "only the base test, the room for more, logo and pack are left to tell"
    assert Act.objects.filter(verb__startswith="profile").count() == len(PAGES) + len(LINES)
    assert "Tomos" not in str(list(Act.objects.values_list("details")))


def test_the_task_list_says_how_far_each_page_is_and_what_helps_most(editor, enterprise):
    fill_in(editor, page(enterprise, "offer"), {"offer_cy": "Prydau"})

    shown = editor.get(reverse("enterprises:edit", args=[enterprise.organisation.slug]))

    tasks = {task.section.slug: task for _group, tasks in shown.context["groups"] for task in tasks}
    assert str(tasks["offer"].status) == "In progress"
    assert "Say what you offer in the other language too" in tasks["offer"].hint
    assert str(tasks["standing"].status) == "Optional"
    assert [ask.key for ask, _gain, _url in shown.context["next_asks"]] == ["activities", "statements", "mailbox"]


@pytest.mark.parametrize(
    ("section", "changes", "said"),
    [
        ("insurances", {"expires_on": (1, 3, 2026)}, "Public liability: this ran out on 1 March 2026"),
        ("insurances", {"expires_on": ("", "", "")}, "Public liability: enter the day on which it runs out"),
        ("badges", {"awarded_on": (1, 4, 2027)}, "Accredited Living Wage employer: this date is still to come"),
        ("badges", {"expires_on": (1, 4, 2025)}, "Accredited Living Wage employer: it cannot run out before"),
        ("badges", {"evidence_url": "javascript:alert(1)"}, "Enter a web address"),
        ("numbers", {"value": "12345678901"}, "is not a number of this register: Companies House"),
        ("activities", {"place": "", "distance_km": "x"}, "Enter the distance in whole kilometres"),
        ("activities", {"reach": "councils"}, "Select at least one council area"),
        ("references", {"ended_in": "2027"}, "The year cannot be in the future"),
        ("outcomes", {"what_cy": ""}, "Say what changes"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_nothing_typed_is_lost(editor, enterprise, section, changes, said):
    answers = LINES[section] | changes

    answer = fill_in(editor, adding(enterprise, section), answers)

    assert said in problems(answer)
    assert not SECTIONS[section].lines.of(enterprise).exists()
    for name, typed in spread(answers).items():
        if not name.startswith(("expires_on", "awarded_on")):
            assert answer.context["form"].data[name] == str(typed)


@pytest.mark.parametrize(
    ("section", "changes", "said"),
    [
        ("size", {"people_employed_on": (1, 9, 2027)}, "People employed: this date is still to come"),
        ("lots", {"smallest_lot": "300000"}, "must not be smaller than the smallest"),
        ("contact", {"contact_name": ""}, "Enter the name that everybody may see"),
        ("contact", {"postcode": "CH7"}, "Enter a full postcode"),
        ("names", {"name_en": "", "name_cy": ""}, "Enter a name"),
    ],
)
def test_a_page_refuses_what_cannot_be(editor, enterprise, section, changes, said):
    assert said in problems(fill_in(editor, page(enterprise, section), PAGES[section] | changes))


def test_what_is_told_in_one_language_and_what_has_run_out_is_marked_in_the_list(editor, enterprise):
    fill_in(editor, adding(enterprise, "outcomes"), LINES["outcomes"])
    ended = date(2026, 11, 22)
    actions.put_insurance(enterprise=enterprise, by=None, kind="cyber", cover=100_000, expires_on=ended)

    warnings = {
        section: [row.warning for _record, row in editor.get(page(enterprise, section)).context["rows"]]
        for section in ("outcomes", "insurances")
    }

    assert warnings["outcomes"] == ["Not told in English yet"]
    assert warnings["insurances"][0].startswith("It ran out on 22 November 2026")


def test_a_register_number_belongs_to_one_organisation(editor, enterprise):
    other = build.enterprise(name_en="Somebody Else CIC")
    OrganisationIdentifier.objects.create(organisation=other.organisation, scheme="GB-COH", value="01234567")

    answer = fill_in(editor, adding(enterprise, "numbers"), LINES["numbers"])

    assert "01234567 is the number of Somebody Else CIC in our records" in problems(answer)
    assert other.get_absolute_url() in answer.content.decode()
    with pytest.raises(actions.NumberTaken):
        actions.put_number(enterprise=enterprise, by=None, scheme="GB-COH", value="1234567")
    assert OrganisationIdentifier.objects.count() == 1


def test_the_page_says_which_councils_a_distance_reaches_before_it_is_saved(editor, enterprise):
    address = adding(enterprise, "activities")

    answer = editor.post(address, LINES["activities"] | {"look": "yes", "stamp": "whatever"})

    assert [area.name_en for area in answer.context["form"].reached] == ["Denbighshire", "Flintshire"]
    assert answer.context["form"]["category"].value() == "catering-and-food"
    assert not enterprise.activities.exists()


def test_whoever_was_slower_sees_what_was_saved_and_keeps_what_she_typed(editor, enterprise):
    address = page(enterprise, "offer")
    stamp = editor.get(address).context["form"].stamp
    actions.amend_profile(enterprise=enterprise, by=None, offer_en="Saved by somebody else")

    answer = editor.post(address, {"offer_en": "Mine", "stamp": stamp})

    assert answer.status_code == 409
    assert ("In one line, in English", "Saved by somebody else") in answer.context["theirs"]
    assert answer.context["form"]["offer_en"].value() == "Mine"
    assert Enterprise.objects.get().offer_en == "Saved by somebody else"


def test_a_changed_badge_has_to_be_checked_again(editor, enterprise):
    fill_in(editor, adding(enterprise, "badges"), LINES["badges"])
    Badge.objects.update(checked_by=build.user(), checked_at=build.NOW)
    slug, badge = enterprise.organisation.slug, Badge.objects.get()

    fill_in(
        editor, reverse("enterprises:edit-line", args=[slug, "badges", badge.pk]), LINES["badges"] | {"number": "7"}
    )

    badge.refresh_from_db()
    assert (badge.number, badge.checked_at) == ("7", None)


def test_a_line_is_removed_and_found_no_more(editor, enterprise):
    fill_in(editor, adding(enterprise, "activities"), LINES["activities"])
    line = [enterprise.organisation.slug, "activities", enterprise.activities.get().pk]

    editor.post(reverse("enterprises:edit-remove", args=line))

    assert not enterprise.activities.exists()
    assert "category:catering-and-food" not in Enterprise.objects.get().keys


def test_the_line_of_another_enterprise_is_not_found(editor, enterprise):
    other = build.enterprise(name_en="Other")
    line = [enterprise.organisation.slug, "activities", other.activities.get().pk]

    assert editor.get(reverse("enterprises:edit-line", args=line)).status_code == 404
    assert editor.post(reverse("enterprises:edit-remove", args=line)).status_code == 404


def test_the_directory_shows_an_entry_once_it_says_what_it_does_and_hides_it_when_asked(editor, enterprise):
    Enterprise.objects.update(is_listed=False)
    slug = enterprise.organisation.slug
    listing = reverse("enterprises:listing", args=[slug])

    editor.post(listing)
    assert not Enterprise.objects.listed().exists(), "there is nothing to show yet"

    fill_in(editor, page(enterprise, "offer"), PAGES["offer"])
    fill_in(editor, adding(enterprise, "activities"), LINES["activities"])
    editor.post(listing)
    assert Enterprise.objects.listed().exists()

    editor.post(listing, {"hide": "yes"})
    assert not Enterprise.objects.listed().exists()


def test_each_page_leads_on_to_one_that_is_there(editor, enterprise):
    for section in SECTIONS.values():
        if section.lines:
            shown = editor.get(address(section, enterprise))
            if url := shown.context["next_url"]:
                assert editor.get(url).status_code == 200, f"after {section.slug}"
