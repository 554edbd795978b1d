"""What becomes of the lots that are there when a contract is split in another way: nothing typed is lost."""

from collections.abc import Sequence
from typing import Any

from procurement.design.lots import Part
from procurement.models import Reserved
from procurement.snapshot import LotSnapshot

LANGUAGES = ("en", "cy")


def carried(old: Sequence[LotSnapshot], parts: Sequence[Part]) -> list[LotSnapshot]:
    """The new lots. Each takes its value and place from the proposal, and all else from the lots it continues.

    A lot is continued by the one of the same title, else by that of its number, else by the last. New lots that
    continue none take their criteria from the first lot; where there was one lot only, its texts too.
    """
    continued: list[list[LotSnapshot]] = [[] for _part in parts]
    for lot in old:
        continued[_place(lot, parts)].append(lot)
    return [
        _lot(number, part, own, old) for number, (part, own) in enumerate(zip(parts, continued, strict=True), start=1)
    ]


def is_typed(lots: Sequence[LotSnapshot]) -> bool:
    """Somebody entered more than a draft begins with."""
    return len(lots) != 1 or lots[0] != LotSnapshot(number=lots[0].number)


def _place(lot: LotSnapshot, parts: Sequence[Part]) -> int:
    named = (place for place, part in enumerate(parts) if part.title_en and part.title_en == lot.title_en)
    return next(named, min(lot.number, len(parts)) - 1)


def _lot(number: int, part: Part, own: Sequence[LotSnapshot], old: Sequence[LotSnapshot]) -> LotSnapshot:
    models = own or old[:1]
    texts = own or (old if len(old) == 1 else ())
    titles = {language: _title(part, own, language) for language in LANGUAGES}
    return LotSnapshot(
        number=number,
        source_id=own[0].source_id if len(own) == 1 and len(old) > 1 else "",
        title_en=titles["en"],
        title_cy=titles["cy"],
        description_en=_text(texts, titles["en"], "en"),
        description_cy=_text(texts, titles["cy"], "cy"),
        value_amount=part.value_amount,
        value_gross=part.value_gross,
        cpv_codes=list(part.services) or _agreed([lot.cpv_codes for lot in models], []),
        area_codes=list(part.areas),
        sme_suitable=_agreed([lot.sme_suitable for lot in models], None),
        vcse_suitable=_agreed([lot.vcse_suitable for lot in models], None),
        reserved=_agreed([lot.reserved for lot in models], Reserved.NONE.value),
        criteria=next((lot.criteria for lot in own or old if lot.criteria), []),
    )


def _title(part: Part, own: Sequence[LotSnapshot], language: str) -> str:
    """Its own. A contract that stays whole keeps the title of its one lot."""
    given = getattr(part, f"title_{language}")
    is_untitled = not (part.title_en or part.title_cy)
    return given or (getattr(own[0], f"title_{language}") if is_untitled and len(own) == 1 else "")


def _text(lots: Sequence[LotSnapshot], title: str, language: str) -> str:
    """What was written of these lots, each under the title it had."""
    texts = []
    for lot in lots:
        had = getattr(lot, f"title_{language}")
        texts += [had if had != title else "", getattr(lot, f"description_{language}")]
    return "\n\n".join(filter(None, texts))


def _agreed(values: Sequence[Any], otherwise: Any) -> Any:
    """What all say."""
    return values[0] if all(each == values[0] for each in values) else otherwise
