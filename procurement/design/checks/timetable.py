"""Whether there is time to find partners, write a bid and start: F-09 to F-12, F-18 and F-19."""

from django.utils.translation import gettext_lazy as _

from procurement.design.checks.registry import check
from procurement.design.findings import (
    PASSED,
    Kind,
    Verdict,
    advice,
    against_the_act,
    barrier,
    contradiction,
    not_known,
    unlawful,
)
from procurement.design.inputs import Design
from procurement.models import Reserved, ShortWindow

DAYS_IN_MONTH = 365.25 / 12
BACKWARDS = _("Bids close before the tender opens.")
TOO_SOON = _("The contract starts before bids have closed.")
OPEN_FOR = _("The tender is open for %(days)s days.")
BELOW_FLOOR = _("The tender is open for %(days)s days. The Act asks for at least %(least)s here.")


@check(
    "F-09",
    title=_("There is enough time to bid"),
    why=_("A small team writes a bid in about 5 days of work, beside running its service."),
    redesign=_(
        "Give 30 days or more. Avoid August and the days from 15 December to 5 January. Add days for bids by partners."
    ),
    kinds=(Kind.LAW, Kind.EVIDENCE, Kind.JUDGEMENT),
    inputs=("tender_close", "tender_start", "electronic_tender", "all_documents", "short_window", "light_touch"),
)
def tender_window(design: Design) -> Verdict:
    days = design.window_days
    if days is None:
        return not_known("tender_start", "tender_close")
    if days < 0:
        return contradiction(BACKWARDS)
    least, most = shortest_lawful(design)
    if design.is_covered and days < least:
        return unlawful(BELOW_FLOOR, days=days, least=f"{least:g}")
    if days < design.limit("F-09 barrier"):
        return barrier(OPEN_FOR, days=days)
    if days < design.limit("F-09 advice"):
        return advice(OPEN_FOR, days=days)
    return PASSED if days >= most else not_known("electronic_tender", "all_documents")


def shortest_lawful(design: Design) -> tuple[float, float]:
    """How few days the Act can allow here, and how many it can ask for, as long as not all is known."""
    limit = design.limit
    if design.light_touch or design.is_above is False or (design.regime and not design.under_the_act):
        return 0, 0
    if design.short_window not in (None, ShortWindow.NONE):
        return float(limit("F-09 shortest")), float(limit("F-09 shortest"))
    said = [design.electronic_tender, design.all_documents]
    floors = (float(limit("F-09 neither")), float(limit("F-09 either")), float(limit("F-09 both")))
    least, most = floors[len(said) - said.count(False)], floors[said.count(True)]
    if design.short_window is None:
        least = float(limit("F-09 shortest"))
    return (0 if design.light_touch is None or design.is_above is None else least), most


@check(
    "F-10",
    title=_("It is announced early"),
    why=_("Who hears of it late has no time to find partners."),
    redesign=_(
        "Publish it here as soon as it is an idea, and a planned procurement notice 40 days to 12 months before."
    ),
    kinds=(Kind.EVIDENCE, Kind.JUDGEMENT),
    inputs=("tender_start",),
)
def lead_time(design: Design) -> Verdict:
    if design.published_on is None or design.tender is None or design.tender.earliest is None:
        return not_known("tender_start")
    months = (design.tender.earliest - design.published_on).days / DAYS_IN_MONTH
    text = _("The tender may start %(days)s days after it was announced here.")
    days = max((design.tender.earliest - design.published_on).days, 0)
    if months < design.limit("F-10 barrier"):
        return barrier(text, days=days)
    return advice(text, days=days) if months < design.limit("F-10 advice") else PASSED


@check(
    "F-11",
    title=_("The market was asked early"),
    why=_("Without early talks the contract is designed before the sector hears of it."),
    redesign=_("Hold one open event and offer one way to answer in writing. Publish the notes."),
    kinds=(Kind.LAW, Kind.JUDGEMENT),
    inputs=("market_engaged", "engagement_notice", "no_engagement_notice_reason_en", "value_amount"),
)
def early_engagement(design: Design) -> Verdict:
    if design.meets_bidders and design.market_engaged is False:
        return contradiction(_("The draft says there are no early talks, but an event with bidders is on record."))
    if design.has_engagement_notice:
        return PASSED
    if design.market_engaged is None and not design.meets_bidders:
        return not_known("market_engaged")
    if design.market_engaged or design.meets_bidders:
        if design.no_engagement_reason:
            return PASSED
        if design.has_engagement_notice is None:
            return not_known("engagement_notice")
        return against_the_act(
            design,
            _("There were early talks, but no notice of them and no reason. Above the threshold the Act wants one."),
        )
    if design.is_sizeable:
        return advice(_("No early talks with suppliers are planned."))
    return not_known("value_amount") if design.is_sizeable is None else PASSED


@check(
    "F-12",
    title=_("The short way is not used to the full"),
    why=_("A planned procurement notice allows a tender of 10 days. That helps those who have the contract now."),
    redesign=_("Keep 25 days or more, even where 10 are allowed."),
    kinds=(Kind.JUDGEMENT,),
    inputs=("short_window", "tender_start", "tender_close"),
)
def short_window(design: Design) -> Verdict:
    if design.short_window is None:
        return not_known("short_window")
    if design.short_window != ShortWindow.PLANNED_NOTICE:
        return PASSED
    if design.window_days is None:
        return not_known("tender_start", "tender_close")
    return advice(OPEN_FOR, days=design.window_days) if design.window_days < design.limit("F-12 window") else PASSED


@check(
    "F-18",
    title=_("There is time to start"),
    why=_("Staff must be found and rooms made ready."),
    redesign=_("Leave 8 to 12 weeks between the end of the tender and the start, and pay for getting ready."),
    kinds=(Kind.EVIDENCE, Kind.JUDGEMENT),
    inputs=("contract_start", "tender_close"),
)
def mobilisation(design: Design) -> Verdict:
    days = design.start_gap_days
    if days is None:
        return not_known("tender_close", "contract_start")
    if days < 0:
        return contradiction(TOO_SOON)
    text = _("The contract starts %(days)s days after bids close.")
    if days < design.limit("F-18 barrier"):
        return barrier(text, days=days)
    return advice(text, days=days) if days < design.limit("F-18 advice") else PASSED


@check(
    "F-19",
    title=_("The contract is neither too short nor too long"),
    why=_("In a short contract nobody can invest. A long one locks others out."),
    redesign=_("Take three years and two extensions of a year each, with a way out and a way in."),
    kinds=(Kind.LAW, Kind.JUDGEMENT),
    inputs=("contract_months", "extension_months", "light_touch", "lots"),
)
def term(design: Design) -> Verdict:
    months = design.months
    if months is None:
        return not_known("contract_months")
    for_mutuals = any(lot.reserved == Reserved.PUBLIC_SERVICE_MUTUAL for lot in design.lots)
    if for_mutuals and months > design.limit("F-19 mutual"):
        return against_the_act(
            design,
            _("It runs for %(months)s months. A contract reserved for mutuals may run for 60 at most."),
            months=months,
        )
    if months > design.limit("F-19 longest"):
        return advice(_("With all extensions it runs for %(months)s months."), months=months)
    if design.extension_months is None:
        return not_known("extension_months")
    if months >= design.limit("F-19 shortest"):
        return PASSED
    if design.for_people:
        return barrier(_("A service for people runs for only %(months)s months."), months=months)
    return not_known("light_touch") if design.for_people is None else PASSED
