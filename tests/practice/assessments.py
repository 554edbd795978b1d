"""Plausible assessments of the five steps, and who may open their pages."""

from datetime import date, datetime

from collab_portal.accounts.models import Organisation, User
from enterprises import actions as directory
from socialvalue.practice import actions
from socialvalue.practice.actions import Said
from socialvalue.practice.five_steps import editions
from socialvalue.practice.models import Assessment, NextAction, Step
from tests import build

# The columns are those of tests/routes.py.
FIVE_STEPS = """
five-steps:action             | next-action       | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
five-steps:action-new         | council           | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
five-steps:actions            | council           | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
five-steps:check              | council           | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
five-steps:close              | council           | 302 405 405 405 405 405 405 405 | 302 404 404 403 403 302 302 404
five-steps:csv                | closed-year       | 404 404 404 200 200 200 200 404 | 405
five-steps:csv                | public-year       | 200                             | 405
five-steps:overview           | council           | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
five-steps:readers            | closed-year       | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 302 302 404
five-steps:start              | council           | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
five-steps:step               | council-step      | 302 404 404 403 200 200 200 404 | 302 404 404 403 409 409 409 404
five-steps:year               | closed-year       | 404 404 404 200 200 200 200 404 | 405
five-steps:year               | public-year       | 200                             | 405
regional-steps:csv            | network           | 302 404 404 403 403 200 200 404 | 302 405 405 405 405 405 405 405
regional-steps:region         | network           | 302 404 404 403 403 200 200 404 | 302 405 405 405 405 405 405 405
"""


def running(body: Organisation, *, by: User | None = None, at: datetime = build.NOW, **levels: int) -> Assessment:
    """With an answer to every statement: 1, or for a whole step what `levels` says, such as `culture=3`."""
    by = by or build.user(role="publisher", of=body)
    made = actions.start_assessment(body=body, by=by, at=at)
    for step in Step:
        level = levels.get(step.value.replace("-", "_"), 1)
        answers = {each.code: Said(level) for each in editions.edition(made.edition).of_step(step)}
        actions.answer_step(assessment=made, answers=answers, by=by, at=at)
    return made


def closed(
    body: Organisation | None = None, *, by: User | None = None, at: datetime = build.NOW, network=None, **levels: int
) -> Assessment:
    """The same, closed by the same person, and shown to a network if there is one."""
    body = body or build.organisation()
    by = by or build.user(role="publisher", of=body)
    made = actions.close_assessment(assessment=running(body, by=by, at=at, **levels), by=by, at=at)
    if network:
        directory.join_network(network=network, member=body, at=at)
        actions.choose_readers(assessment=made, is_public=False, networks=[network], by=by, at=at)
    return made


def action(body: Organisation, *, owner: User, due_on: date, by: User | None = None, at=build.NOW) -> NextAction:
    what = {"step": Step.DESIGN, "what": "Cut the catering contract into lots"}
    return actions.plan_action(body=body, owner=owner, due_on=due_on, by=by or owner, at=at, **what)


def made(council: Organisation, people: dict[str, User], *, at: datetime) -> dict[str, dict]:
    """Of the council: a closed year, a running one and a next action. Another council published its year."""
    last = closed(council, by=people["publisher"], at=at.replace(year=at.year - 1, day=1))
    running(council, by=people["editor"], at=at)
    other = closed(at=at)
    actions.choose_readers(assessment=other, is_public=True, networks=[], by=other.closed_by, at=at)
    due = action(council, owner=people["editor"], due_on=at.date(), at=at)
    return {
        "closed-year": {"slug": council.slug, "year": last.year},
        "public-year": {"slug": other.body.slug, "year": other.year},
        "council-step": {"slug": council.slug, "step": "culture"},
        "next-action": {"slug": council.slug, "pk": due.pk},
    }
