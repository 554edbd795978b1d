"""The rows of `data/` as instances that nobody has saved yet."""

import csv
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from socialvalue.models import Framework, Measure, Outcome, Policy, PolicyBand, Proxy, ProxySet, Theme

DATA = Path(__file__).resolve().parent / "data"
Ids = Mapping[tuple[str, ...], int]  # from the codes of a row to its number in the database


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def frameworks() -> list[Framework]:
    return [
        Framework(**row | {"valid_from": _day(row["valid_from"]), "valid_to": _day(row["valid_to"])})
        for row in rows("frameworks")
    ]


def themes(ids: Ids) -> list[Theme]:
    return [
        Theme(framework_id=ids[row.pop("framework"), row.pop("edition")], position=position, **row)
        for position, row in enumerate(rows("themes"), start=1)
    ]


def outcomes(ids: Ids) -> list[Outcome]:
    return [
        Outcome(theme_id=ids[row.pop("framework"), row.pop("edition"), row.pop("theme")], position=position, **row)
        for position, row in enumerate(rows("outcomes"), start=1)
    ]


def measures(ids: Ids) -> list[Measure]:
    made = []
    for position, row in enumerate(rows("measures"), start=1):
        above = tuple(row.pop(name) for name in ("framework", "edition", "theme", "outcome"))
        read = {"goals": row["goals"].split(), "counts_activity": row["counts_activity"] == "yes"}
        made.append(Measure(outcome_id=ids[above], position=position, **row | read))
    return made


def policies() -> list[Policy]:
    return [Policy(**row | {"valid_from": _day(row["valid_from"])}) for row in rows("policies")]


def policy_bands(ids: Ids) -> list[PolicyBand]:
    made = []
    for row in rows("policy_bands"):
        numbers = {name: _number(row.pop(name)) for name in ("value_to", "weight", "quantitative_share")}
        most = row.pop("most_measures")
        read = {
            "value_from": Decimal(row["value_from"]),
            "is_required": row["is_required"] == "yes",
            "most_measures": int(most) if most else None,
        }
        made.append(PolicyBand(policy_id=ids[row.pop("policy"),], **row | numbers | read))
    return made


def proxy_sets(at: datetime) -> list[ProxySet]:
    return [ProxySet(loaded_at=at, **row) for row in rows("proxy_sets")]


def proxies(ids: Ids) -> list[Proxy]:
    made = []
    for row in rows("proxies"):
        numbers = {name: _number(row.pop(name)) for name in ("low", "central", "high")}
        read = {"proxy_set_id": ids[row.pop("set"), row.pop("version")], "price_year": int(row.pop("price_year"))}
        made.append(Proxy(**row | numbers | read))
    return made


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
