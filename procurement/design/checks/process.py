"""Who is let in, by which procedure, and who was thought of: F-17, F-20, F-21, F-25, F-34 and F-35."""

from django.utils.translation import gettext_lazy as _

from procurement.design.checks.registry import check
from procurement.design.findings import PASSED, Kind, Verdict, advice, against_the_act, barrier, not_known, unlawful
from procurement.design.inputs import Design
from procurement.models import GroupBids, Opportunity, Reporting, Reserved


@check(
    "F-17",
    title=_("Bidders know about staff who transfer"),
    why=_("Without figures nobody can tell what these staff will cost, or their pensions."),
    redesign=_("Put figures without names into the tender, and carry the pension costs yourself."),
    kinds=(Kind.EVIDENCE, Kind.JUDGEMENT),
    inputs=("tupe_applies", "workforce_data"),
)
def staff_transfer(design: Design) -> Verdict:
    if design.tupe_applies is None:
        return not_known("tupe_applies")
    if not design.tupe_applies or design.workforce_data:
        return PASSED
    if design.workforce_data is None:
        return not_known("workforce_data")
    return barrier(_("Staff may transfer, and no figures about them are published."))


@check(
    "F-20",
    title=_("One stage for a small contract"),
    why=_("A long first questionnaire costs as much work as the bid."),
    redesign=_("Take one stage, and let bidders declare that they meet the conditions."),
    kinds=(Kind.LAW, Kind.WELSH),
    inputs=("selection_stage", "value_amount", "regime", "main_category"),
)
def selection_stage(design: Design) -> Verdict:
    if design.selection_stage is None:
        return not_known("selection_stage")
    if not design.selection_stage or design.is_above:
        return PASSED
    if design.is_above is None:
        return not_known("value_amount")
    if design.regime is None:
        return not_known("regime")
    is_forbidden = design.under_the_act and design.regime != "wales"
    if is_forbidden and design.main_category != Opportunity.MainCategory.WORKS:
        return unlawful(_("There is a selection stage below the threshold. Outside Wales the Act forbids this."))
    return advice(_("There is a selection stage below the threshold. The Act allows this in Wales."), Kind.WELSH)


@check(
    "F-21",
    title=_("Groups may bid"),
    why=_("Many small bodies can only meet the conditions together."),
    redesign=_("Say that groups are welcome, that partners count, and give them time to form."),
    kinds=(Kind.GUIDANCE, Kind.LAW),
    inputs=("group_bids",),
)
def group_bids(design: Design) -> Verdict:
    if design.group_bids is None:
        return not_known("group_bids")
    if design.group_bids == GroupBids.FORBIDDEN:
        return barrier(_("Groups may not bid together. That is likely to be unlawful."), Kind.GUIDANCE)
    if design.group_bids == GroupBids.SILENT:
        return advice(_("The tender does not say that groups may bid."), Kind.GUIDANCE)
    return PASSED


@check(
    "F-25",
    title=_("Reserving it was considered"),
    why=_("Of 90 tenders in Wales that we measured, 1 was reserved."),
    redesign=_("Look at sections 32 and 33, and check their limits of 3 and 5 years."),
    kinds=(Kind.GUIDANCE, Kind.WELSH, Kind.LAW),
    inputs=("reservation_considered", "light_touch", "lots", "procedure"),
)
def reservation(design: Design) -> Verdict:
    if not design.lots:
        return not_known("lots")
    reserved = {lot.reserved for lot in design.lots}
    mutual, supported = Reserved.PUBLIC_SERVICE_MUTUAL in reserved, Reserved.SUPPORTED_EMPLOYMENT in reserved
    if mutual and design.light_touch is False:
        return against_the_act(design, _("Only light touch contracts can be reserved for public service mutuals."))
    if supported and design.procedure == Opportunity.Procedure.OPEN:
        return against_the_act(
            design, _("Reserving for supported employment needs the competitive flexible procedure.")
        )
    if mutual:
        return PASSED if design.light_touch else not_known("light_touch")
    if supported:
        return PASSED if design.procedure else not_known("procedure")
    if design.reservation_considered or design.light_touch is False:
        return PASSED
    if design.light_touch is None:
        return not_known("light_touch", "reservation_considered")
    if design.reservation_considered is None:
        return not_known("reservation_considered")
    return advice(_("Nobody has decided whether to reserve this light touch contract."), Kind.GUIDANCE)


@check(
    "F-34",
    title=_("Reports stay in proportion"),
    why=_("Each report costs time that is missing from the service."),
    redesign=_("Take 3 to 5 performance indicators, and a report each quarter."),
    kinds=(Kind.JUDGEMENT, Kind.LAW),
    inputs=("kpi_count", "reporting", "value_amount", "light_touch"),
)
def reports(design: Design) -> Verdict:
    count, value = design.kpi_count, design.value
    large = value.over(design.limit("F-34 large")) if value else None
    if count is not None and count < design.limit("F-34 needed") and design.light_touch is False and large:
        return against_the_act(
            design, _("The Act wants at least 3 performance indicators in a contract of more than £5 million.")
        )
    if count is not None and count > design.limit("F-34 indicators"):
        return advice(_("There are %(count)s performance indicators."), count=count)
    monthly = design.reporting == Reporting.MONTHLY
    if monthly and value and value.high is not None and value.high < design.limit("F-34 small"):
        return advice(_("A small contract asks for a report every month."))
    missing = [name for name in ("kpi_count", "reporting") if getattr(design, name) is None]
    if missing:
        return not_known(*missing)
    if monthly and (value is None or value.reaches(design.limit("F-34 small")) is not True):
        return not_known("value_amount")
    too_few = count is not None and count < design.limit("F-34 needed")
    if too_few and large is not False and design.light_touch is not True:
        return not_known("value_amount", "light_touch")
    return PASSED


@check(
    "F-35",
    title=_("Bidders learn how they did"),
    why=_("Only 5% of small firms get feedback that they can use."),
    redesign=_("Offer every bidder a call, and publish how it ended."),
    kinds=(Kind.EVIDENCE,),
    inputs=("feedback_promised",),
)
def feedback(design: Design) -> Verdict:
    if design.feedback_promised is None:
        return not_known("feedback_promised")
    return PASSED if design.feedback_promised else advice(_("Bidders are not offered feedback."), Kind.EVIDENCE)
