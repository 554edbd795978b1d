"""What bidders must have before they may bid: F-03 to F-08, F-28 and F-29."""

from django.utils.translation import gettext_lazy as _

from procurement.design.checks.registry import check
from procurement.design.findings import PASSED, Kind, Verdict, advice, against_the_act, barrier, not_known
from procurement.design.inputs import Design


@check(
    "F-03",
    title=_("No insurance before the award"),
    why=_("A bidder would pay for insurance only to lose."),
    redesign=_("Ask for a promise to have the insurance when the contract starts."),
    kinds=(Kind.LAW,),
    inputs=("insurance_before_award", "regime", "value_amount"),
)
def insurance_before_award(design: Design) -> Verdict:
    if design.insurance_before_award is None:
        return not_known("insurance_before_award")
    if not design.insurance_before_award:
        return PASSED
    return against_the_act(
        design, _("Insurance must be in place before the award. Above the threshold the Act forbids this.")
    )


@check(
    "F-04",
    title=_("Audited accounts only from those who must have them"),
    why=_("The law does not make small companies have their accounts audited. An audit costs a lot."),
    redesign=_("Accept accounts, a letter from the bank, a forecast or a guarantor."),
    kinds=(Kind.LAW,),
    inputs=("audited_accounts", "regime", "value_amount"),
)
def audited_accounts(design: Design) -> Verdict:
    if design.audited_accounts is None:
        return not_known("audited_accounts")
    if not design.audited_accounts:
        return PASSED
    return against_the_act(
        design, _("Audited accounts are asked of everybody. Above the threshold the Act forbids this.")
    )


@check(
    "F-05",
    title=_("The turnover asked fits the lot"),
    why=_("A high turnover keeps out those who are small now and could grow."),
    redesign=_("Ask for no more than a lot is worth in a year, or for nothing. Let a group add up its turnover."),
    kinds=(Kind.EVIDENCE, Kind.JUDGEMENT),
    inputs=("turnover_required", "value_amount", "contract_months", "lots"),
)
def turnover(design: Design) -> Verdict:
    asked, yearly = design.turnover_required, design.annual(design.smallest_lot)
    if asked is None:
        return not_known("turnover_required")
    if not asked:
        return PASSED
    if yearly is None:
        return not_known("value_amount", "contract_months")
    text = _("The turnover asked is more than %(times)s times what the smallest lot is worth in a year.")
    for level, answer in (("barrier", barrier), ("advice", advice)):
        times = design.limit(f"F-05 {level}")
        if yearly.high is not None and asked > yearly.high * times:
            return answer(text, times=f"{times:g}") if times != 1 else answer(ABOVE_A_YEAR)
    return PASSED if asked <= yearly.low * design.limit("F-05 advice") else not_known(size_open(design))


def size_open(design: Design) -> str:
    """What would have to be known for the value of a year to be known."""
    return "extension_months" if design.extension_months is None else "value_amount"


ABOVE_A_YEAR = _("The turnover asked is more than the smallest lot is worth in a year.")


@check(
    "F-06",
    title=_("Newcomers can qualify"),
    why=_("Nobody new could ever bid."),
    redesign=_("Accept similar work for anyone, also unpaid or paid for by a grant."),
    kinds=(Kind.LAW,),
    inputs=("earlier_contract", "regime", "value_amount"),
)
def earlier_contract(design: Design) -> Verdict:
    if design.earlier_contract is None:
        return not_known("earlier_contract")
    if not design.earlier_contract:
        return PASSED
    return against_the_act(
        design,
        _("Bidders must have had a contract with a certain public body. Above the threshold the Act forbids this."),
    )


@check(
    "F-07",
    title=_("“Or equivalent” stands beside every standard"),
    why=_("Certificates cost thousands of pounds, and others may show the same quality."),
    redesign=_("Write “or equivalent”, and describe the result you want."),
    kinds=(Kind.LAW,),
    inputs=("named_standards", "or_equivalent", "regime", "value_amount"),
)
def named_standards(design: Design) -> Verdict:
    if design.named_standards is None:
        return not_known("named_standards")
    if not design.named_standards or design.or_equivalent:
        return PASSED
    if design.or_equivalent is None:
        return not_known("or_equivalent")
    return against_the_act(
        design,
        _("A standard is named and nothing equivalent counts. Above the threshold the Act forbids this."),
    )


@check(
    "F-08",
    title=_("The insurance cover fits the lot"),
    why=_("The premium can be out of all proportion to the work."),
    redesign=_("Set the cover by the risk of this work, not by a template."),
    kinds=(Kind.JUDGEMENT,),
    inputs=("insurance_level", "value_amount", "contract_months", "lots"),
)
def insurance_level(design: Design) -> Verdict:
    cover, yearly = design.insurance_level, design.annual(design.smallest_lot)
    if cover is None:
        return not_known("insurance_level")
    if not cover:
        return PASSED
    if yearly is None:
        return not_known("value_amount", "contract_months")
    small, times = design.limit("F-08 small"), design.limit("F-08 times")
    is_high = cover > design.limit("F-08 cover")
    if yearly.high is not None and ((is_high and yearly.high < small) or cover > yearly.high * times):
        return barrier(_("The cover asked is out of scale with what the smallest lot is worth in a year."))
    is_fine = cover <= yearly.low * times and not (is_high and yearly.low < small)
    return PASSED if is_fine else not_known(size_open(design))


@check(
    "F-28",
    title=_("The experience asked is within reach"),
    why=_("Young organisations have done fewer contracts, though their people may have years of experience."),
    redesign=_("Let the work of staff and partners count, and work for anyone."),
    kinds=(Kind.JUDGEMENT,),
    inputs=("experience_years", "experience_examples", "public_sector_only"),
)
def experience(design: Design) -> Verdict:
    years, examples = design.experience_years, design.experience_examples
    if years is not None and years > design.limit("F-28 years"):
        return barrier(_("Bidders need %(years)s years of experience."), years=years)
    if examples is not None and examples > design.limit("F-28 examples"):
        return barrier(_("Bidders need %(count)s examples of similar contracts."), count=examples)
    if design.public_sector_only:
        return barrier(_("Only experience in the public sector counts."))
    missing = [name for name in ("experience_years", "experience_examples") if getattr(design, name) is None]
    if design.public_sector_only is None and (missing or years or examples):
        missing.append("public_sector_only")
    return not_known(*missing) if missing else PASSED


@check(
    "F-29",
    title=_("New organisations can show that they are sound"),
    why=_("Who started last year has no accounts for three years."),
    redesign=_("Ask for the accounts that there are, and accept other proof."),
    kinds=(Kind.GUIDANCE, Kind.JUDGEMENT),
    inputs=("accounts_years", "new_bodies_alternative"),
)
def years_of_accounts(design: Design) -> Verdict:
    years, alternative = design.accounts_years, design.new_bodies_alternative
    if years is None:
        return not_known("accounts_years")
    if not years:
        return PASSED
    if years > design.limit("F-29 barrier"):
        return barrier(_("Accounts for %(years)s years are asked."), years=years)
    if alternative is False:
        return barrier(_("New organisations cannot show anything in place of accounts."))
    if years > design.limit("F-29 advice"):
        return advice(_("Accounts for %(years)s years are asked."), years=years)
    return PASSED if alternative else not_known("new_bodies_alternative")
