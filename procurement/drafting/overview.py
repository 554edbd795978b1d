"""Where an opportunity stands for its officer: how far each page is, what is not published yet, what comes next."""

from collections.abc import Iterable
from functools import cached_property

from django.urls import reverse

from collab_portal.accounts.models import Membership, User
from procurement import changelog, readiness, record, wording
from procurement.changes import Difference
from procurement.drafting.sections import Group, Section, Task, tasks
from procurement.models import Change, Opportunity, Stage
from procurement.record import Publication
from procurement.snapshot import Snapshot


class Overview:
    """One opportunity for one person. Each part is worked out once, when a page asks for it."""

    def __init__(self, opportunity: Opportunity, user: User):
        self.opportunity = opportunity
        self._user = user

    @cached_property
    def publication(self) -> Publication:
        return record.pending(self.opportunity)

    @property
    def said(self) -> Snapshot:
        return self.publication.after

    @cached_property
    def role(self) -> str:
        return self._user.memberships.get(organisation=self.opportunity.buyer_id).role

    @property
    def may_edit(self) -> bool:
        return self.role in Membership.EDITORS

    @property
    def may_publish(self) -> bool:
        return self.role in Membership.PUBLISHERS

    @cached_property
    def groups(self) -> list[tuple[Group, list[Task]]]:
        return tasks(self.said, url=self._url)

    def _url(self, section: Section) -> str:
        return reverse("pipeline:section", args=[self.opportunity.reference, section.slug]) if self.may_edit else ""

    @property
    def tasks(self) -> list[Task]:
        return [task for _group, group_tasks in self.groups for task in group_tasks]

    @cached_property
    def blocking(self) -> list[readiness.Gap]:
        return readiness.blocking(self.said)

    @cached_property
    def advisory(self) -> list[readiness.Gap]:
        return readiness.advisory(self.said)

    @property
    def needed(self) -> int:
        return sum(task.section.needed for task in self.tasks)

    @property
    def needed_and_done(self) -> int:
        return sum(task.section.needed and task.is_done for task in self.tasks)

    @property
    def has_changes(self) -> bool:
        """The working copy says something that the public has not been told."""
        return bool(self.publication.differences)

    @property
    def has_news(self) -> bool:
        """There is something to publish."""
        return self.has_changes or not self.opportunity.is_published

    @property
    def has_check_link(self) -> bool:
        """The page of all answers needs a link of its own where no button leads there."""
        return not self.may_edit or (self.may_publish and self.opportunity.is_published)

    @cached_property
    def changes(self) -> list[changelog.Line]:
        return in_words(self.publication.differences, self.said.currency)

    @cached_property
    def open_differences(self) -> int:
        return self.opportunity.differences.filter(settled_at=None).count()

    @cached_property
    def waiting_questions(self) -> int:
        return self.opportunity.questions.waiting().count()

    @property
    def may_open(self) -> bool:
        return self.opportunity.may_move_to(Stage.TENDERING)

    @property
    def may_extend(self) -> bool:
        return self.opportunity.stage == Stage.TENDERING

    @property
    def may_award(self) -> bool:
        return self.opportunity.may_move_to(Stage.AWARDED)

    @property
    def may_correct(self) -> bool:
        return self.opportunity.stage == Stage.AWARDED

    @property
    def may_drop(self) -> bool:
        """There is something to take back, and something to go back to."""
        return self.opportunity.is_published and self.has_changes

    @property
    def may_withdraw(self) -> bool:
        return self.opportunity.may_move_to(Stage.WITHDRAWN)

    @property
    def may_cancel(self) -> bool:
        return self.opportunity.may_move_to(Stage.CANCELLED)


def in_words(differences: Iterable[Difference], currency: str) -> list[changelog.Line]:
    """Differences that are not published yet, in the words of the public change log."""
    changes = [
        Change(field=each.field, before=each.before, after=each.after, slipped_days=each.slipped_days)
        for each in differences
    ]
    values = [(each.field, value) for each in changes for value in (each.before, each.after)]
    return changelog.lines(changes, wording.names_in(values, currency=currency))
