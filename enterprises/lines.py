"""The short lines of a profile, fetched with its enterprise: eight kinds of them would else be eight questions."""

from datetime import date
from typing import TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from collab_portal.accounts.models import OrganisationIdentifier
from enterprises.models import Activity, Badge, ClientReference, Enterprise, Insurance, Outcome, Standing, Statement

Line = TypeVar("Line", bound=Model)
OWNER, ORGANISATION = {"enterprise": OuterRef("pk")}, {"organisation": OuterRef("organisation")}


def with_lines(enterprises: QuerySet[Enterprise], on: date) -> QuerySet[Enterprise]:
    """Each kind as a column that `read` understands, in the order of the page; without what has run out by that day."""
    lines = (
        Activity.objects.filter(**OWNER).order_by("category__position"),
        Badge.objects.held(on).filter(**OWNER).order_by("kind"),
        ClientReference.objects.filter(**OWNER).order_by("-ended_in", "pk"),
        Insurance.objects.held(on).filter(**OWNER).order_by("kind"),
        OrganisationIdentifier.objects.filter(**ORGANISATION).order_by("scheme", "value"),
        Outcome.objects.filter(**OWNER).order_by("pk"),
        Standing.objects.filter(**OWNER).order_by("kind"),
        Statement.objects.filter(**OWNER).order_by("pk"),
    )
    return enterprises.annotate(**{_column(each.model): ArraySubquery(_as_json(each)) for each in lines})


def read(enterprise: Enterprise, kind: type[Line]) -> list[Line]:
    """The lines of one kind, of an enterprise that came through `with_lines`."""
    fields = {field.attname: field for field in kind._meta.concrete_fields}
    said = getattr(enterprise, _column(kind))
    return [kind(**{name: field.to_python(line[name]) for name, field in fields.items()}) for line in said]


def _as_json(lines: QuerySet) -> QuerySet:
    names = [field.attname for field in lines.model._meta.concrete_fields]
    return lines.values(said=JSONObject(**{name: name for name in names}))


def _column(kind: type[Model]) -> str:
    return f"told_{kind._meta.model_name}"
