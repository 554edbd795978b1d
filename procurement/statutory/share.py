"""How much of what a body awarded went to social enterprises, as far as anybody knows."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils.translation import gettext

from collab_portal.accounts.models import Organisation
from enterprises.models import Enterprise
from procurement.models import Award, PipelineEntry, Stage

IS_SOCIAL = Q(in_directory=True) | Q(is_social_enterprise=True)
IS_NOT = Q(in_directory=False, is_social_enterprise=False)
IS_VALUED = Q(value_amount__isnull=False, currency="GBP")


@dataclass(frozen=True)
class Share:
    """By number, and by value where a value in pounds is given. Nobody has said it of those that are not known."""

    count: int
    social: int
    other: int
    valued: int
    social_valued: int
    other_valued: int
    value: Decimal
    social_value: Decimal
    other_value: Decimal

    @property
    def not_known(self) -> int:
        return self.count - self.social - self.other

    @property
    def not_known_value(self) -> Decimal:
        return self.value - self.social_value - self.other_value

    @property
    def without_value(self) -> int:
        return self.count - self.valued

    @property
    def groups(self) -> list[tuple[str, int, Decimal | None]]:
        """Whom, how many and for how much: no value where none is given, rather than nought."""
        not_known_valued = self.valued - self.social_valued - self.other_valued
        groups = (
            (gettext("Social enterprises"), self.social, self.social_valued, self.social_value),
            (gettext("Others"), self.other, self.other_valued, self.other_value),
            (gettext("Not known"), self.not_known, not_known_valued, self.not_known_value),
        )
        return [(name, count, value if valued or not count else None) for name, count, valued, value in groups]

    @property
    def percent(self) -> int | None:
        """Of the number of those of which it is known."""
        return _percent(self.social, self.social + self.other)

    @property
    def value_percent(self) -> int | None:
        """Of the value of those of which it is known; only where winners of both kinds have a value to compare."""
        if (self.social and not self.social_valued) or (self.other and not self.other_valued):
            return None
        return _percent(self.social_value, self.social_value + self.other_value)


def of(body: Organisation) -> Share:
    """One query, whatever the number. A supplier in the directory of social enterprises counts as one."""
    awarded = PipelineEntry.objects.of_buyer(body).filter(stage=Stage.AWARDED)
    listed = Enterprise.objects.listed().filter(organisation=OuterRef("supplier"))
    awards = Award.objects.filter(opportunity__entry__in=awarded, outcome=Award.Outcome.AWARDED)
    sums = awards.alias(in_directory=Exists(listed)).aggregate(
        count=Count("pk"),
        social=Count("pk", filter=IS_SOCIAL),
        other=Count("pk", filter=IS_NOT),
        valued=Count("pk", filter=IS_VALUED),
        social_valued=Count("pk", filter=IS_VALUED & IS_SOCIAL),
        other_valued=Count("pk", filter=IS_VALUED & IS_NOT),
        value=Sum("value_amount", filter=IS_VALUED),
        social_value=Sum("value_amount", filter=IS_VALUED & IS_SOCIAL),
        other_value=Sum("value_amount", filter=IS_VALUED & IS_NOT),
    )
    return Share(**{name: value or 0 for name, value in sums.items()})


def _percent(part: Decimal | int, whole: Decimal | int) -> int | None:
    return round(100 * part / whole) if whole else None
