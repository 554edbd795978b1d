"""How forms look and speak. Pages and apps import from here; how it is done stands in the modules below."""

from collab_portal.forms.base import FormMixin, PortalForm, PortalModelForm, answer
from collab_portal.forms.fields import (
    DAY,
    MONTH,
    YEAR,
    DateField,
    DateParts,
    MoneyField,
    MoneyInput,
    MonthField,
    MonthParts,
    Part,
)
from collab_portal.forms.finder import FinderMixin, Found
from collab_portal.forms.look import Look, problems
from collab_portal.forms.stamped import Stamped, StampedForm
from collab_portal.forms.texts import LinkField, WholeTextField, text

__all__ = [
    "DAY",
    "MONTH",
    "YEAR",
    "DateField",
    "DateParts",
    "FinderMixin",
    "FormMixin",
    "Found",
    "LinkField",
    "Look",
    "MoneyField",
    "MoneyInput",
    "MonthField",
    "MonthParts",
    "Part",
    "PortalForm",
    "PortalModelForm",
    "Stamped",
    "StampedForm",
    "WholeTextField",
    "answer",
    "problems",
    "text",
]
