"""Writing what was planned, with a few statements a batch however many lines it has."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection

from collab_portal.accounts.models import Organisation
from collab_portal.reference.actions import learn_cpv_codes
from collab_portal.reference.councils import council_named
from collab_portal.sheets.report import Outcome
from procurement import bulk
from procurement.models import ImportDifference, Lot, Opportunity, PlanLine
from procurement.plans import saying
from procurement.plans.planning import Step

LOCK = 7305


def take_turns(buyer: Organisation) -> None:
    """Until the transaction ends, no other import decides or writes for this body."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, buyer.pk])


def write(steps: Sequence[Step], *, buyer: Organisation, at: datetime) -> None:
    """Start and change drafts as the steps say, in the caller's transaction. Nothing is published by it."""
    codes = {code for step in steps for code in step.says.get("cpv_codes", {}).get("cpv_codes", ())}
    learn_cpv_codes(found=dict.fromkeys(codes, ""))
    _start([step for step in steps if step.outcome == Outcome.NEW], buyer)
    _change([step for step in steps if step.taken])
    _show_differences([step for step in steps if step.opportunity and step.outcome != Outcome.NEW], at)
    _remember([step for step in steps if step.outcome != Outcome.REFUSED], buyer, at)


def _start(steps: Sequence[Step], buyer: Organisation) -> None:
    council = council_named(buyer.name_en) or council_named(buyer.name_cy)
    everywhere = {"regime": buyer.regime, "area_codes": [council.area] if council else []}
    for step in steps:
        columns = everywhere | _columns(step.says.values())
        step.opportunity = Opportunity(buyer=buyer, edited_fields=sorted(_columns(step.says.values())), **columns)
    made = bulk.insert([step.opportunity for step in steps])
    for each in made:
        each.ocid = f"{settings.OCID_PREFIX}-{each.reference}"
    bulk.update(made, ["ocid"])
    bulk.insert([Lot(opportunity=each, number=1) for each in made])


def _change(steps: Sequence[Step]) -> None:
    columns: set[str] = set()
    for step in steps:
        taken = _columns(step.taken.values())
        for name, value in taken.items():
            setattr(step.opportunity, name, value)
        step.opportunity.edited_fields = sorted({*step.opportunity.edited_fields, *taken})
        columns |= {*taken, "edited_fields"}
    bulk.update([step.opportunity for step in steps], columns)


def _columns(groups: Iterable[saying.Columns]) -> saying.Columns:
    return {name: value for group in groups for name, value in group.items()}


def _show_differences(steps: Sequence[Step], at: datetime) -> None:
    """Put before the officer what the plan says otherwise, and settle what both agree on by now."""
    opportunities = [step.opportunity for step in steps]
    still_open = {
        (row.opportunity_id, row.field): row
        for row in ImportDifference.objects.filter(opportunity__in=opportunities, settled_at=None)
    }
    settled, fresh = [], []
    for step in steps:
        for field, (ours, theirs) in _asked(step).items():
            row = still_open.get((step.opportunity.pk, field)) or ImportDifference(field=field)
            row.opportunity, row.ours, row.theirs, row.imported_release = step.opportunity, ours, theirs, None
            fresh.append(row)
        names = {*step.agreed, *step.taken}
        names |= set(saying.VALUE) if "value" in names else set()
        settled += [row.pk for name in names if (row := still_open.get((step.opportunity.pk, name)))]
    ImportDifference.objects.filter(pk__in=settled).update(settled_at=at)
    ImportDifference.objects.bulk_create([row for row in fresh if row.pk is None])
    ImportDifference.objects.bulk_update([row for row in fresh if row.pk], ["ours", "theirs", "imported_release"])


def _asked(step: Step) -> dict[str, tuple[object, object]]:
    """By field of the public record: what stands here, and what the plan says."""
    found = {}
    for name, columns in saying.packed(step.differing).items():
        ours = saying.packed({name: {column: getattr(step.opportunity, column) for column in columns}})[name]
        if name == "value":
            field = "value_band" if columns["value_band"] else "value_amount"
            found[field] = ours[field], columns[field]
        elif name in Opportunity.MILESTONES:
            found[name] = tuple(
                {part.removeprefix(f"{name}_"): one for part, one in each.items()} for each in (ours, columns)
            )
        else:
            found[name] = next(iter(ours.values())), next(iter(columns.values()))
    return found


def _window(name: str, columns: saying.Columns) -> saying.Columns:
    return {part.removeprefix(f"{name}_"): value for part, value in columns.items()}


def _remember(steps: Sequence[Step], buyer: Organisation, at: datetime) -> None:
    known, new = [], []
    for step in steps:
        line = step.known or PlanLine(buyer=buyer, opportunity=step.opportunity)
        line.key, line.title_key = step.keyed.key, step.keyed.title_key
        line.said = line.said | saying.packed(step.says)
        line.told_at, line.vanished_at, line.answer = at, None, ""
        (known if step.known else new).append(line)
    bulk.insert(new)
    bulk.update(known, ["key", "title_key", "said", "told_at", "vanished_at", "answer"])
