"""What the deliveries of a study's contracts show, as measures of the study."""

from datetime import date

from collab_portal.accounts.models import User
from socialvalue.delivering import standing
from socialvalue.models import Delivery
from socialvalue.practice.content import Measured
from socialvalue.practice.models import CaseStudy


def deliveries(study: CaseStudy, user: User):
    """Those of the contracts it is linked to. Only the two sides of a delivery see it, and may tell others of it."""
    linked = study.opportunities.values("pk")
    return Delivery.objects.visible_to(user).filter(lot__opportunity__in=linked).order_by("pk")


def measures(study: CaseStudy, user: User, on: date) -> list[Measured]:
    """What was promised for the quarters that are over, and what of it the buyer accepted."""
    found = [line for each in deliveries(study, user) for line in standing.lines(each, on) if line.to_date]
    return [_measured(line, on) for line in found]


def _measured(line: standing.Line, on: date) -> Measured:
    return Measured(
        name_en=line.promise.title_en[:150],
        name_cy=line.promise.title_cy[:150],
        committed=line.to_date.promised,
        evidenced=line.to_date.evidenced,
        unit=line.promise.unit,
        promise=line.promise.pk,
        as_of=on,
    )
