"""The five steps in the demo world: last year of every public body, and this year of one, half answered."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from collab_portal.accounts.models import Organisation, User
from collab_portal.demo import files
from socialvalue.practice import actions
from socialvalue.practice.actions import Said
from socialvalue.practice.five_steps import editions
from socialvalue.practice.models import Assessment, Step

LAST_YEAR, THIS_YEAR, PLANNED = timedelta(days=370), timedelta(days=6), timedelta(days=60)


def add_five_steps(organisations: dict[str, Organisation], publishers: dict[str, User], *, now: datetime) -> None:
    words = {each["statement"]: each["note"] for each in files.read("five_steps", part="words")}
    for entry in files.read("five_steps", part="closed"):
        by, at = publishers[entry["body"]], now - LAST_YEAR
        made = _answered(organisations[entry["body"]], entry, {}, by=by, at=at)
        made = actions.close_assessment(assessment=made, by=by, at=at)
        networks = [organisations[entry["network"]]] if "network" in entry else []
        shown = {"is_public": entry.get("is_public", False), "networks": networks}
        actions.choose_readers(assessment=made, by=by, at=at, **shown)
    for entry in files.read("five_steps", part="running"):
        _answered(organisations[entry["body"]], entry, words, by=publishers[entry["body"]], at=now - THIS_YEAR)
    for entry in files.read("five_steps", part="actions"):
        _plan(organisations["flintshire"], entry, publishers["flintshire"], now=now)


def _answered(
    body: Organisation, entry: dict[str, Any], words: dict[str, str], *, by: User, at: datetime
) -> Assessment:
    made = actions.start_assessment(body=body, by=by, at=at)
    for step in Step:
        statements = editions.edition(made.edition).of_step(step)
        levels = zip(statements, entry.get(step.value, []), strict=False)
        answers = {each.code: Said(level, words.get(each.code, "")) for each, level in levels}
        actions.answer_step(assessment=made, answers=answers, by=by, at=at)
    return made


def _plan(body: Organisation, entry: dict[str, Any], by: User, *, now: datetime) -> None:
    due_on = timezone.localdate(now) + timedelta(days=entry["due"])
    fields = {"step": Step(entry["step"]), "what": entry["what"], "owner": by, "due_on": due_on}
    made = actions.plan_action(body=body, by=by, at=now - PLANNED, **fields)
    if state := entry.get("state"):
        actions.change_action(action=made, by=by, at=now, state=state)
