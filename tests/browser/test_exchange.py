"""Clauses, questions and peer groups in a real browser: no barriers, nothing sideways, in both languages."""

import pytest
from django.urls import reverse
from django.utils import timezone

from socialvalue.practice.actions import clauses, groups, questions
from tests import build
from tests.browser.steps import sign_in
from tests.practice import exchange

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_of_what_people_pass_on_have_no_barrier(page, axe, fits_a_phone):
    at = timezone.now()
    network = build.network(name_en="Valleys Network")
    officer = build.user(role="publisher", of=network, name="Nia Prys")
    clause = exchange.clause(owner=network, by=officer, at=at)
    clauses.record_law_change(
        law="late-payment-1998",
        in_force_on=(at + timezone.timedelta(days=9)).date(),
        source_url="https://example.org/law",
        what_en="Twenty days.",
        what_cy="Ugain diwrnod.",
        by=officer,
        at=at,
    )
    study, _officer = exchange.asked_study(at=at)
    questions.take_questions(study=study, by=officer, takes=True)
    study.refresh_from_db()
    asked, shown = [exchange.question(study, at=at) for _ in range(2)]
    questions.answer_as_officer(question=shown, answer="A year.", language="en", may_show=True, at=at)
    group = exchange.group(network=network, by=officer, at=at)
    groups.ask_to_join_group(group=group, note="We split contracts.", by=build.user(name="Ben"), at=at)
    thread = groups.start_thread(group=group, title="How small?", body="- very\n- small", by=officer, at=at)
    sign_in(page, officer)

    for path in (
        reverse("clauses:list"),
        clause.get_absolute_url(),
        reverse("clauses:edit", args=[clause.slug]),
        reverse("clauses:law-new"),
        study.get_absolute_url(),
        reverse("officers:mine"),
        reverse("officers:reply", args=[asked.pk]),
        group.get_absolute_url(),
        reverse("groups:members", args=[group.slug]),
        thread.get_absolute_url(),
    ):
        page.set_viewport_size({"width": 1100, "height": 900})
        page.goto(path)
        axe()
        page.goto(f"/cy{path}")
        fits_a_phone()
        axe()
