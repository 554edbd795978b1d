"""Who may open the clauses, and later what else people pass on to each other; and what the table is about."""

from django.utils import timezone

from procurement.models import Opportunity
from socialvalue.practice import officers
from socialvalue.practice.actions import clauses, questions
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
officers:ask                  | asked-study       | 302 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422
officers:hide                 | shown-question    | 302 405 405 405 405 405 405 405 | 302 403 403 403 403 302 302 302
officers:link                 | question-link     | 200                             | 422
officers:mine                 |                   | 302 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422
officers:reply                | asked-question    | 302 404 404 404 200 404 404 404 | 302 404 404 404 422 404 404 404
officers:resume               |                   | 302 405 405 405 405 405 405 405 | 302
officers:show                 | shown-question    | 302 405 405 405 405 405 405 405 | 302 302 404 404 302 404 404 404
officers:take                 | asked-study       | 302 405 405 405 405 405 405 405 | 302 403 403 302 302 302 302 403
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
    return {
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
