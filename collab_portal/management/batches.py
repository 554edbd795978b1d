"""Additions that a migration makes one after the other, made as one step: see decisions/0019."""

from collections.abc import Iterable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

# What is added to a table, by the step of its life in which it is. Nothing else is ever batched: not even a subclass.
STEPS = {
    CreateModel: "table",
    AddField: "columns",
    AddConstraint: "rules",
    AddIndex: "rules",
    AddTrigger: "rules",
}


class Batch(Operation):
    """Several additions that do not change what one of the others reads, so that the models are built once for all."""

    def __init__(self, operations: list[Operation]):
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        if "apps" in state.__dict__:
            del state.apps  # built anew when it is asked for, which is after the last of them
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)


def batched(operations: Iterable[Operation]) -> list[Operation]:
    """The same operations in the same order, with neighbours together that are at the same step for each table."""
    batches: list[list[Operation]] = []
    steps: dict[str, str] | None = None  # of the batch that is open
    for operation in operations:
        step = STEPS.get(type(operation))
        if steps is None or step is None or steps.setdefault(_table(operation), step) != step:
            batches.append([])
            steps = {_table(operation): step} if step else None
        batches[-1].append(operation)
    return [Batch(batch) if len(batch) > 1 else batch[0] for batch in batches]


def _table(operation: Operation) -> str:
    model = operation.name if isinstance(operation, CreateModel) else getattr(operation, "model_name", "")
    return model.lower()
