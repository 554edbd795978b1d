"""What a contract asks of those who bid for it, and what it will say: the officer's answers, each of which may be open.

`None` and the empty text mean that nobody has decided yet. An amount or a number of nought means: none is asked.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ShortWindow(models.TextChoices):
    """Why the law lets the tender be shorter than usual (Procurement Act 2023, section 54)."""

    NONE = "none", _("No reason applies")
    PLANNED_NOTICE = "planned-notice", _("A qualifying planned procurement notice")
    DYNAMIC_MARKET = "dynamic-market", _("Members of a dynamic market, or suppliers chosen beforehand")
    URGENCY = "urgency", _("A state of urgency")


class GroupBids(models.TextChoices):
    """What the tender says about bidding together."""

    WELCOME = "welcome", _("It says that groups and partners may bid together")
    SILENT = "silent", _("It says nothing about it")
    FORBIDDEN = "forbidden", _("It rules group bids out")


class ClosedList(models.TextChoices):
    """Whether the winners go on a list, and who may join it later."""

    NONE = "none", _("It is a single contract")
    CLOSED = "closed-framework", _("A framework that nobody can join later")
    OPEN = "open-framework", _("An open framework, which lets new suppliers in")
    DYNAMIC_MARKET = "dynamic-market", _("A dynamic market, which suppliers may join at any time")


class Reporting(models.TextChoices):
    """How often the supplier reports."""

    MONTHLY = "monthly", _("Every month or more often")
    QUARTERLY = "quarterly", _("Every quarter")
    YEARLY = "yearly", _("Once or twice a year")
    NONE = "none", _("No regular reports")


def undecided() -> models.BooleanField:
    """Yes, no, or not decided."""
    return models.BooleanField(null=True, blank=True)


def number() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(null=True, blank=True)


def money() -> models.DecimalField:
    return models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)


def choice(choices: type[models.TextChoices]) -> models.CharField:
    return models.CharField(max_length=20, choices=choices, blank=True)


def reason() -> models.TextField:
    return models.TextField(max_length=2_000, blank=True)


class Terms(models.Model):
    """The terms of an opportunity: what bidders must have, how they bid, how they are paid and what they report."""

    no_lots_reason_en, no_lots_reason_cy = reason(), reason()
    reservation_considered = undecided()
    framework_kind = choice(ClosedList)
    framework_months = number()

    market_engaged = undecided()
    engagement_notice = undecided()
    no_engagement_notice_reason_en, no_engagement_notice_reason_cy = reason(), reason()

    selection_stage = undecided()
    group_bids = choice(GroupBids)
    earlier_contract = undecided()
    named_standards = undecided()
    or_equivalent = undecided()
    experience_years = number()
    experience_examples = number()
    public_sector_only = undecided()

    insurance_before_award = undecided()
    insurance_level = money()
    turnover_required = money()
    audited_accounts = undecided()
    accounts_years = number()
    new_bodies_alternative = undecided()
    security_asked = undecided()
    security_declared = undecided()

    electronic_tender = undecided()
    all_documents = undecided()
    short_window = choice(ShortWindow)
    bid_pages = number()
    bid_questions = number()
    welsh_bids = undecided()
    feedback_promised = undecided()

    payment_days = number()
    payment_flow_down = undecided()
    subcontractor_days = number()
    results_percent = number()
    paid_in_arrears = undecided()
    upfront_payment = undecided()
    price_fixed_months = number()
    indexation = undecided()

    kpi_count = number()
    reporting = choice(Reporting)
    tupe_applies = undecided()
    workforce_data = undecided()

    class Meta:
        abstract = True


TERMS = tuple(field.name for field in Terms._meta.local_fields)
YES_OR_NO = tuple(field.name for field in Terms._meta.local_fields if isinstance(field, models.BooleanField))
IN_POUNDS = ("insurance_level", "turnover_required")
IN_MONTHS = ("framework_months", "price_fixed_months")
IN_DAYS = ("payment_days", "subcontractor_days")
TERM_CONSTRAINTS = (
    models.CheckConstraint(
        condition=Q(results_percent=None) | Q(results_percent__lte=100), name="paid_by_results_is_per_cent"
    ),
)
