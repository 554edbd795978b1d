"""Whether the contract comes in pieces that a local provider can hold: F-01, F-02, F-26 and F-27."""

from django.utils.translation import gettext_lazy as _

from procurement.design.checks.registry import check
from procurement.design.findings import PASSED, Kind, Verdict, advice, barrier, not_known, unlawful
from procurement.design.inputs import Design
from procurement.design.spans import together
from procurement.models import ClosedList


@check(
    "F-01",
    title=_("Splitting into lots was considered"),
    why=_(
        "One big contract keeps small providers out. A buyer must think about lots, or give a reason for having none."
    ),
    redesign=_("Split by place, by group of people, by service or by task. Or write down why you do not."),
    kinds=(Kind.LAW,),
    inputs=("no_lots_reason_en", "lots", "value_amount", "regime"),
)
def lots_considered(design: Design) -> Verdict:
    if not design.lots:
        return not_known("lots")
    if len(design.lots) > 1 or design.no_lots_reason:
        return PASSED
    if design.is_covered:
        return unlawful(_("There is one lot and no reason. Above the threshold the Act wants lots or a reason."))
    return advice(_("There is one lot and no reason is given."), Kind.GUIDANCE)


@check(
    "F-02",
    title=_("Lots are small enough"),
    why=_("About half of all social enterprises are below the VAT limit. They cannot take on a giant."),
    redesign=_("Make lots that a local provider can hold, and limit how many lots one bidder can win."),
    kinds=(Kind.EVIDENCE, Kind.JUDGEMENT),
    inputs=("lots", "value_amount", "contract_months"),
)
def lot_size(design: Design) -> Verdict:
    if not design.lots:
        return not_known("lots")
    only = design.lots[0].value if len(design.lots) == 1 else None
    single = only.reaches(design.limit("F-02 single")) if only else None
    if single:
        return barrier(_("It is all one lot, worth £%(value)s or more."), value=_pounds(design.limit("F-02 single")))
    yearly = {lot.number: design.annual(lot.value) for lot in design.lots}
    limit = design.limit("F-02 annual")
    large = {number: each.over(limit) if each else None for number, each in yearly.items()}
    if together(list(large.values())):
        lots = tuple(number for number, is_large in large.items() if is_large)
        return advice(_("A lot is worth more than £%(value)s a year."), lots=lots, value=_pounds(limit))
    if together(list(large.values())) is None or (len(design.lots) == 1 and single is None):
        return not_known("value_amount", "contract_months")
    return PASSED


@check(
    "F-26",
    title=_("Nobody is shut out for years"),
    why=_("Who misses a closed framework or list has to wait until it ends."),
    redesign=_("Use an open framework or a dynamic market, with a quick way in."),
    kinds=(Kind.EVIDENCE, Kind.JUDGEMENT),
    inputs=("framework_kind", "framework_months", "contract_months", "extension_months"),
)
def closed_list(design: Design) -> Verdict:
    if design.framework_kind is None:
        return not_known("framework_kind")
    if design.framework_kind != ClosedList.CLOSED:
        return PASSED
    months = design.framework_months if design.framework_months is not None else design.months
    limit = design.limit("F-26 months")
    if months is not None and months > limit:
        return barrier(_("The list stays closed for %(months)s months."), months=months)
    if months is None or (design.framework_months is None and design.extension_months is None):
        return not_known("framework_months")
    return PASSED


@check(
    "F-27",
    title=_("One lot does not cover too many places or buyers"),
    why=_("A provider that is rooted in one place cannot serve many at once."),
    redesign=_("Make a lot for each council."),
    kinds=(Kind.EVIDENCE, Kind.JUDGEMENT),
    inputs=("area_codes", "joint_buyers", "lots"),
)
def bundled_buyers(design: Design) -> Verdict:
    if design.lots and len(design.lots) == 1 and design.buyers > design.limit("F-27 buyers"):
        return barrier(_("%(buyers)s public bodies buy together in one lot."), buyers=design.buyers)
    wide = tuple(lot.number for lot in design.lots if lot.regions and lot.regions > design.limit("F-27 regions"))
    if wide:
        return barrier(_("A lot covers more than one region."), lots=wide)
    if not design.lots or any(lot.regions is None for lot in design.lots):
        return not_known("area_codes")
    return PASSED


def _pounds(amount: object) -> str:
    return f"{amount:,.0f}"
