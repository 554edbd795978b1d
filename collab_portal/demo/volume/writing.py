"""Writing rows in bulk: keys in advance, a few thousand rows in a statement, and figures for the planner."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import msgspec
import psycopg
from django.conf import settings
from django.db import connection
from django.db.models import Model

from procurement import bulk

BATCH = 2_000
INSERT = "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
Row = TypeVar("Row")


def reserve(model: type[Model], count: int) -> list[int]:
    """Keys for so many rows, before they are written."""
    sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(sequence, [model._meta.db_table, count])
        return sorted(key for (key,) in cursor.fetchall())


def insert(rows: Iterable[Model]) -> None:
    for batch in batches(rows):
        bulk.insert(batch)


def insert_rows(model: type[Model], rows: list[dict[str, Any]]) -> None:
    """Rows as plain values by column, all with the same columns."""
    if not rows:
        return
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(map(quote, rows[0]))
    statement = INSERT.format(table=table, columns=columns)
    with connection.cursor() as cursor:
        cursor.execute(statement, [msgspec.json.encode(rows).decode()])


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def analyze(*models: type[Model]) -> None:
    """What is in these tables has changed for good: let PostgreSQL count anew. Only their owner may ask for it."""
    owner = {"user": settings.DATABASE_OWNER["USER"], "password": settings.DATABASE_OWNER["PASSWORD"]}
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
    with psycopg.connect(**connection.get_connection_params() | owner, autocommit=True) as connected:
        # Pages left empty at the end stay: to give them back it would wait for everybody who has the table open.
        connected.execute(f"VACUUM (ANALYZE, TRUNCATE FALSE) {tables}")
