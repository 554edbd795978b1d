"""The dates of a plan for somebody's own calendar: those of the opportunities, and what is due before them."""

from datetime import date, timedelta

from django.utils.text import slugify
from django.utils.translation import gettext

from collab_portal import feeds
from procurement import calendars
from procurement.facts import Facts
from procurement.models import SupplyNeed
from procurement.outlook import showing
from procurement.outlook.lines import Line
from procurement.outlook.plan import Plan
from procurement.outlook.showing import Shown


def of(plan: Plan) -> bytes:
    """Each opportunity once, however many of its lots are in the plan; without what is done already."""
    about = {each.part.opportunity: each for each in plan.lines}
    dates = [date for each in about.values() for date in calendars.dates_of(Facts(each.said, plan.at), each.entry)]
    to_do = [each for each in plan.tasks if each.due_on and not each.is_done]
    due = [_task(each, plan) for each in showing.shown(to_do, plan.line, today=plan.today)]
    wanted = [_need(each, each.need) for each in plan.lines if each.need]
    name = gettext("What it means for %(name)s") % {"name": plan.enterprise}
    return feeds.calendar([*dates, *wanted, *due], name=name)


def _need(line: Line, need: SupplyNeed) -> feeds.Entry:
    """The last day to write to whoever passes something on."""
    uid, summary = f"need-{need.pk}", gettext("Last day to write: %(title)s") % {"title": showing.title(line)}
    return _whole_day(uid, summary, need.organisation.name, need.get_absolute_url(), need.wanted_by, line)


def _task(shown: Shown, plan: Plan) -> feeds.Entry:
    """What is ticked is named by its opportunity, papers by the page on which they are renewed: names stay."""
    task, line = shown.task, shown.lines[0]
    name = f"{line.key} {task.mark}" if task.mark else shown.url
    uid = f"plan-{plan.enterprise.pk}-{slugify(name.replace('/', ' '))}"
    return _whole_day(uid, shown.title, shown.about, shown.url, task.due_on or plan.today, line)


def _whole_day(uid: str, summary: str, about: str, path: str, day: date, line: Line) -> feeds.Entry:
    made = feeds.entry(
        uid,
        summary=summary,
        description=about,
        url=feeds.absolute(path),
        changed_at=line.entry.changed_at,
        sequence=line.entry.version,
    )
    made.add("dtstart", day)
    made.add("dtend", day + timedelta(days=1))
    made.add("transp", "TRANSPARENT")
    return made
