"""Case studies in a real browser: no barriers, nothing sideways, on every kind of page of the desk."""

import pytest
from django.urls import reverse
from django.utils import timezone

from procurement.actions import share_redesign
from socialvalue.practice import actions, links
from tests import build
from tests.browser.steps import sign_in
from tests.practice import studies

pytestmark = pytest.mark.django_db(transaction=True)

TOLD = {
    "measures": [{"name_en": "Jobs", "name_cy": "Swyddi", "committed": "3", "evidenced": "4", "unit": "people"}],
    "challenge_en": "One contract was **too big**.\n\n- for a village\n- for a valley",
    "costs_en": "Two weeks of one person.",
    "one_language_because": "The costs are still with the translator.",
}


def test_pages_of_case_studies_have_no_barrier(page, axe, fits_a_phone):
    at, author = timezone.now(), build.user(role="editor", of=build.organisation(name_en="Our Council"), is_staff=True)
    study = studies.in_review(owner=author.acting_for, by=author, at=at, **TOLD)
    public = studies.published(at=at, **TOLD)
    said = {"field": "challenge", "language": "en", "paragraph": 0}
    actions.remark(study=study, by=author, at=at, body="How big?", **said)
    actions.name_party(study=study, name="Mair", scope=["quote"], by=author, at=at)
    actions.save_study(study=study, by=author, at=at, result_en="Four kitchens won.")
    asked = actions.ask_fact_check(
        study=study, side="council", email="mair@example.org", language="en", by=author, at=at
    )
    library = _library(public, author, at)
    sign_in(page, author)

    for path in (
        *library,
        public.get_absolute_url(),
        reverse("fact-check", args=[links.token_of(asked)]),
        reverse("case-studies:short"),
        reverse("case-studies:desk"),
        *(reverse(f"case-studies:{name}", args=[study.slug]) for name in ("edit", "preview", "review", "history")),
        *(reverse("case-studies:section", args=[study.slug, part]) for part in ("story", "filing", "evidence")),
        reverse("case-studies:revision", args=[study.slug, 2]),
        reverse("case-studies:withdraw", args=[study.slug]),
    ):
        page.goto(path)
        axe()
        page.goto(f"/cy{path}")
        fits_a_phone()


def _library(study, author, at) -> list[str]:
    """A collection, an adaptation, and a redesign that can be copied; and the pages that show them."""
    network = build.organisation(is_network=True, name_en="Our Network", name_cy="Ein Rhwydwaith")
    words = {"title_en": "Start here", "title_cy": "Dechrau yma", "intro_en": "Three to read first."}
    collection = actions.start_collection(network=network, by=author, at=at, **words)
    actions.collect(collection=collection, study=study, by=author)
    use = {"study": study, "organisation": author.acting_for, "by": author, "at": at, "language": "en"}
    done = actions.plan_adaptation(**use, what="Four lots, one for each valley")
    actions.plan_adaptation(**use, what="The same for our parks", after=done)
    planned = actions.plan_adaptation(**use, what="Lots for repairs")
    actions.report_adaptation(adaptation=done, by=author, at=at, language="en", result="Two local bids.")
    theirs = build.opportunity(at=at)
    redesign = share_redesign(opportunity=theirs, by=author, at=at, checks=["F-03"], title_en="Two lots")
    lists = ("list", "collections", "collection-new", "adaptations")
    return [
        *(reverse(f"case-studies:{name}") for name in lists),
        f"{reverse('case-studies:list')}?q=nothing&step=culture",
        reverse("case-studies:step", args=["contract-design"]),
        collection.get_absolute_url(),
        *(reverse(f"case-studies:collection-{name}", args=[collection.slug]) for name in ("edit", "remove")),
        reverse("case-studies:adapt", args=[study.slug]),
        reverse("case-studies:adaptation", args=[planned.pk]),
        reverse("case-studies:copy-redesign", args=[redesign.pk]),
    ]
