"""What finding case studies costs, with two hundred of them and with twenty thousand."""

import random
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from collab_portal.accounts.models import Organisation
from collab_portal.reference.areas import all_areas
from collab_portal.reference.categories import all_categories
from procurement.models import ValueBand
from socialvalue.practice import content, listing
from socialvalue.practice.library import index, words
from socialvalue.practice.models import CaseStudy, Duty, Edition, LibraryEntry, Revision, Route, State, Step
from tests import build
from tests.bench import pages
from tests.bench.table import Row
from tests.bench.web import Web

BODIES = 60
WORDS = "lots kitchen garden village valley school care bus repair wood paint youth music bread river farm"
WELSH = "lotiau cegin gardd pentref cwm ysgol gofal bws trwsio coed paent ifanc canu bara afon fferm"
DOCUMENTS = """
UPDATE practice_libraryentry SET document = portal_document(title_en, title_cy, summary_en, summary_cy)
WHERE document IS NULL
"""
SEARCHES = {
    "library": "",
    "library, one filter": "step=culture",
    "library, three filters": "step=culture&evidence=2&status=live",
    "library, by title": "sort=title",
    "library, common word": "q=practice",
    "library, common word in Welsh, mutated": "q=bractis",
    "library, two words and a filter": "q=practice+kitchen&step=culture",
    "library, misspelt word": "q=kitchn",
    "library, absent word": "q=xylophonist",
    "library, most adapted": "sort=adapted",
}
PATHS = {name: f"/case-studies/?{query}" for name, query in SEARCHES.items()}
PATHS |= {"library in Welsh": "/cy/case-studies/", "step of the library": "/case-studies/steps/culture/"}


def rows(web: Web, *, size: int, times: int) -> list[Row]:
    return pages.measured(web, PATHS, size=f"{size:,}", times=times)


def made_anew(size: int) -> Row:
    """What the first reader after a change waits for."""
    listing.stamp()
    started = timezone.now()
    index.current()
    milliseconds = (timezone.now() - started).total_seconds() * 1000
    return Row("library made anew after a change", f"{size:,}", figure=f"{milliseconds:.0f} ms")


def seed(size: int) -> None:
    """So many published studies, as their entries and editions stand: over the desk each would take its time."""
    build.reference_data()
    there = LibraryEntry.objects.count()
    chance = random.Random(there)
    told = {"lead": [_body(number) for number in range(BODIES)]}
    told |= {"category_id": [each.slug for each in all_categories()], "area": [each.code for each in all_areas("en")]}
    for first in range(there, size, 1000):
        with transaction.atomic():
            _write([_study(number, told, chance) for number in range(first, min(first + 1000, size))])
    with connection.cursor() as cursor:
        cursor.execute(DOCUMENTS)
        cursor.execute("ANALYZE practice_libraryentry")
    listing.stamp()


def _body(number: int) -> Organisation:
    named = {"name_en": f"Body {number}"}
    return Organisation.objects.get_or_create(slug=f"library-body-{number}", defaults=named)[0]


def _study(number: int, told: dict[str, list], chance: random.Random) -> CaseStudy:
    picked = chance.sample(range(len(WORDS.split())), 3)
    english, welsh = (" ".join(words.split()[each] for each in picked) for words in (WORDS, WELSH))
    body, at = chance.choice(told["lead"]), timezone.now() - timedelta(minutes=number)
    return CaseStudy(
        slug=f"library-{number}",
        state=State.PUBLISHED,
        title_en=f"Good {english}",
        title_cy=f"Da {welsh}",
        summary_en=f"A practice with {english}, told by a council for others to adapt.",
        summary_cy=f"Practis gyda {welsh}, wedi’i adrodd gan gyngor i eraill ei addasu.",
        steps=chance.sample(Step.values, 2),
        duties=chance.sample(Duty.values, 1),
        category_id=chance.choice(told["category_id"]),
        area_codes=[chance.choice(told["area"])],
        route=chance.choice(Route.values),
        value_band=chance.choice(ValueBand.values),
        evidence_level=chance.randint(0, 5),
        lead=body,
        owner=body,
        published_at=at,
        review_on=at.date() + timedelta(days=365),
    )


def _write(studies: list[CaseStudy]) -> None:
    at = timezone.now()
    made = CaseStudy.objects.bulk_create(studies)
    said = [_said(each) for each in made]
    kept = [content.write(each) for each in said]
    told = [Revision(study=each, number=1, content=one, at=at) for each, one in zip(made, kept, strict=True)]
    revisions = Revision.objects.bulk_create(told)
    editions = Edition.objects.bulk_create(
        Edition(study=each, number=1, revision=revision, content=one, published_at=each.published_at)
        for each, revision, one in zip(made, revisions, kept, strict=True)
    )
    entries = [listing.entry_of(*each) for each in zip(editions, said, strict=True)]
    words.count(come=LibraryEntry.objects.bulk_create(entries))


def _said(study: CaseStudy) -> content.Content:
    told = {name: getattr(study, name) for name in listing.SAME if name != "goals"}
    lead = content.Body(id=study.lead_id, slug=study.lead.slug, name_en=study.lead.name_en)
    return content.Content(lead=lead, category=study.category_id, goals=["WBG1"], **told)
