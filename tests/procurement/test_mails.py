"""What alerts say: what it is about, what changed, why you get this, how to stop; in both languages."""

from datetime import date, timedelta
from decimal import Decimal
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from django.utils import translation

from collab_portal.mail import kinds, sender
from collab_portal.mail.models import Delivery, Tick
from procurement import actions, alerts, tasks
from procurement.actions import interest
from procurement.matching import Criteria
from procurement.models import SavedSearch, Subscriber, Watch
from tests import build

pytestmark = pytest.mark.django_db

LATER = build.NOW + timedelta(days=7)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(build.NOW, tick=False):
        yield


def save(query="q=lunch", *, by=None, **fields):
    criteria = Criteria.from_query(query)
    return interest.save_search(by=by or build.user(), criteria=criteria, frequency="at-once", at=build.NOW, **fields)


def the_mail(kind="alert"):
    """The last one of its kind, as the sender would write it."""
    delivery = Delivery.objects.filter(kind=kind).latest("pk")
    with translation.override(delivery.language):
        return kinds.get(kind).render(delivery.payload, delivery.language)


def why_not(kind="alert"):
    return kinds.get(kind).still_wanted(Delivery.objects.filter(kind=kind).latest("pk").payload)


def told(**fields):
    opportunity = build.opportunity(**fields)
    alerts.drain(at=build.NOW)
    return opportunity


def test_an_alert_says_what_it_is_about():
    search = save("q=lunch&area=W06000002", name="")
    opportunity = told(
        buyer=build.organisation(name_en="Cyngor Gwynedd"),
        lots=[{"title_en": "North", "vcse_suitable": True}, {"title_en": "South", "vcse_suitable": True}],
    )

    message = the_mail()

    assert message.subject == "New opportunity: Lunch clubs for older people"
    for said in (
        "Cyngor Gwynedd",
        "Stage: Planned",
        "Value: £120,000",
        "Where: Gwynedd",
        "Start of the tender: March to April 2027 (likely)",
        "Start of the contract: September 2027 (an early idea)",
        "Lots: 2",
        "For social enterprises: Suitable for social enterprises",
        f"http://127.0.0.1:8000{opportunity.get_absolute_url()}",
        "Your saved search found it: “lunch” · Gwynedd",
        f"Change your alerts: http://127.0.0.1:8000/alerts/manage/{search.subscriber.token}/",
        f"Stop these e-mails: http://127.0.0.1:8000/u/{search.token}/",
    ):
        assert said in message.text
    assert "What changed" not in message.text


