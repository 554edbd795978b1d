"""History of rows, kept by triggers in PostgreSQL, so that bulk updates and plain SQL are caught too."""

import pghistory


def track_history(*, exclude: list[str] | None = None):
    """Decorate a model so that each insert, update and deletion of a row leaves a copy in `<Model>Event`.

    Exclude fields that hold names or addresses of people: history must not stand in the way of erasure.
    Events carry the id of the person who acted, and point at the row without a constraint, so that a row can go.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=exclude,
        level=pghistory.Statement,
        obj_field=pghistory.ObjForeignKey(related_name="history"),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,
    )
