"""The lots of a release and how offers for them will be judged. Without any, the whole is the one lot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from procurement.models import AwardCriterion, Reserved
from procurement.ocds import texts
from procurement.ocds.source import Criterion, Lot, Release, Tender
from procurement.ocds.values import Refused, Values

MOST_LOTS = 2_000
LOT_ID_LENGTH = 100
RESERVED = {
    "shelteredWorkshop": Reserved.SUPPORTED_EMPLOYMENT,
    "publicServiceMissionOrganization": Reserved.PUBLIC_SERVICE_MUTUAL,
}
KINDS = {"price": AwardCriterion.Kind.PRICE, "cost": AwardCriterion.Kind.COST}
SOCIAL_VALUE = re.compile(r"social value|gwerth cymdeithasol|community benefit|buddiannau cymunedol", re.IGNORECASE)
OF_HUNDRED = {None: 1, "percentageExact": 1, "percentageRangeMiddle": 1, "decimalExact": 100, "decimalRangeMiddle": 100}


@dataclass
class FoundLot:
    """A lot, by the name the release gives it; the empty name is the whole. `columns` are those it speaks of."""

    source_id: str
    columns: dict[str, Any]
    criteria: list[dict[str, Any]] = field(default_factory=list)


def lots(release: Release, areas: Mapping[str, list[str]], values: Values) -> list[FoundLot]:
    tender = release.tender
    if tender is None:
        return []
    if not tender.lots:
        return [FoundLot("", _for_whom(tender, None))]
    if len(tender.lots) > MOST_LOTS:
        raise Refused("$.tender.lots", f"more than {MOST_LOTS} lots")
    found: dict[str, FoundLot] = {}
    for n, lot in enumerate(tender.lots):
        path = f"$.tender.lots[{n}]"
        source_id = values.line(f"{path}.id", str(lot.id), LOT_ID_LENGTH) or str(n + 1)
        if source_id in found:
            values.leave_out(f"{path}.id", "another lot has this id")
            continue
        columns = _columns(path, lot, values) | _for_whom(tender, lot)
        if of_lot := areas.get(str(lot.id)):
            columns["area_codes"] = of_lot
        found[source_id] = FoundLot(source_id, columns, _criteria(path, lot, values))
    return list(found.values())


def _columns(path: str, lot: Lot, values: Values) -> dict[str, Any]:
    net, gross = values.amounts(f"{path}.value", lot.value)
    value = {} if net is None and gross is None else {"value_amount": net, "value_gross": gross}
    return texts.paired(path, lot, values) | value


def _for_whom(tender: Tender, lot: Lot | None) -> dict[str, Any]:
    """For whom it is suitable or reserved. Contracts Finder says so of the whole, Find a Tender of each lot."""
    columns: dict[str, Any] = {}
    for part in (tender, lot) if lot else (tender,):
        if part.suitability is not None:
            said = {"sme_suitable": part.suitability.sme, "vcse_suitable": part.suitability.vcse}
            columns |= {name: value for name, value in said.items() if value is not None}
        for code in (part.otherRequirements and part.otherRequirements.reservedParticipation) or ():
            if code in RESERVED:
                columns["reserved"] = RESERVED[code]
    return columns


def _criteria(path: str, lot: Lot, values: Values) -> list[dict[str, Any]]:
    criteria = (lot.awardCriteria and lot.awardCriteria.criteria) or ()
    return [_criterion(f"{path}.awardCriteria.criteria[{n}]", each, values) for n, each in enumerate(criteria)]


def _criterion(path: str, criterion: Criterion, values: Values) -> dict[str, Any]:
    """Sell2Wales writes the weight into the description: "60", "70%"."""
    name = values.line(f"{path}.name", criterion.name)
    description = values.line(f"{path}.description", criterion.description)
    weight = None
    if criterion.numbers:
        number = criterion.numbers[0]
        if number.weight in OF_HUNDRED and number.number is not None and number.number.is_finite():
            weight = values.percentage(f"{path}.numbers[0]", f"{number.number * OF_HUNDRED[number.weight]:f}"[:40])
        else:
            values.leave_out(f"{path}.numbers[0]", "no percentage")
    elif description[:1].isdigit():
        weight = values.percentage(f"{path}.description", description)
    elif description and not name:
        name = description
    kind = KINDS.get(criterion.type or "", AwardCriterion.Kind.QUALITY)
    if kind == AwardCriterion.Kind.QUALITY and SOCIAL_VALUE.search(name):
        kind = AwardCriterion.Kind.SOCIAL_VALUE
    return {"kind": kind, f"name_{values.language}": name, "weight": weight}
