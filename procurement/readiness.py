"""What a draft still needs before it can be published, and what its readers would miss."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procurement.models import Stage
from procurement.snapshot import Snapshot


@dataclass(frozen=True)
class Gap:
    """Something that is missing, and the section of the draft where it is entered."""

    section: str
    message: str | Promise


IN_BOTH_LANGUAGES = {
    "title_en": _("There is no English title. Readers will see the Welsh one, marked as such."),
    "description_en": _("There is no English description. Readers will see the Welsh one, marked as such."),
    "title_cy": _("There is no Welsh title. Readers will see the English one, marked as such."),
    "description_cy": _("There is no Welsh description. Readers will see the English one, marked as such."),
}


def blocking(said: Snapshot) -> list[Gap]:
    """What must be there before the public can make sense of the entry."""
    gaps = []
    if not (said.title_en or said.title_cy):
        gaps.append(Gap("about", _("Enter a title.")))
    if not (said.description_en or said.description_cy):
        gaps.append(Gap("about", _("Enter a description.")))
    if not said.category:
        gaps.append(Gap("category", _("Choose a category.")))
    if not said.area_codes:
        gaps.append(Gap("areas", _("Choose where the work will be done.")))
    if said.value_amount is None and not said.value_band:
        gaps.append(Gap("value", _("Enter a value, or choose a range.")))
    if not said.tender_start and not said.submissions_close_at:
        gaps.append(Gap("dates", _("Say when the tender will start, even roughly.")))
    if said.stage == Stage.TENDERING and not said.submissions_close_at:
        gaps.append(Gap("dates", _("Enter the day and time by which bids must be in.")))
    return gaps


def advisory(said: Snapshot) -> list[Gap]:
    """What should be there, but does not stand in the way. A missing language is one of them."""
    gaps = [Gap("about", message) for field, message in IN_BOTH_LANGUAGES.items() if not getattr(said, field)]
    if not said.contact_email:
        gaps.append(Gap("contact", _("There is no role mailbox, so nobody can ask you about this.")))
    if not said.cpv_codes:
        gaps.append(Gap("category", _("There is no CPV code, so people who search by code will not find this.")))
    return gaps + _about_lots(said)


def _about_lots(said: Snapshot) -> list[Gap]:
    messages: list[str | Promise] = []
    if all(lot.vcse_suitable is None for lot in said.lots):
        messages.append(_("Nobody has said whether this is suitable for social enterprises."))
    if len(said.lots) > 1:
        untitled = _("Lot %(number)d has no title.")
        messages += [untitled % {"number": lot.number} for lot in said.lots if not (lot.title_en or lot.title_cy)]
    values = [lot.value_amount for lot in said.lots if lot.value_amount is not None]
    if said.value_amount is not None and sum(values) > said.value_amount:
        messages.append(_("The lots are worth more together than the whole contract."))
    for lot in said.lots:
        weights = [criterion.weight for criterion in lot.criteria if criterion.weight is not None]
        if weights and sum(weights) != 100:
            words = {"number": lot.number, "total": f"{sum(weights).normalize():f}"}
            messages.append(_("Lot %(number)d: the weights add up to %(total)s%%, not to 100%%.") % words)
    return [Gap("lots", message) for message in messages]
