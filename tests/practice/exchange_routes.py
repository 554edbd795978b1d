"""Who may open the clauses, and later what else people pass on to each other; and what the table is about."""

from django.utils import timezone

from procurement.models import Opportunity
from socialvalue.practice import digesting, officers, stopping
from socialvalue.practice.actions import clauses, digests, groups, questions
from tests import build
from tests.practice import exchange, studies

# The columns are those of tests/routes.py. Publisher and administrator coordinate a network as well.
EXCHANGE = """
clause-copies                 | contract-clause-all | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
clause-copy                   | contract-clause   | 302 404 404 403 200 200 200 404 | 302 404 404 403 422 422 422 404
clause-copy-remove            | contract-clause   | 302 405 405 405 405 405 405 405 | 302 404 404 403 302 302 302 404
clauses:copy                  | clause-version    | 302 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422
clauses:detail                | clause            | 200                             | 405
clauses:edit                  | clause            | 302 403 403 403 403 200 200 200 | 302 403 403 403 403 422 422 422
clauses:edit                  | clause-unpublished | 302 404 404 404 404 200 200 200 | 302 404 404 404 404 422 422 422
clauses:law                   |                   | 200                             | 405
clauses:law-new               |                   | 302 403 403 403 403 200 200 200 | 302 403 403 403 403 422 422 422
clauses:list                  |                   | 200                             | 405
clauses:new                   |                   | 302 403 200 403 403 200 200 200 | 302 403 422 403 403 422 422 422
clauses:publish               | clause            | 302 405 405 405 405 405 405 405 | 302 403 403 403 403 302 302 302
clauses:take                  | clause-version    | 405                             | 200
clauses:version               | clause-version    | 200                             | 405
digests:edit                  | digest            | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 422 422 404
digests:mine                  | digest            | 302 404 404 200 200 200 200 404 | 302 404 404 302 302 302 302 404
digests:send                  | digest            | 302 404 404 403 403 200 200 404 | 302 404 404 403 403 302 302 404
groups:close                  | peer-group        | 302 405 405 405 405 405 405 405 | 302 404 404 403 404 302 302 404
groups:decide                 | group-member      | 302 405 405 405 405 405 405 405 | 302 404 404 403 404 302 302 404
groups:detail                 | peer-group        | 302 404 404 200 200 200 200 404 | 302 405 405 405 405 405 405 405
groups:edit                   | peer-group        | 302 404 404 403 404 200 200 404 | 302 404 404 403 404 422 422 404
groups:hide                   | group-post        | 302 404 404 403 404 200 200 404 | 302 404 404 403 404 422 422 404
groups:join                   | peer-group        | 302 405 405 405 405 405 405 405 | 302 404 404 422 302 302 422 404
groups:leave                  | peer-group        | 302 405 405 405 405 405 405 405 | 302 404 404 302 404 404 302 404
groups:list                   |                   | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
groups:mail                   | peer-group        | 302 405 405 405 405 405 405 405 | 302 404 404 404 404 404 404 404
groups:members                | peer-group        | 302 404 404 403 404 200 200 404 | 302 405 405 405 405 405 405 405
groups:new                    |                   | 302 403 403 403 403 200 200 403 | 302 403 403 403 403 422 422 403
groups:show                   | group-post        | 302 405 405 405 405 405 405 405 | 302 404 404 403 404 302 302 404
groups:start                  | peer-group        | 302 404 404 200 404 200 200 404 | 302 404 404 422 404 422 422 404
groups:thread                 | group-thread      | 302 404 404 200 404 200 200 404 | 302 404 404 422 404 422 422 404
officers:ask                  | asked-study       | 302 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422
officers:hide                 | shown-question    | 302 405 405 405 405 405 405 405 | 302 403 403 403 403 302 302 302
officers:link                 | question-link     | 200                             | 422
officers:mine                 |                   | 302 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422
officers:reply                | asked-question    | 302 404 404 404 200 404 404 404 | 302 404 404 404 422 404 404 404
officers:resume               |                   | 302 405 405 405 405 405 405 405 | 302
officers:show                 | shown-question    | 302 405 405 405 405 405 405 405 | 302 302 404 404 302 404 404 404
officers:take                 | asked-study       | 302 405 405 405 405 405 405 405 | 302 403 403 302 302 302 302 403
stop-mail                     | stop-mail         | 200                             | 200
"""


def made(council, people) -> dict[str, dict]:
    """A clause of the council's, copied into a draft of its own, and one that is not published."""
    at = timezone.now()
    clause = exchange.clause(owner=council, by=people["publisher"], at=at)
    hidden = exchange.clause(owner=council, by=people["publisher"], at=at, is_published=False)
    draft: Opportunity = build.opportunity(stage="draft", buyer=council)
    copy = clauses.copy_clause(version=clause.versions.get(), opportunity=draft, by=people["editor"], at=at)
    study = studies.published(owner=council, at=at)
    questions.take_questions(study=study, by=people["editor"], takes=True)
    study.refresh_from_db()
    asked, shown = [exchange.question(study, by=people["person"], at=at) for _ in range(2)]
    questions.answer_as_officer(question=shown, answer="A year.", language="en", may_show=True, at=at)
    inside = _group(people, at)
    return {
        **inside,
        "asked-study": {"slug": study.slug},
        "asked-question": {"pk": asked.pk},
        "shown-question": {"pk": shown.pk},
        "question-link": {"token": officers.token_of(asked)},
        "clause": {"slug": clause.slug},
        "clause-unpublished": {"slug": hidden.slug},
        "clause-version": {"slug": clause.slug, "number": 1},
        "contract-clause-all": {"reference": draft.reference},
        "contract-clause": {"reference": draft.reference, "pk": copy.pk},
    }


def _group(people, at) -> dict[str, dict]:
    """A group of a network that publisher and administrator coordinate; the viewer is in it, the editor is not."""
    network = people["publisher"].memberships.get(organisation__is_network=True).organisation
    group = exchange.group(network=network, by=people["administrator"], at=at)
    asked = groups.ask_to_join_group(group=group, note="", by=people["viewer"], at=at)
    groups.let_in(member=asked, by=people["administrator"], at=at)
    thread = groups.start_thread(group=group, title="How small?", body="Very.", by=people["viewer"], at=at)
    token = stopping.stop_url(asked).rstrip("/").rpartition("/")[2]
    other = groups.ask_to_join_group(group=group, note="", by=build.user(), at=at)
    slug = {"slug": group.slug}
    build.event(host=network, at=at)
    digests.draft_digest(network=network, month=digesting.month_before(at), at=at)
    return {
        "digest": {"slug": network.slug},
        "peer-group": slug,
        "group-member": slug | {"pk": other.pk},
        "group-post": slug | {"pk": thread.posts.get().pk},
        "group-thread": slug | {"pk": thread.pk},
        "stop-mail": {"token": token},
    }
