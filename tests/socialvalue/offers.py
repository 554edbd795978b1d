"""Criteria, bidders and offers for tests, made by the same actions as the pages use; and a deadline that passes."""

from datetime import timedelta
from decimal import Decimal

import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone

from procurement.models import Opportunity
from socialvalue.actions import criteria as preparing
from socialvalue.actions import offers as offering
from socialvalue.models import Criteria, Framework, Measure, Offer
from socialvalue.offering import Content, Said
from tests import build

AWARD = [
    {"kind": "price", "name_en": "Price", "weight": Decimal(40)},
    {"kind": "quality", "name_en": "The service", "name_cy": "Y gwasanaeth", "weight": Decimal(40)},
    {"kind": "social-value", "name_en": "Social value", "weight": Decimal(20)},
]

# As the owner of the tables, who alone can switch a trigger off: what a test cannot wait for.
PASS_DEADLINE = """
CREATE OR REPLACE FUNCTION pass_deadline(of_opportunity bigint, ago interval) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE procurement_opportunity DISABLE TRIGGER USER;
    UPDATE procurement_opportunity SET submissions_close_at = clock_timestamp() - ago WHERE id = of_opportunity;
    ALTER TABLE procurement_opportunity ENABLE TRIGGER USER;
    SET CONSTRAINTS ALL DEFERRED;
END $$
"""


def measures(*units: str) -> list[Measure]:
    """Measures of a framework that everybody may use, one of each unit; an empty unit is a question in words."""
    framework, _made = Framework.objects.get_or_create(
        code="local",
        edition="1",
        owner=None,
        defaults={"name_en": "Local", "licence": "OGL", "valid_from": "2020-01-01"},
    )
    theme, _made = framework.themes.get_or_create(code="T", defaults={"title_en": "Work", "position": 1})
    outcome, _made = theme.outcomes.get_or_create(code="O", defaults={"title_en": "Fair work", "position": 1})
    return [
        outcome.measures.create(
            code=f"M{outcome.measures.count() + 1}",
            title_en=f"How many {unit}" if unit else "Tell us how",
            title_cy=f"Faint o {unit}" if unit else "Dywedwch sut",
            unit=unit,
            position=1,
            verification=Measure.Verification.EXCERPT,
        )
        for unit in units
    ]


def tendering(*, stage: str = "tendering", **fields) -> Opportunity:
    """An opportunity of one lot that is open for offers for twenty more days."""
    fields = {"at": timezone.now(), "contract_months": 12, "lots": [{"criteria": AWARD}]} | fields
    return build.opportunity(stage=stage, **fields)


def prepared(
    opportunity: Opportunity, *, asked=None, method: str = "QUNIT", share: int = 50, by=None, **more
) -> Criteria:
    """A draft with one quantity and one question in words, unless told otherwise."""
    by = by or build.user(role="publisher", of=opportunity.buyer)
    criteria = preparing.start_criteria(lot=opportunity.lots.first(), by=by, at=timezone.now())
    preparing.amend_criteria(criteria=criteria, by=by, method=method, quantitative_share=Decimal(share), **more)
    preparing.choose_questions(criteria=criteria, by=by, measures=measures("people", "") if asked is None else asked)
    criteria.refresh_from_db()
    return criteria


def published(opportunity: Opportunity | None = None, **fields) -> Criteria:
    opportunity = opportunity or tendering()
    by = build.user(role="publisher", of=opportunity.buyer)
    criteria = prepared(opportunity, by=by, **fields)
    preparing.publish_criteria(criteria=criteria, by=by, at=timezone.now())
    criteria.refresh_from_db()
    return criteria


def bidder(name_en: str = "Cegin Werdd CIC", **fields):
    """An enterprise with an editor: `(organisation, person)`."""
    organisation = build.enterprise(name_en=name_en, state="claimed", **fields).organisation
    return organisation, build.user(role="editor", of=organisation)


def content(criteria: Criteria, *, price: int = 90_000, people: int = 3, language: str = "en") -> Content:
    """A whole offer."""
    answers = {}
    for question in criteria.questions.all():
        if question.kind == "quantity":
            answers[question.code] = Said(
                quantities=[Decimal(people)] * criteria.rule["quarters"], how="We train them."
            )
        else:
            answers[question.code] = Said(text="The secret of our kitchen.", who="Mair Puw")
    return Content(language=language, price=Decimal(price), answers=answers)


def hand_in(criteria: Criteria, organisation, person, **said) -> Offer:
    """The offer of this organisation, handed in."""
    both = {"criteria": criteria, "bidder": organisation, "by": person}
    draft = offering.save_draft(**both, content=content(criteria, **said))
    return offering.hand_in(**both, seen_at=draft.saved_at)


def world(council, people) -> dict:
    """For the table of routes: criteria in every state, and offers of and to the council."""
    by = people["editor"]
    draft, sealed, open_ones = (tendering(buyer=council) for _each in range(3))
    prepared(draft, by=people["publisher"])
    published(sealed)
    theirs = published(tendering())
    hand_in(theirs, council, by)
    opened = published(open_ones)
    offer = hand_in(opened, *bidder("Bidding CIC"))
    the_deadline_passes(open_ones)
    return {
        "criteria-draft": _lot(draft),
        "criteria-page": _lot(draft) | {"slug": "need"},
        "criteria": _lot(sealed),
        "offer-to": _lot(theirs.lot.opportunity),
        "offers-opened": _lot(open_ones),
        "offer-opened": _lot(open_ones) | {"pk": offer.pk},
    }


def _lot(opportunity: Opportunity) -> dict:
    return {"reference": opportunity.reference, "number": 1}


def the_deadline_passes(opportunity: Opportunity, *, ago: timedelta = timedelta(seconds=1)) -> None:
    """The deadline was some time ago, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_proc WHERE proname = 'pass_deadline'")
        if not cursor.fetchone()[0]:
            _as_owner(PASS_DEADLINE)
        cursor.execute("SELECT pass_deadline(%s, %s)", [opportunity.pk, ago])
    opportunity.refresh_from_db()


def _as_owner(sql: str) -> None:
    owner = {"user": settings.DATABASE_OWNER["USER"], "password": settings.DATABASE_OWNER["PASSWORD"]}
    with psycopg.connect(**connection.get_connection_params() | owner) as connected:
        connected.execute(sql)
