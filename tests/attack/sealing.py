"""Sealed offers: looked for on every page by everybody but the bidder, and straight in the database."""

from django.apps import apps
from django.db import connection

from collab_portal.audit.models import Act
from procurement import actions
from procurement.models import Opportunity
from tests import build
from tests.attack import world
from tests.attack.portal import Portal
from tests.attack.registry import Breach, against, none_of
from tests.routes import PEOPLE
from tests.socialvalue import offers


@against("S13")
def everybody_looks_for_a_sealed_offer(portal: Portal) -> str:
    """An offer with a price and a name that stand nowhere else, on every page, and on those about its opportunity."""
    found, asked, lot = [], 0, f"/pipeline/{portal.sealed}/lots/1"
    places = [
        f"{lot}/social-value/",
        f"{lot}/offers/",
        f"{lot}/offers/1/",
        f"{lot}/panel/",
        f"{lot}/result/",
        f"{lot}/report/",
    ]
    places += [f"/pipeline/{portal.sealed}{end}" for end in ("/", ".json", "/edit/", "/interested.csv")]
    places += [f"/pipeline/?q={portal.sealed}", f"/pipeline/?q={world.BIDDER}", f"/case-studies/?q={world.BIDDER}"]
    for person in ("stranger", "administrator") if portal.is_small else PEOPLE:
        answers = portal.look(person) | {path: portal.browser(person).get(path) for path in places}
        for path, answer in answers.items():
            has_price, asked = str(world.PRICE) in answer.text.replace(",", ""), asked + 1
            if has_price or (portal.sealed in path and world.BIDDER in answer.main):
                found.append(f"{person} {path}")
    return none_of(found, said=f"{asked:,} answers say nothing of it")


@against("S17")
def attempts_are_noted(portal: Portal) -> str:
    """Each of the buyer's people asks for the offers before their deadline."""
    path = next(p.path for p in portal.addresses if (p.route.name, p.route.about) == ("offers:list", "criteria"))
    wrong = []
    for name in ("viewer", "editor", "publisher", "administrator"):
        before = Act.objects.count()
        portal.browser(name).get(path)
        act = Act.objects.order_by("pk").last()
        if Act.objects.count() != before + 1 or act.actor != portal.world["people"][name].pk or not act.target_id:
            wrong.append(f"{name}: no line")
    return none_of(wrong, said=f"4 attempts, 4 lines “{act.verb}” with actor, object and time")


@against("S14")
def all_rows_of_all_offers(_portal: Portal) -> str:
    """What somebody sees who speaks to the database as the web server does."""
    tables = [
        model._meta.db_table
        for model in apps.get_app_config("socialvalue").get_models()
        if "offer" in model.__name__.lower()
    ]
    counts = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
        sealed = {name for (name,) in cursor.fetchall()}
        for table in sorted(sealed):
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    seen = [f"{table}: {count} rows" for table, count in counts.items() if count]
    seen += [f"{table} has no row security" for table in tables if table not in sealed and table == "socialvalue_offer"]
    return none_of(seen, said=f"0 rows of {len(sealed)} sealed tables")


@against("S15")
def a_deadline_moved(portal: Portal) -> str:
    """By an editor, who may not; by a publisher, to an earlier day."""
    council = portal.world["people"]["administrator"].memberships.order_by("pk").first().organisation
    opportunity = build.opportunity(stage="tendering", buyer=council)
    before = opportunity.submissions_close_at
    path = f"/pipeline/{opportunity.reference}/extend/"
    earlier = {"closes_on_0": "1", "closes_on_1": "1", "closes_on_2": "2026", "closes_at": "12:00", "reason_en": "No"}
    statuses = [
        portal.browser(person).post(path, earlier).status for person in ("editor", "viewer", "stranger", "publisher")
    ]
    opportunity.refresh_from_db()
    if statuses != [403, 403, 404, 422] or opportunity.submissions_close_at != before:
        raise Breach(f"{statuses}, not 403 403 404 422; moved: {opportunity.submissions_close_at != before}")
    return "editor 403, viewer 403, another body 404, earlier 422; not moved"


@against("S7")
def steps_that_are_not_open(portal: Portal) -> str:
    """A draft is awarded, an empty one published, a cancelled one published again."""
    council = portal.world["people"]["administrator"].memberships.order_by("pk").first().organisation
    publisher = portal.world["people"]["publisher"]
    empty = actions.start_draft(buyer=council, by=publisher, title_en="Nothing more")
    browser, wrong = portal.browser("publisher"), []
    for verb in ("publish", "award", "extend", "open", "tender", "cancel"):
        answer = browser.post(f"/pipeline/{empty.reference}/{verb}/", {"confirm": "yes", "reason_en": "x", "seen": ""})
        if answer.status < 300 or answer.status >= 500:
            wrong.append(f"{verb}: {answer.status}")
    stage = Opportunity.objects.get(pk=empty.pk).stage
    if stage != "draft":
        wrong.append(f"it is {stage}")
    return none_of(wrong, said="an empty draft takes no step")


@against("S16")
def opened_offers_read_by_others(portal: Portal) -> str:
    """What became readable for the buyer stays closed for everybody else."""
    wrong = []
    for place in portal.addresses:
        if place.route.name.startswith("offers:") and place.route.about in ("offers-opened", "offer-opened"):
            for person in ("nobody", "person", "stranger", "staff"):
                status = portal.browser(person).get(place.path).status
                if status != (302 if person == "nobody" else 404):
                    wrong.append(f"{person} {place.route.name}: {status}")
    return none_of(wrong, said="sign-in for nobody, 404 for person, another body and staff")


@against("S8")
def criteria_changed_after_publication(portal: Portal) -> str:
    """Weights and questions of published criteria, sent again by those who wrote them."""
    council = portal.world["people"]["administrator"].memberships.order_by("pk").first().organisation
    criteria = offers.published(offers.tendering(buyer=council))
    reference, rule = criteria.lot.opportunity.reference, dict(criteria.rule)
    wrong, browser = [], portal.browser("publisher")
    for section in ("need", "method", "questions", "weights", "check"):
        for weight in ("100", "-1", "NaN", "Infinity", "1e400"):
            data = {"quantitative_share": weight, "weight": weight, "method": "QREL"}
            status = browser.post(f"/pipeline/{reference}/lots/1/social-value/edit/{section}/", data).status
            if status == 200 or status >= 500:
                wrong.append(f"{section} {weight}: {status}")
    criteria.refresh_from_db()
    if criteria.rule != rule:
        wrong.append("the rule changed")
    return none_of(wrong, said="25 changes refused, the rule stands")
