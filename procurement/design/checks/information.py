"""What the public is told, and whether it holds: F-31, F-32 and F-36."""

from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from procurement.design.checks.registry import REGISTERED, check
from procurement.design.findings import PASSED, RED, Kind, Result, Verdict, advice, contradiction, not_known
from procurement.design.inputs import Design

LAST_OF_FLAG = 29  # the checks that a flag must hold against


@check(
    "F-31",
    title=_("Value and dates are given"),
    why=_("33 of 90 tenders in Wales gave no value. Nobody can plan with that."),
    redesign=_("Give a range and a window, and say how sure you are."),
    kinds=(Kind.EVIDENCE,),
    inputs=("value_amount", "value_band", "tender_start", "tender_close", "contract_start", "lots"),
)
def value_and_dates(design: Design) -> Verdict:
    days = [each for each in (design.tender, design.closing, design.start) if each and each.earliest and each.latest]
    for first, following in pairwise(days):
        if following.latest and first.earliest and following.latest < first.earliest:
            return contradiction(_("The dates are not in order."))
    values = [lot.value.low for lot in design.lots if lot.value and len(design.lots) > 1]
    if design.value and design.value.high is not None and sum(values) > design.value.high:
        return contradiction(_("The lots are worth more than the whole."))
    if design.value is None or design.value.over(design.limit("F-31 placeholder")) is False:
        return advice(_("There is no value."), Kind.EVIDENCE)
    if len(days) < 3:
        return advice(_("Not all dates are given, even roughly."), Kind.EVIDENCE)
    return PASSED


@check(
    "F-32",
    title=_("There is somebody to ask, also in Welsh"),
    why=_("Who has nobody to ask does not bid. A bid in Welsh must not be treated worse than one in English."),
    redesign=_("Give a role mailbox, publish in Welsh too, and say that bids in Welsh are welcome."),
    kinds=(Kind.JUDGEMENT, Kind.WELSH),
    inputs=("contact_email", "title_cy", "description_cy", "welsh_bids", "regime"),
)
def somebody_to_ask(design: Design) -> Verdict:
    if not design.has_contact:
        return advice(_("There is no mailbox to ask."))
    if design.regime is None:
        return not_known("regime")
    if design.regime != "wales":
        return PASSED
    if not design.has_welsh:
        return advice(_("The title or the description is not there in Welsh."), Kind.WELSH)
    if design.welsh_bids is None:
        return not_known("welsh_bids")
    return PASSED if design.welsh_bids else advice(_("Nothing says that bids in Welsh are welcome."), Kind.WELSH)


@check(
    "F-36",
    title=_("“Suitable for social enterprises” is true"),
    why=_("Many contracts bear this sign that no small body can win, so nobody trusts it."),
    redesign=_("Clear the red checks, or take the sign away."),
    kinds=(Kind.EVIDENCE,),
    inputs=("vcse_suitable", "lots"),
)
def honest_flag(design: Design) -> Verdict:
    flags = [lot.vcse_suitable for lot in design.lots]
    flagged = tuple(lot.number for lot in design.lots if lot.vcse_suitable)
    if not flagged:
        return not_known("vcse_suitable") if not flags or None in flags else PASSED
    results = {id: each.rule(design).result for id, each in REGISTERED.items() if _number(id) <= LAST_OF_FLAG}
    red = sorted(id for id, result in results.items() if result in RED)
    if red:
        text = _("It is said to be suitable for social enterprises, but these checks are red: %(checks)s.")
        return contradiction(text, flagged, checks=", ".join(red))
    return not_known(OTHER_CHECKS) if Result.NOT_KNOWN in results.values() else PASSED


OTHER_CHECKS = "design_checks"


def _number(id: str) -> int:
    return int(id.removeprefix("F-"))
