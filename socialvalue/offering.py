"""What an offer says, as a plain value: kept while it is a draft, checked, handed in, and told by its hash."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
from django.utils.translation import gettext

from socialvalue import rules
from socialvalue.models import Criteria, Criterion, Offer, Price


class Said(msgspec.Struct, omit_defaults=True):
    """The answer to one question."""

    text: str = ""
    quantities: list[Decimal | None] = []
    how: str = ""
    evidence: str = ""
    who: str = ""

    @property
    def total(self) -> Decimal:
        return sum((number for number in self.quantities if number is not None), Decimal(0))


class Content(msgspec.Struct, omit_defaults=True):
    """An offer, whole or half done. `answers` by the code of the question."""

    language: str = "en"
    price: Decimal | None = None
    answers: dict[str, Said] = {}

    def said(self, code: str) -> Said:
        return self.answers.get(code) or Said()


@dataclass(frozen=True)
class Missing:
    """What must be there before the offer is handed in. `field` is the name of the input."""

    field: str
    message: str


def read(kept: Any) -> Content:
    return msgspec.convert(kept, Content, strict=False)


def write(content: Content) -> Any:
    """For a JSON column; numbers are text, so that none is bent."""
    return msgspec.to_builtins(content)


def asks_price(criteria: Criteria) -> bool:
    return criteria.price_method != Criteria.PriceMethod.NONE


def missing(content: Content, criteria: Criteria, questions: Iterable[Criterion]) -> Iterator[Missing]:
    """What the bidder has still to say."""
    if asks_price(criteria) and content.price is None:
        yield Missing("price", gettext("Enter your price"))
    for question in questions:
        said, title = content.said(question.code), rules.question_title(question)
        if question.kind == Criterion.Kind.WORDS:
            if not said.text:
                yield Missing(f"text_{question.pk}", gettext("Answer the question “%(title)s”") % {"title": title})
            continue
        if not said.quantities or None in said.quantities:
            words = gettext("Give a number for each quarter of “%(title)s”. Enter 0 where you promise nothing")
            yield Missing(f"quantities_{question.pk}", words % {"title": title})
        if (any(said.quantities) or question.less_is_better) and not said.how:
            words = gettext("Say how you will do it: “%(title)s”")
            yield Missing(f"how_{question.pk}", words % {"title": title})


def handed_in(offer: Offer) -> Content:
    """What an offer says, as its rows hold it; for whoever may read them."""
    price = Price.objects.filter(offer=offer).first()
    answers = offer.answers.select_related("criterion").order_by("criterion__position")
    return Content(
        language=offer.language,
        price=price.amount if price else None,
        answers={
            each.criterion.code: Said(each.text, each.quantities, each.how, each.evidence, each.who) for each in answers
        },
    )


def canonical(offer: Offer) -> bytes:
    """The offer as one file, always the same to the byte: what its hash is taken of."""
    kept = {
        "criteria": offer.criteria_id,
        "bidder": offer.bidder_id,
        "bidder_name": offer.bidder_name,
        "offer": write(handed_in(offer)),
    }
    return msgspec.json.format(msgspec.json.encode(kept, order="sorted"), indent=1)


def digest(offer: Offer) -> str:
    return hashlib.sha256(canonical(offer)).hexdigest()
