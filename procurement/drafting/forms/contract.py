"""What the contract asks of bidders, and what it will say: pages that the design checks read."""

from crispy_forms.layout import Div
from django.utils.translation import gettext_lazy as _

from procurement.drafting.forms.base import SectionForm
from procurement.drafting.forms.questions import NONE_ASKED, is_so, number, one_of, pounds, reason
from procurement.models import ClosedList, GroupBids, Reporting, ShortWindow


class OneLotForm(SectionForm):
    """Why it is not split."""

    columns = ("no_lots_reason_en", "no_lots_reason_cy")

    no_lots_reason_en = reason("no_lots_reason_en")
    no_lots_reason_cy = reason("no_lots_reason_cy")

    sections = [(_("Your reason"), [Div("no_lots_reason_en", "no_lots_reason_cy", css_class="app-pair")])]


class EngagementForm(SectionForm):
    """Talks before the tender."""

    columns = (
        *("market_engaged", "engagement_notice"),
        *("no_engagement_notice_reason_en", "no_engagement_notice_reason_cy"),
    )

    market_engaged = is_so("market_engaged", _("An event, a call, a questionnaire: before the contract is designed."))
    engagement_notice = is_so("engagement_notice", _("A preliminary market engagement notice (UK2)."))
    no_engagement_notice_reason_en = reason("no_engagement_notice_reason_en")
    no_engagement_notice_reason_cy = reason("no_engagement_notice_reason_cy")

    reasons = Div("no_engagement_notice_reason_en", "no_engagement_notice_reason_cy", css_class="app-pair")
    sections = [
        (_("The talks"), ["market_engaged", "engagement_notice"]),
        (_("If there is no notice of them"), [reasons]),
    ]


class WhoForm(SectionForm):
    """Who is let in."""

    columns = ("reservation_considered", "group_bids", "selection_stage", "framework_kind", "framework_months")

    reservation_considered = is_so(
        "reservation_considered", _("Sections 32 and 33 of the Act. A lot is reserved on its own page.")
    )
    group_bids = one_of("group_bids", GroupBids)
    selection_stage = is_so("selection_stage", _("Bidders are chosen first, and only some of them are asked to bid."))
    framework_kind = one_of("framework_kind", ClosedList)
    framework_months = number("framework_months", _("In months. Enter 0 if it is not closed."))


class ConditionsForm(SectionForm):
    """Experience and standards."""

    columns = (
        *("earlier_contract", "public_sector_only", "experience_years", "experience_examples"),
        *("named_standards", "or_equivalent"),
    )

    earlier_contract = is_so("earlier_contract")
    public_sector_only = is_so("public_sector_only")
    experience_years = number("experience_years", NONE_ASKED)
    experience_examples = number("experience_examples", NONE_ASKED)
    named_standards = is_so("named_standards", _("For example an ISO certificate."))
    or_equivalent = is_so("or_equivalent")

    sections = [
        (_("Experience"), ["earlier_contract", "public_sector_only", "experience_years", "experience_examples"]),
        (_("Standards"), ["named_standards", "or_equivalent"]),
    ]


class FinancesForm(SectionForm):
    """Insurance, turnover, accounts and guarantees."""

    columns = (
        *("insurance_before_award", "insurance_level", "turnover_required"),
        *("audited_accounts", "accounts_years", "new_bodies_alternative", "security_asked", "security_declared"),
    )

    insurance_before_award = is_so("insurance_before_award")
    insurance_level = pounds("insurance_level", NONE_ASKED)
    turnover_required = pounds("turnover_required", NONE_ASKED)
    audited_accounts = is_so("audited_accounts", _("Also of those whose accounts the law does not make them audit."))
    accounts_years = number("accounts_years", NONE_ASKED)
    new_bodies_alternative = is_so("new_bodies_alternative")
    security_asked = is_so("security_asked", _("Also a guarantee by a parent company."))
    security_declared = is_so("security_declared")

    sections = [
        (_("Insurance and turnover"), ["insurance_before_award", "insurance_level", "turnover_required"]),
        (_("Accounts"), ["audited_accounts", "accounts_years", "new_bodies_alternative"]),
        (_("Bonds and guarantees"), ["security_asked", "security_declared"]),
    ]


class BiddingForm(SectionForm):
    """How much work a bid is, and how it is sent."""

    columns = (
        *("electronic_tender", "all_documents", "short_window", "bid_pages", "bid_questions"),
        *("welsh_bids", "feedback_promised"),
    )

    electronic_tender = is_so("electronic_tender")
    all_documents = is_so("all_documents")
    short_window = one_of("short_window", ShortWindow, _("Then the law lets the tender be as short as 10 days."))
    bid_pages = number("bid_pages", _("With all forms, about."), most=9_999)
    bid_questions = number("bid_questions")
    welsh_bids = is_so("welsh_bids")
    feedback_promised = is_so("feedback_promised")

    sections = [
        (_("How long it must be open"), ["electronic_tender", "all_documents", "short_window"]),
        (_("The bid"), ["bid_pages", "bid_questions", "welsh_bids", "feedback_promised"]),
    ]


class PaymentForm(SectionForm):
    """How and when the supplier is paid."""

    columns = (
        *("payment_days", "payment_flow_down", "subcontractor_days", "results_percent"),
        *("paid_in_arrears", "upfront_payment", "price_fixed_months", "indexation"),
    )

    payment_days = number("payment_days")
    payment_flow_down = is_so("payment_flow_down")
    subcontractor_days = number("subcontractor_days")
    results_percent = number("results_percent", _("In per cent. Enter 0 if nothing is."), most=100)
    paid_in_arrears = is_so("paid_in_arrears")
    upfront_payment = is_so("upfront_payment")
    price_fixed_months = number("price_fixed_months", _("In months."))
    indexation = is_so("indexation")

    sections = [
        (_("Invoices"), ["payment_days", "payment_flow_down", "subcontractor_days"]),
        (_("When the money comes"), ["results_percent", "paid_in_arrears", "upfront_payment"]),
        (_("Prices over time"), ["price_fixed_months", "indexation"]),
    ]


class RunningForm(SectionForm):
    """Reports, and staff who come over."""

    columns = ("kpi_count", "reporting", "tupe_applies", "workforce_data")

    kpi_count = number("kpi_count", NONE_ASKED)
    reporting = one_of("reporting", Reporting)
    tupe_applies = is_so("tupe_applies", _("Staff of the supplier now may have the right to move to the next one."))
    workforce_data = is_so("workforce_data", _("Without names, in the papers of the tender."))

    sections = [(_("Reports"), ["kpi_count", "reporting"]), (_("Staff"), ["tupe_applies", "workforce_data"])]
