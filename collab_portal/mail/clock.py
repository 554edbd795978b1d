"""The one clock that leases and due times go by: PostgreSQL's, whichever machine a sender runs on."""

from django.db.models import DateTimeField, Func


class ClockTime(Func):
    """The moment the database reads it; unlike `Now()` it moves on inside a transaction."""

    template = "clock_timestamp()"
    output_field = DateTimeField()
