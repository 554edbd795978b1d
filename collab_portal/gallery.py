"""What the component gallery shows: samples of text, lists and forms, without touching the database."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from django import forms
from django.contrib.messages import INFO, SUCCESS, WARNING
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator

from collab_portal.forms import DateField, MoneyField, MonthField, PortalForm
from collab_portal.templatetags.components import STAGES
from socialvalue import pictures
from socialvalue.radar import Series, radar


class SampleForm(PortalForm):
    """Every kind of field."""

    title = forms.CharField(label="Title of the contract", help_text="Say what will be bought, in plain words.")
    description = forms.CharField(label="Description", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    value = MoneyField(label="Estimated value, without VAT", help_text="The whole value over its length.")
    category = forms.ChoiceField(label="Category", choices=[("", "Choose a category"), ("food", "Food and catering")])
    procedure = forms.ChoiceField(
        label="Procedure", choices=[("open", "Open"), ("flexible", "Competitive flexible")], widget=forms.RadioSelect
    )
    areas = forms.MultipleChoiceField(
        label="Where is the work?",
        choices=[("gwynedd", "Gwynedd"), ("powys", "Powys"), ("wrexham", "Wrexham")],
        widget=forms.CheckboxSelectMultiple,
    )
    closes_on = DateField(label="Closing date", help_text="For example, 27 3 2027")
    starts = MonthField(label="When is the tender expected?", required=False)
    file = forms.FileField(label="A file", help_text="A PDF or Word file of at most 10 MB", required=False)
    agreed = forms.BooleanField(label="My organisation has agreed to this")
    option_hints = {"procedure": {"flexible": "More than one stage, or talks with bidders"}}


class SampleQuestion(PortalForm):
    """One question on a page of its own."""

    heading = "lots"
    lots = forms.ChoiceField(
        label="Could this contract be divided into lots?",
        help_text="Smaller lots let smaller organisations bid.",
        choices=[("yes", "Yes"), ("no", "No, and I will say why")],
        widget=forms.RadioSelect,
    )


class SampleFilters(PortalForm):
    """A filter panel's fields."""

    mark_optional = False
    small = True
    q = forms.CharField(label="Words", required=False)
    area = forms.ChoiceField(label="Area", choices=[("", "All of Wales"), ("powys", "Powys")], required=False)
    stage = forms.MultipleChoiceField(
        label="Stage",
        choices=[("planned", "Planned"), ("tendering", "Open for bids")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def context() -> dict:
    levels = [(SUCCESS, "Saved."), (INFO, "The portal is closed on Sunday."), (WARNING, "The Welsh title is missing.")]
    faulty = {"faulty-value": "lots", "faulty-closes_on_day": "27", "faulty-closes_on_year": "2027"}
    return {
        "stages": list(STAGES),
        "banners": [Message(level, text) for level, text in levels],
        "page": Paginator(range(400), 20).get_page(7),
        "in_both": SimpleNamespace(title_en="School catering in Arfon", title_cy="Arlwyo ysgolion yn Arfon"),
        "in_english": SimpleNamespace(title_en="Grounds maintenance in five lots", title_cy=""),
        "in_welsh": SimpleNamespace(title_en="", title_cy="Gwasanaeth ailddefnyddio dodrefn"),
        "areas": [SimpleNamespace(name_en=en, name_cy=cy) for en, cy in AREAS],
        "window": SimpleNamespace(start=date(2027, 5, 1), end=date(2027, 7, 31)),
        "facts": [("Tender expected", "May to July 2027"), ("Value", "£250,000 to £1 million"), ("Where", "Gwynedd")],
        "tags": [
            {"label": "Area", "value": "Gwynedd", "url": "?stage=planned"},
            {"label": "Stage", "value": "Planned", "url": "?area=gwynedd"},
        ],
        "tasks": [
            {"title": "What you will buy", "url": "#", "hint": "", "done": True, "status": "Completed"},
            {"title": "Lots", "url": "#", "hint": "At least one", "done": False, "status": "Not started"},
            {"title": "Check and publish", "url": "", "hint": "", "done": False, "status": "Cannot start yet"},
        ],
        "entries": [
            {"at": date(2026, 11, 3), "title": "The tender will start later", "text": "From May to July.", "url": "#"},
            {"at": date(2026, 9, 1), "title": "Published", "text": "", "url": ""},
        ],
        "head": ["Lot", "Where", "Value"],
        "rows": [["Primary schools", "Arfon", "£640,000"], ["Secondary schools", "Dwyfor", "£410,000"]],
        "form": SampleForm(initial={"closes_on": date(2027, 3, 27), "value": 45_000}),
        "faulty_form": SampleForm(faulty, prefix="faulty"),
        "question": SampleQuestion(prefix="question"),
        "filters": SampleFilters(prefix="filters"),
        "pictures": _pictures(),
    }


def _pictures() -> dict[str, pictures.Picture]:
    doubts = [
        pictures.Doubt("Value of one job kept for a year", *_numbers(6_000, 11_000, 212_000, 389_000)),
        pictures.Doubt("Would have happened anyway", *_numbers("0.3", "0.6", 378_000, 216_000)),
        pictures.Doubt("People who find work", *_numbers(50, 66, 270_000, 356_000)),
    ]
    scores = [
        ("Arfon Arlwyo", (3, 4, 4), 4),
        ("Bwyd Da Cyf", (1, 2, 5), 2),
        ("Cegin y Cwm", (0, 0, 0), None),
    ]
    panel = [
        pictures.Scored(
            name, dict(zip(("Ann", "Bethan", "Carys"), _numbers(*given), strict=True)), agreed and Decimal(agreed)
        )
        for name, given, agreed in scores
    ]
    goals = [("A prosperous Wales", 214_200), ("A resilient Wales", 40_000), ("A healthier Wales", None)]
    quarters = [("April to June", 10, 4), ("July to September", 10, 12), ("October to December", 10, None)]
    return {
        "tornado": pictures.tornado(doubts, Decimal(306_000)),
        "spread": pictures.spread(panel, Decimal(5)),
        "goals": pictures.goals(
            [pictures.Contribution(name, amount and Decimal(amount)) for name, amount in goals],
            "Pounds",
            in_pounds=True,
        ),
        "quarters": pictures.quarters(
            [pictures.Quarter(name, Decimal(promised), kept and Decimal(kept)) for name, promised, kept in quarters]
        ),
        "radar": radar(
            ["Culture", "Good practice", "Social value", "Pipeline", "Contract design"],
            [
                Series("2026", _numbers("1.8", "1.2", "2.4", "2", "1.4")),
                Series("2025", _numbers("1.2", "0.6", "2", "1.4", "1.4")),
                Series("Middle of the others", _numbers("1.4", "1", "1.6", "1.2", "1")),
            ],
            3,
        ),
    }


def _numbers(*given: int | str) -> list[Decimal]:
    return [Decimal(number) for number in given]


AREAS = [("Gwynedd", "Gwynedd"), ("Powys", "Powys"), ("Wrexham", "Wrecsam"), ("Isle of Anglesey", "Ynys Môn")]
