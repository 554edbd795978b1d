"""What people of the demo world make of its case studies: collections, adaptations, questions, and a group."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from collab_portal.accounts.models import Organisation
from collab_portal.demo import files
from collab_portal.demo.people import People
from socialvalue.practice import actions
from socialvalue.practice.actions import groups, questions
from socialvalue.practice.models import Adaptation, CaseStudy, Collection

# Of mails on the way.
KINDS = (
    *("adaptation-planned", "adaptation-done", "officer-question", "officer-answer"),
    *("group-request", "group-welcome", "group-post"),
)


def use_case_studies(organisations: dict[str, Organisation], cast: People, *, now: datetime) -> None:
    coordinators = {"nwsen": cast.parts["coordinator"], "valleys": cast.publishers["valleys"]}
    for entry in files.read("practice", part="collections"):
        _collect(entry, organisations[entry["network"]], coordinators[entry["network"]], now=now)
    made: dict[str, Adaptation] = {}
    for entry in files.read("practice", part="adaptations"):
        made[entry["body"]] = _adapt(entry, organisations[entry["body"]], cast, made, now=now)
    for entry in files.read("practice", part="questions"):
        _ask(entry, cast, at=now - timedelta(days=entry["ago"]))
    for entry in files.read("practice", part="groups"):
        _meet(entry, organisations[entry["network"]], coordinators[entry["network"]], cast, now=now)


def _collect(entry: dict[str, Any], network: Organisation, by, *, now: datetime) -> None:
    texts = {name: entry[name] for name in ("title_en", "title_cy", "intro_en", "intro_cy")}
    collection = actions.start_collection(network=network, by=by, at=now - timedelta(days=50), **texts)
    for slug in entry["studies"]:
        actions.collect(collection=collection, study=CaseStudy.objects.get(slug=slug), by=by)


def _adapt(
    entry: dict[str, Any], body: Organisation, cast: People, made: dict[str, Adaptation], *, now: datetime
) -> Adaptation:
    by, told = cast.publishers[entry["body"]], {name: entry[name] for name in ("language", "what", "who")}
    planned = actions.plan_adaptation(
        study=CaseStudy.objects.get(slug=entry["study"]),
        organisation=body,
        by=by,
        at=now - timedelta(days=entry["ago"]),
        by_when=timezone.localdate(now) + timedelta(days=entry["by_when"]),
        after=made.get(entry.get("after", "")),
        **told,
    )
    if "result" in entry:
        said = {"at": now - timedelta(days=entry["reported"]), "language": entry["language"]}
        return actions.report_adaptation(adaptation=planned, by=by, result=entry["result"], **said)
    return planned


def _ask(entry: dict[str, Any], cast: People, *, at: datetime) -> None:
    study = CaseStudy.objects.get(slug=entry["study"])
    questions.take_questions(study=study, by=cast.publishers[entry["officer"]], takes=True)
    study.refresh_from_db()
    said = {"question": entry["question"], "language": entry["language"], "may_show": True}
    asked = questions.ask_officer(study=study, by=cast.publishers[entry["by"]], at=at, **said)
    if "answer" in entry:
        told = {"answer": entry["answer"], "language": entry["language"], "may_show": True}
        questions.answer_as_officer(question=asked, at=at + timedelta(days=2), **told)


def _meet(entry: dict[str, Any], network: Organisation, by, cast: People, *, now: datetime) -> None:
    texts = {name: entry[name] for name in ("title_en", "title_cy", "about_en", "about_cy", "step", "audience")}
    theirs = Collection.objects.get(network=network, title_en=entry["collection"])
    began = now - timedelta(days=14)
    group = groups.make_group(network=network, by=by, at=began, collection=theirs, **texts)
    for part in entry["members"]:
        asked = groups.ask_to_join_group(group=group, note="", by=cast.everyone[part], at=began)
        groups.let_in(member=asked, by=by, at=began)
    for told in entry["threads"]:
        first, *more = told["posts"]
        at = now - timedelta(days=first["ago"])
        said = {"title": told["title"], "body": first["body"], "by": cast.everyone[first["by"]]}
        thread = groups.start_thread(group=group, at=at, **said)
        for post in more:
            at = now - timedelta(days=post["ago"])
            groups.reply_in_thread(thread=thread, body=post["body"], by=cast.everyone[post["by"]], at=at)
    for member in group.members.all():  # what was said before the world was made is no news to them
        groups.choose_group_mail(member=member, mail=member.mail, at=now)
