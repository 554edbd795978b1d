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
from collab_portal.forms.look import Look, problems

__all__ = [
    "DAY",
    "MONTH",
    "YEAR",
    "DateField",
    "DateParts",
    "FormMixin",
    "Look",
    "MoneyField",
    "MoneyInput",
    "MonthField",
    "MonthParts",
    "Part",
    "PortalForm",
    "PortalModelForm",
    "answer",
    "problems",
]
