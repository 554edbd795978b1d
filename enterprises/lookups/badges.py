"""The badges an enterprise can hold: who gives them, and for how long they hold."""

from enterprises.lookups.tables import Named, as_choices, rows

BADGES = {row["code"]: Named(**row) for row in rows("badges.csv")}


def choices() -> list[tuple]:
    return as_choices(BADGES)
