"""A body's own measures: added, changed while no published criteria ask for them, retired when they are not wanted."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from socialvalue.models import Criterion, Framework, Measure, Outcome, Theme
from socialvalue.models.frameworks import Sourced

CODE, EDITION, LICENCE = "own", "1", "own"
NAMES = {"name_en": "Our own measures", "name_cy": "Ein mesurau ein hunain"}
THEME = {"title_en": "Our own measures", "title_cy": "Ein mesurau ein hunain"}


class MeasureIsAskedFor(Exception):
    """Published criteria ask for the measure: it stays as it is, and another one may take its place."""


@transaction.atomic
def add_measure(
    *, owner: Organisation, by: User, at: datetime, outcome: dict[str, str], goals: Sequence[str], **said: str
) -> Measure:
    """A new measure in the body's own framework, which begins with the first of them."""
    theme = _theme(owner, at)
    place = Measure.objects.filter(outcome__theme=theme).count() + 1
    measure = Measure.objects.create(
        outcome=_outcome(theme, outcome),
        code=f"OWN-{place}",
        position=place,
        goals=list(goals),
        verification=Sourced.Verification.DERIVED,
        **said,
    )
    trail.record("own measure added", by=by, target=measure, code=measure.code)
    return measure


@transaction.atomic
def change_measure(*, measure: Measure, by: User, outcome: dict[str, str], goals: Sequence[str], **said: str) -> None:
    """Raises MeasureIsAskedFor: what bidders are asked for does not change its meaning."""
    if is_asked_for(measure):
        raise MeasureIsAskedFor(measure.code)
    measure.outcome = _outcome(measure.outcome.theme, outcome)
    measure.goals = list(goals)
    for name, value in said.items():
        setattr(measure, name, value)
    measure.save()
    trail.record("own measure changed", by=by, target=measure, code=measure.code)


@transaction.atomic
def retire_measure(*, measure: Measure, by: User, at: datetime) -> None:
    """New criteria cannot ask for it any more. Those that do, still do."""
    measure.retired_at = at
    measure.save(update_fields=["retired_at"])
    trail.record("own measure retired", by=by, target=measure, code=measure.code)


def is_asked_for(measure: Measure) -> bool:
    return Criterion.objects.filter(measure=measure, criteria__published_at__isnull=False).exists()


def _theme(owner: Organisation, at: datetime) -> Theme:
    first = {"kind": Framework.Kind.MEASURES, "licence": LICENCE, "valid_from": timezone.localdate(at), **NAMES}
    framework, _new = Framework.objects.get_or_create(owner=owner, code=CODE, edition=EDITION, defaults=first)
    Framework.objects.select_for_update().get(pk=framework.pk)  # two at once are one after the other
    said = {"position": 1, "verification": Sourced.Verification.DERIVED, **THEME}
    return Theme.objects.get_or_create(framework=framework, code="OWN", defaults=said)[0]


def _outcome(theme: Theme, said: dict[str, str]) -> Outcome:
    """The one of these words, or a new one."""
    known = theme.outcomes.filter(**said).first()
    place = theme.outcomes.count() + 1
    verification = Sourced.Verification.DERIVED
    return known or theme.outcomes.create(code=str(place), position=place, verification=verification, **said)
