"""What becomes of each row, before anything is written: a dry run stops here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _

from collab_portal.accounts.models import Organisation
from collab_portal.sheets.report import Kind, Outcome, Report
from collab_portal.text import normalised_name
from enterprises.imports import differences, known
from enterprises.imports.known import Known
from enterprises.imports.likeness import is_near
from enterprises.imports.stub import Stub
from enterprises.models import Enterprise
from enterprises.models.imports import DoubtfulPair, ImportedLine

MOST_DOUBTS = 5  # of one row; who has more has a list of branches, not of duplicates
Reason = DoubtfulPair.Reason


@dataclass
class Step:
    """One row, what is to become of it, and the organisation it is about: one we have, or one that will be made."""

    stub: Stub
    outcome: Outcome
    organisation: Organisation | None = None
    changes: differences.Changes = field(default_factory=differences.Changes)
    doubts: list[tuple[Reason, "Organisation | Step"]] = field(default_factory=list)
    is_known_line: bool = False

    @property
    def is_new(self) -> bool:
        return self.outcome == Outcome.NEW


@dataclass
class Plan:
    """Decides row after row. It remembers the rows it has seen, so that a sheet's own duplicates are found too."""

    source: str
    sheet: str
    twins: dict[Any, int] = field(default_factory=dict)
    fresh_by_name: dict[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    fresh_by_postcode: dict[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    made: set[int] = field(default_factory=set)  # organisations that are among the fresh ones

    def steps(self, stubs: Iterable[Stub]) -> list[Step]:
        """What becomes of these rows. In a transaction: enterprises that may change are locked."""
        stubs = list(stubs)
        told = known.ask([stub for stub in stubs if not stub.is_refused], source=self.source, sheet=self.sheet)
        return [self._step(stub, told) for stub in stubs]

    def seen(self, stub: Stub) -> None:
        """The row went in before: an import that was interrupted goes on behind it."""
        for sign in self._signs(stub):
            self.twins.setdefault(sign, stub.row)

    def settle(self, steps: Iterable[Step]) -> None:
        """These are written. Later rows may still be compared with them, which takes no more than names and keys."""
        for step in steps:
            step.changes, step.doubts, step.stub.fields = differences.Changes(), [], {}
            if step.organisation:
                step.organisation = Organisation(pk=step.organisation.pk)
                self.made |= {step.organisation.pk} if step.is_new else set()

    def _step(self, stub: Stub, told: Known) -> Step:
        if stub.is_refused or self._is_twin(stub):
            return Step(stub, Outcome.REFUSED)
        self.seen(stub)
        if line := told.line(stub, self.sheet):
            return Step(stub, Outcome.UNCHANGED, Organisation(pk=line.organisation_id), is_known_line=True)
        if told.removed & known.digests(stub):
            stub.tell("name", _("This enterprise asked to be left out of the directory."), kind=Kind.REFUSED)
            return Step(stub, Outcome.REFUSED)
        found = self._recognised(stub, told)
        if len(found) > 1:
            names = ", ".join(sorted(f"“{told.organisations[pk]}”" for pk in found))
            stub.tell("name", _("This row fits several enterprises: %(names)s."), kind=Kind.REFUSED, names=names)
            return Step(stub, Outcome.REFUSED)
        if found:
            return self._again(stub, told.organisations[found.pop()])
        return self._new(stub, told)

    def _signs(self, stub: Stub) -> list[Any]:
        names = [(normalised_name(stub.name), stub.postcode)] if stub.postcode else []
        return [*stub.numbers.items(), *names, stub.line]

    def _is_twin(self, stub: Stub) -> bool:
        row = next((self.twins[sign] for sign in self._signs(stub) if sign in self.twins), None)
        if row is not None:
            stub.tell("name", _("Row %(row)d is about the same enterprise."), kind=Kind.REFUSED, row=row)
        return row is not None

    def _recognised(self, stub: Stub, told: Known) -> set[int]:
        """By its line, its numbers; only then by name and postcode, unless its numbers say otherwise."""
        lines: list[ImportedLine] = told.lines[stub.line]
        found = {line.organisation_id for line in lines[-1:]}
        found |= {told.by_number[number] for number in stub.numbers.items() if number in told.by_number}
        if not found:
            found = {
                pk
                for pk in self._namesakes(stub, told)
                if told.organisations[pk].enterprise.postcode == stub.postcode
                and not _numbers_differ(stub, told.organisations[pk])
            }
            found = {min(found)} if found else set()
        return found

    def _namesakes(self, stub: Stub, told: Known) -> set[int]:
        return set().union(*(told.by_name.get(key, ()) for key in stub.keys))

    def _again(self, stub: Stub, organisation: Organisation) -> Step:
        enterprise = getattr(organisation, "enterprise", None)
        if enterprise is None and organisation.is_public_body:
            stub.tell("name", _("A public body has this number: “%(name)s”."), kind=Kind.REFUSED, name=organisation)
            return Step(stub, Outcome.REFUSED)
        changes = differences.between(stub, organisation, enterprise, source=self.source)
        if enterprise is None:
            return Step(stub, Outcome.NEW, organisation, changes)
        if enterprise.state != Enterprise.State.UNCLAIMED:
            return Step(stub, Outcome.UNCHANGED, organisation)
        return Step(stub, Outcome.CHANGED if changes else Outcome.UNCHANGED, organisation, changes)

    def _new(self, stub: Stub, told: Known) -> Step:
        step = Step(stub, Outcome.NEW)
        for pk in sorted(self._namesakes(stub, told) - self.made):
            at_home = told.organisations[pk].enterprise.postcode == stub.postcode
            step.doubts.append((Reason.OTHER_NUMBER if at_home else Reason.SAME_NAME, told.organisations[pk]))
        doubted = {other.pk for _reason, other in step.doubts} | self.made
        for pk in sorted(told.by_postcode.get(stub.postcode, set()) - doubted if stub.postcode else ()):
            other = told.organisations[pk]
            if not _numbers_differ(stub, other) and is_near(stub.keys, told.names_of(other)):
                step.doubts.append((Reason.SIMILAR_NAME, other))
        self._doubt_fresh(step)
        del step.doubts[MOST_DOUBTS:]
        for reason, other in step.doubts:
            name = other.stub.name if isinstance(other, Step) else other.name
            stub.tell("name", _("This may be “%(name)s”: %(why)s."), kind=Kind.DOUBTFUL, name=name, why=reason.label)
        return step

    def _doubt_fresh(self, step: Step) -> None:
        """Rows of this sheet that are new too."""
        stub = step.stub
        same = {id(other): other for key in stub.keys for other in self.fresh_by_name[key]}
        step.doubts += [(Reason.SAME_NAME, other) for other in same.values()]
        if stub.postcode:
            near = [other for other in self.fresh_by_postcode[stub.postcode] if id(other) not in same]
            step.doubts += [
                (Reason.SIMILAR_NAME, other)
                for other in near
                if not _clash(stub.numbers, other.stub.numbers) and is_near(stub.keys, other.stub.keys)
            ]
            self.fresh_by_postcode[stub.postcode].append(step)
        for key in stub.keys:
            self.fresh_by_name[key].append(step)


def report(steps: Iterable[Step]) -> Report:
    """The numbers, and everything there is to tell."""
    told = Report()
    for step in steps:
        told.count(step.outcome, step.stub.problems)
    return told


def _clash(numbers: dict[str, str], others: dict[str, str]) -> bool:
    return any(others.get(scheme, value) != value for scheme, value in numbers.items())


def _numbers_differ(stub: Stub, organisation: Organisation) -> bool:
    return _clash(stub.numbers, {each.scheme: each.value for each in organisation.identifiers.all()})