def test_one_click_in_the_mail_program_stops_the_one_search_that_found_it():
    search = save()
    told()

    assert the_mail().headers == {
        "List-Unsubscribe": f"<http://127.0.0.1:8000/u/{search.token}/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_with_several_reasons_one_click_stops_everything():
    ann = build.user()
    save("q=lunch", by=ann, name="Lunches")
    save("q=meal", by=ann)
    told()

    message = the_mail()

    assert Subscriber.objects.get().token in message.headers["List-Unsubscribe"]
    assert "- Your saved search found it: Lunches\n- Your saved search found it: “meal”" in message.text


def test_an_alert_in_welsh_is_welsh_and_leads_to_welsh_pages():
    save(by=build.user(language="cy"))
    opportunity = told()

    message = the_mail()

    assert "Clybiau cinio i bobl hŷn" in message.subject
    assert f"http://127.0.0.1:8000/cy{opportunity.get_absolute_url()}" in message.text
    assert '<html lang="cy">' in message.html


def test_a_title_that_is_only_in_welsh_is_marked_so():
    save("area=W06000002")
    told(title_en="")

    assert 'lang="cy">Clybiau cinio i bobl hŷn</a>' in the_mail().html


def test_markup_is_harmless_in_html_and_plain_in_text():
    save("area=W06000002", name="Meals & <more>")
    told(title_en="Meals & <b>more</b>")

    message = the_mail()

    assert "Meals & <b>more</b>" in message.subject
    assert "Meals & <b>more</b>" in message.text
    assert "Your saved search found it: Meals & <more>" in message.text
    assert "Meals &amp; &lt;b&gt;more&lt;/b&gt;" in message.html
    assert "<b>more" not in message.html


def test_a_second_alert_says_what_changed_since_the_first():
    save()
    opportunity = told()
    build.changed(opportunity, contact_name="Procurement team")  # not worth an alert of its own
    build.changed(opportunity, value_amount=Decimal(90_000))
    alerts.drain(at=LATER)

    message = the_mail()

    assert message.subject == "Details changed: Lunch clubs for older people"
    assert "Value without VAT: £90,000 (before: £120,000)" in message.text
    assert "Contact: Procurement team" in message.text
    assert "<h2>What changed</h2>" in message.html


def test_a_watch_says_each_change_and_why():
    ann = build.user()
    opportunity = told()
    interest.watch(by=ann, opportunity=opportunity, at=build.NOW)
    build.changed(opportunity, **build.window("tender_start", date(2027, 6, 1), date(2027, 6, 30)))
    alerts.drain(at=LATER)

    message = the_mail("watch")

    assert message.subject == "Dates moved later: Lunch clubs for older people"
    assert (
        "Start of the tender: June 2027 (likely) (before: March to April 2027 (likely)), 61 days later" in message.text
    )
    assert "Why: The budget was agreed later than expected." in message.text
    assert "- You watch this opportunity." in message.text


def test_a_mail_says_what_was_so_when_it_was_caused():
    """Two mails that wait for the mail server still tell the story in its order."""
    save()
    opportunity = told()
    build.changed(opportunity, value_amount=Decimal(90_000))
    alerts.drain(at=LATER)

    first, second = Delivery.objects.filter(kind="alert").order_by("pk")

    assert "Value: £120,000" in kinds.get("alert").render(first.payload, "en").text
    assert "Value: £90,000" in kinds.get("alert").render(second.payload, "en").text


# -------------------------------------------------------------------------------------- still wanted at the fence


def test_an_alert_is_wanted_until_something_speaks_against_it():
    save()
    told()

    assert why_not() is None


def test_after_stopping_nothing_goes():
    search = save()
    told()
    interest.stop(subscriber=search.subscriber, at=build.NOW)

    assert why_not() == "alerts stopped"


def test_after_removing_the_search_its_alert_does_not_go():
    search = save()
    told()
    interest.remove_search(search=search)

    assert why_not() == "search or watch removed"


def test_after_erasing_nothing_goes():
    search = save()
    told()
    payload = Delivery.objects.get().payload
    interest.forget(subscriber=search.subscriber)

    assert kinds.get("alert").still_wanted(payload) == "search or watch removed"


def test_what_is_withdrawn_alerts_nobody_but_those_who_watch():
    ann = build.user()
    save(by=ann)
    opportunity = told()
    interest.watch(by=build.user(), opportunity=opportunity, at=build.NOW)
    by = build.user(role="publisher", of=opportunity.buyer)

    actions.withdraw(opportunity=opportunity, by=by, at=build.NOW, reason=build.REASON)
    alerts.drain(at=build.NOW)

    assert why_not("alert") == "no longer current"
    assert why_not("watch") is None
    assert the_mail("watch").subject == "Withdrawn: Lunch clubs for older people"


def test_who_stops_watching_still_gets_what_her_search_found():
    ann = build.user()
    opportunity = told()
    interest.watch(by=ann, opportunity=opportunity, at=build.NOW)
    save(by=ann)
    build.changed(opportunity, value_amount=Decimal(90_000))
    alerts.drain(at=LATER)

    interest.unwatch(watch=Watch.objects.get())

    assert why_not("watch") is None
    assert "You watch" not in the_mail("watch").text
    SavedSearch.objects.all().delete()
    assert why_not("watch") == "search or watch removed"


# --------------------------------------------------------------------------------------------------- the whole way


@pytest.mark.django_db(transaction=True)
def test_from_the_publication_to_the_mailbox(settings, tmp_path):
    """Tasks as the worker runs them, and the message as it leaves."""
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path
    search = save(by=build.user(email="ann@example.org"))
    build.opportunity()

    tasks.tick()
    tasks.drain()
    sender.drain(budget=20)

    [file] = tmp_path.glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=default)
    assert mail["To"] == "ann@example.org"
    assert mail["Subject"] == "New opportunity: Lunch clubs for older people"
    assert mail["List-Unsubscribe"] == f"<http://127.0.0.1:8000/u/{search.token}/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert Tick.objects.filter(name="procurement").exists()
