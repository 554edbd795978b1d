"""Frameworks and policies as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from collab_portal.templatetags.words import money
from socialvalue.models import Framework, Measure, Outcome, PolicyBand, Theme


@dataclass(frozen=True)
class Tree:
    """A framework with all that hangs below it."""

    themes: list[Theme]

    @property
    def outcomes(self) -> list[Outcome]:
        return [outcome for theme in self.themes for outcome in theme.outcomes.all()]

    @property
    def measures(self) -> list[Measure]:
        return [measure for outcome in self.outcomes for measure in outcome.measures.all()]

    @property
    def quantities(self) -> list[Measure]:
        return [measure for measure in self.measures if not measure.is_in_words]

    @property
    def unverified(self) -> int:
        return sum(not row.is_verified for row in (*self.themes, *self.outcomes, *self.measures))


def tree(framework: Framework) -> Tree:
    """In three queries, however large it is."""
    measures = Measure.objects.current().order_by("position")
    outcomes = Outcome.objects.order_by("position").prefetch_related(Prefetch("measures", measures))
    return Tree(list(framework.themes.order_by("position").prefetch_related(Prefetch("outcomes", outcomes))))


def band_lines(bands: Iterable[PolicyBand]) -> list[dict[str, Any]]:
    """Each band with its value in words and what it asks, the lowest first."""
    ordered = sorted(bands, key=lambda band: band.value_from)
    return [{"band": band, "value": _range(band), "asks": _asks(band)} for band in ordered]


def _range(band: PolicyBand) -> str:
    if band.value_to is None and not band.value_from:
        return _("Every contract")
    if band.value_to is None:
        return _("From %(low)s") % {"low": money(band.value_from)}
    if not band.value_from:
        return _("Below %(high)s") % {"high": money(band.value_to)}
    return _("From %(low)s, below %(high)s") % {"low": money(band.value_from), "high": money(band.value_to)}


def _asks(band: PolicyBand) -> list[str]:
    """What can be said in one language without a text of the body's own."""
    said = [_("Social value must be asked for") if band.is_required else _("Social value may be asked for")]
    if band.weight is not None:
        said.append(_("Weight in the award: %(share)s") % {"share": _share(band.weight)})
    if band.quantitative_share:
        counted = {"counted": _share(band.quantitative_share), "judged": _share(100 - band.quantitative_share)}
        said.append(_("Of this, %(counted)s is counted and %(judged)s judged on answers in words") % counted)
    if band.method:
        said.append(_("Scored: %(method)s") % {"method": band.get_method_display()})
    if band.most_measures is not None:
        said.append(_("Measures: %(most)s at most") % {"most": band.most_measures})
    return said


def _share(value) -> str:
    return f"{value.normalize():f}%"
