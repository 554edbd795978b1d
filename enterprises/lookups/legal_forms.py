"""The legal forms a social enterprise can have.

Codes, names and registers as in the portal's own table; `legal_forms.csv` names its sources.
"""

from enterprises.lookups.tables import Named, as_choices, rows

LEGAL_FORMS = {row["code"]: Named(**row) for row in rows("legal_forms.csv")}


def choices() -> list[tuple]:
    return as_choices(LEGAL_FORMS)
