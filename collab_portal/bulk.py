"""Writing many rows at once, as one JSON document that PostgreSQL takes apart.

Django's `bulk_create` binds and quotes each value by itself. For rows of forty columns, of lists and of JSON that takes
several times as long as the insertion, and an import is made of little else.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

Row = TypeVar("Row", bound=models.Model)

INSERT = """
INSERT INTO {table} ({columns})
SELECT {values}
FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS given(item, place),
     LATERAL jsonb_populate_record(NULL::{table}, item) AS rows
ORDER BY place
{conflict}
RETURNING {returned}
"""
UPDATE = """
UPDATE {table}
SET {changes}
FROM jsonb_array_elements(%s::jsonb) AS given(item),
     LATERAL jsonb_populate_record(NULL::{table}, item) AS rows
WHERE {table}.{key} = rows.{key}
"""


def insert(
    rows: Sequence[Row],
    *,
    computed: Mapping[str, str] | None = None,
    also: Sequence[Mapping[str, Any]] = (),
    replace: str = "",
) -> list[Row]:
    """Insert the rows in their order, and give them the keys they got.

    `computed` are columns that PostgreSQL works out: SQL over `item`, the row as JSON with what `also` adds to each.
    With `replace`, a unique column, rows that exist already are written anew.
    """
    rows = list(rows)
    if not rows:
        return rows
    computed = computed or {}
    options = rows[0]._meta
    fields = [field for field in options.concrete_fields if _is_given(rows[0], field)]
    plain = {field.attname: field.column for field in fields if field.column not in computed}
    items = [{column: getattr(row, name) for name, column in plain.items()} for row in rows]
    for item, more in zip(items, also, strict=False):
        item |= more
    quote = connection.ops.quote_name
    columns = [*plain.values(), *computed]
    returned = options.db_returning_fields or [options.pk]
    statement = INSERT.format(
        table=quote(options.db_table),
        columns=", ".join(map(quote, columns)),
        values=", ".join([*(f"rows.{quote(column)}" for column in plain.values()), *computed.values()]),
        conflict=_conflict(replace, columns),
        returned=", ".join(quote(field.column) for field in returned),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [msgspec.json.encode(items).decode()])
        for row, values in zip(rows, cursor.fetchall(), strict=True):
            for field, value in zip(returned, values, strict=True):
                setattr(row, field.attname, value)
            row._state.adding, row._state.db = False, connection.alias
    return rows


def update(rows: Sequence[models.Model], columns: Iterable[str]) -> None:
    """Write these columns of the rows."""
    names = sorted(columns)
    if not rows or not names:
        return
    options = rows[0]._meta
    items = [{name: getattr(row, name) for name in [options.pk.column, *names]} for row in rows]
    quote = connection.ops.quote_name
    statement = UPDATE.format(
        table=quote(options.db_table),
        changes=", ".join(f"{quote(name)} = rows.{quote(name)}" for name in names),
        key=quote(options.pk.column),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [msgspec.json.encode(items).decode()])


def as_it_is(content: bytes) -> msgspec.Raw:
    """JSON for a column, to be kept without being read."""
    return msgspec.Raw(content)


def _is_given(row: models.Model, field: models.Field) -> bool:
    """Keys, generated columns and defaults of the database are not."""
    if field.generated or (field.primary_key and row.pk is None):
        return False
    return not isinstance(getattr(row, field.attname), DatabaseDefault)


def _conflict(unique: str, columns: Sequence[str]) -> str:
    if not unique:
        return ""
    quote = connection.ops.quote_name
    anew = ", ".join(f"{quote(column)} = EXCLUDED.{quote(column)}" for column in columns if column != unique)
    return f"ON CONFLICT ({quote(unique)}) DO UPDATE SET {anew}"
