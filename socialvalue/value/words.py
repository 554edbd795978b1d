"""All that valuing says, in one table: the factors and the reasons, in the language of the page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from socialvalue.reasons import Reason

FACTORS: dict[str, Promise] = {
    "quantity": _("How many"),
    "proxy": _("Pounds for one"),
    "deadweight": _("Would have happened anyway"),
    "attribution": _("Owed to others"),
    "displacement": _("Only moved from elsewhere"),
    "dropoff": _("Lost in each later year"),
}

REASONS: dict[str, Promise] = {
    "amount": _("%(where)s: enter zero or more, from the lowest to the highest, under “%(factor)s”."),
    "share": _("%(where)s: enter shares between 0 and 1, from the lowest to the highest, under “%(factor)s”."),
    "years": _("%(where)s: enter between 1 and %(most)s years."),
    "counted_twice": _("%(where)s and %(second)s count the same outcome for the same people. Keep one of them."),
    "invested": _("Enter what is put in, zero or more."),
    "no_rate": _("The discount rates do not reach %(year)s years ahead."),
    "no_rates": _("No discount rate is known for %(day)s. Add one with its source."),
    "no_carbon_value": _("No value of carbon is known for %(year)s."),
    "no_deflator": _(
        "Prices of %(from_year)s cannot be put into prices of %(to_year)s. Add the factor with its source."
    ),
}


def said(reason: Reason) -> str:
    """A reason as a sentence that says what to do."""
    values: dict[str, object] = {"where": reason.where, **reason.values}
    if "factor" in values:
        values["factor"] = FACTORS[str(values["factor"])]
    return str(REASONS[reason.code]) % values
