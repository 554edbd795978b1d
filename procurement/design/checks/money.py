"""How and when the money comes: F-13 to F-16 and F-33."""

from django.utils.translation import gettext_lazy as _

from procurement.design.checks.registry import check
from procurement.design.findings import PASSED, Kind, Text, Verdict, advice, barrier, not_known, unlawful
from procurement.design.inputs import Design
from procurement.design.spans import together


def too_slow(design: Design, text: Text, days: int) -> Verdict:
    """The 30 days hold above and below the threshold."""
    return unlawful(text, days=days) if design.under_the_act else barrier(text, days=days)


@check(
    "F-13",
    title=_("Invoices are paid in 30 days"),
    why=_("68% of small firms are paid late. A small provider cannot wait."),
    redesign=_("Pay in 30 days or fewer, in 14 for social enterprises, every month or by stages."),
    kinds=(Kind.LAW,),
    inputs=("payment_days", "regime"),
)
def payment(design: Design) -> Verdict:
    if design.payment_days is None:
        return not_known("payment_days")
    if design.payment_days <= design.limit("F-13 days"):
        return PASSED
    return too_slow(
        design, _("Invoices are paid after %(days)s days. The Act puts 30 days in place of this."), design.payment_days
    )


@check(
    "F-14",
    title=_("Partners are paid as fast"),
    why=_("Otherwise the partners carry the risk."),
    redesign=_("Put into the contract that the supplier pays its partners in 30 days too."),
    kinds=(Kind.LAW,),
    inputs=("payment_flow_down", "subcontractor_days", "regime"),
)
def payment_down_the_chain(design: Design) -> Verdict:
    days = design.subcontractor_days
    if days is not None and days > design.limit("F-14 days"):
        return too_slow(
            design, _("Partners are paid after %(days)s days. The Act puts 30 days in place of this."), days
        )
    if design.payment_flow_down is None:
        return not_known("payment_flow_down")
    if not design.payment_flow_down:
        return advice(_("The contract does not say how fast partners are paid."), Kind.GUIDANCE)
    return not_known("subcontractor_days") if days is None else PASSED


@check(
    "F-15",
    title=_("Payment does not need deep pockets"),
    why=_("Who is paid by results, or only afterwards, has to lend the buyer the money until then."),
    redesign=_("Pay only a small part by results, and pay something at the start."),
    kinds=(Kind.EVIDENCE, Kind.JUDGEMENT),
    inputs=("results_percent", "paid_in_arrears", "upfront_payment"),
)
def working_capital(design: Design) -> Verdict:
    share = design.results_percent
    if share is not None and share > design.limit("F-15 percent"):
        return barrier(_("%(share)s%% is paid by results."), share=share)
    waits = together([None if share is None else share > 0, design.paid_in_arrears])
    if waits and design.upfront_payment is False:
        return advice(_("The supplier must wait for its money and gets nothing at the start."))
    missing = [name for name in ("results_percent", "paid_in_arrears") if getattr(design, name) is None]
    if waits is not False and design.upfront_payment is None:
        missing.append("upfront_payment")
    return not_known(*missing) if missing else PASSED


@check(
    "F-16",
    title=_("No bond or guarantee that small providers cannot give"),
    why=_("A social enterprise has no parent company to stand behind it."),
    redesign=_("Ask for none, or accept something else: a right to step in, or a part of the money kept back."),
    kinds=(Kind.EVIDENCE, Kind.JUDGEMENT),
    inputs=("security_asked", "security_declared", "lots", "value_amount"),
)
def security(design: Design) -> Verdict:
    if design.security_asked is None:
        return not_known("security_asked")
    if not design.security_asked:
        return PASSED
    if design.security_declared is False:
        return barrier(_("A bond or guarantee is asked, and bidders hear of it only in the tender."))
    limit = design.limit("F-16 lot")
    large = [lot.value.reaches(limit) if lot.value else None for lot in design.lots]
    if False in large:
        lots = tuple(lot.number for lot, is_large in zip(design.lots, large, strict=True) if is_large is False)
        return barrier(_("A bond or guarantee is asked for a lot below £%(value)s."), lots=lots, value=f"{limit:,.0f}")
    if not large or None in large:
        return not_known("value_amount")
    return PASSED if design.security_declared else not_known("security_declared")


@check(
    "F-33",
    title=_("Prices can rise with wages"),
    why=_("The Real Living Wage rises every year. A price that is fixed for years turns into a loss."),
    redesign=_("Let prices follow the consumer price index or the Real Living Wage."),
    kinds=(Kind.JUDGEMENT,),
    inputs=("price_fixed_months", "indexation"),
)
def inflation(design: Design) -> Verdict:
    months = design.price_fixed_months
    if design.indexation or (months is not None and months <= design.limit("F-33 months")):
        return PASSED
    if months is None:
        return not_known("price_fixed_months")
    if design.indexation is None:
        return not_known("indexation")
    return barrier(_("Prices stay fixed for %(months)s months."), months=months)
