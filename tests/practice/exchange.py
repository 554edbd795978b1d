"""Plausible clauses, questions and groups, for tests."""

from datetime import datetime

from collab_portal.accounts.models import Organisation, User
from enterprises import actions as directory
from socialvalue.practice.actions import clauses, groups, questions
from socialvalue.practice.models import Clause
from tests import build
from tests.practice import studies

CLAUSE = {
    "title_en": "Pay the whole chain in 30 days",
    "title_cy": "Talu’r gadwyn gyfan o fewn 30 diwrnod",
    "text_en": "The Supplier pays each subcontractor within 30 days.",
    "text_cy": "Mae’r Cyflenwr yn talu pob isgontractwr o fewn 30 diwrnod.",
    "category": "SPW1",
    "rests_on": ["late-payment-1998"],
}


def clause(
    *, owner: Organisation | None = None, by: User | None = None, at: datetime = build.NOW, is_published=True, **said
) -> Clause:
    """A clause that everybody can read, unless said otherwise."""
    owner = owner or build.organisation(is_network=True)
    by = by or build.user(role="publisher", of=owner)
    made = clauses.start_clause(owner=owner, by=by, at=at, **(CLAUSE | said))
    if is_published:
        clauses.publish_version(clause=made, by=by, at=at)
    return made


def asked_study(*, owner: Organisation | None = None, **fields):
    """A published study, and the officer of its body who takes questions about it."""
    study = studies.published(owner=owner or build.organisation(name_en="Their Council"), **fields)
    officer = build.user(role="editor", of=study.lead)
    questions.take_questions(study=study, by=officer, takes=True)
    study.refresh_from_db()
    return study, officer


def question(study, *, by: User | None = None, at: datetime = build.NOW, may_show: bool = True):
    said = {"question": "How long did it take?", "language": "en", "may_show": may_show}
    return questions.ask_officer(study=study, by=by or build.user(), at=at, **said)


def group(*, network: Organisation | None = None, by: User | None = None, at: datetime = build.NOW, **said):
    """A group of a network, made by its coordinator, who wants no mail about it."""
    network = network or build.network()
    by = by or build.user(role="publisher", of=network, name="Nia Prys")
    said = {"title_en": "Lots", "title_cy": "Lotiau", "about_en": "We split contracts."} | said
    made = groups.make_group(network=network, by=by, at=at, **said)
    made.members.update(mail="none")
    return made


def member(of, *, mail: str = "none", at: datetime = build.NOW, **fields) -> User:
    """Somebody whose organisation belongs to the network, in the group."""
    body = build.organisation()
    directory.join_network(network=of.network, member=body, at=at)
    person = build.user(role="viewer", of=body, **fields)
    asked = groups.ask_to_join_group(group=of, note="", by=person, at=at)
    groups.let_in(member=asked, by=of.created_by, at=at)
    of.members.filter(user=person).update(mail=mail)
    return person
