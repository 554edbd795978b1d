"""The social value policy of one council of the demo world, begun with a published one, and two measures of its own."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from collab_portal.accounts.models import Organisation, User
from socialvalue import actions
from socialvalue.models import Policy

IN_USE_FOR = timedelta(days=400)
BEGUN_WITH = "rotherham"
TITLES = {"title_en": "Social value in our contracts", "title_cy": "Gwerth cymdeithasol yn ein contractau"}
WEIGHTS = {"100000": Decimal(10), "250000": Decimal(15)}
COPIED = ("quantitative_share", "method", "documents_en", "documents_cy", "note_en", "note_cy")
SMALL = {
    "value_from": Decimal(25_000),
    "is_required": True,
    "weight": Decimal(5),
    "method": "QUAL",
    "most_measures": 2,
    "note_en": "Answers in words only, two pages at most",
    "note_cy": "Atebion mewn geiriau yn unig, dwy dudalen ar y mwyaf",
}
MEASURES = [
    {
        "title_en": "Young people from care in a first job that lasts six months",
        "title_cy": "Pobl ifanc o ofal mewn swydd gyntaf sy’n para chwe mis",
        "outcome": {
            "title_en": "Young people who were in care have work",
            "title_cy": "Mae gan bobl ifanc a fu mewn gofal waith",
        },
        "unit": "people",
        "direction": "more",
        "evidence_en": "A letter from the employer after six months, without names",
        "evidence_cy": "Llythyr gan y cyflogwr ar ôl chwe mis, heb enwau",
        "goals": ["WBG1", "WBG4"],
    },
    {
        "title_en": "How will people be able to use the service in Welsh without asking?",
        "title_cy": "Sut y bydd pobl yn gallu defnyddio’r gwasanaeth yn Gymraeg heb ofyn?",
        "outcome": {
            "title_en": "Welsh is heard and used in services",
            "title_cy": "Mae’r Gymraeg i’w chlywed a’i defnyddio mewn gwasanaethau",
        },
        "unit": "",
        "direction": "more",
        "evidence_en": "",
        "evidence_cy": "",
        "goals": ["WBG6"],
    },
]


def add_policy(council: Organisation, by: User, *, at: datetime) -> None:
    """As its publisher would: a copy, made the council's own and put into use; then the measures."""
    since = timezone.localdate(at - IN_USE_FOR)
    example = Policy.objects.examples().get(slug=BEGUN_WITH)
    copy = actions.copy_policy(policy=example, owner=council, by=by, on=since)
    bands = [SMALL, *(_asked_of(band) for band in copy.bands.order_by("value_from"))]
    actions.save_policy(policy=copy, owner=council, by=by, bands=bands, valid_from=since, is_in_use=True, **TITLES)
    for measure in MEASURES:
        actions.add_measure(owner=council, by=by, at=at, **measure)


def _asked_of(band) -> dict:
    told = {name: getattr(band, name) for name in COPIED}
    weight = WEIGHTS[f"{band.value_from:.0f}"]
    return told | {"value_from": band.value_from, "is_required": True, "weight": weight, "most_measures": 6}
