"""Forms sent empty, one of each kind of page: the answer says what is missing, in the language of the page."""

from tests.crawl.markup import Page
from tests.crawl.visitor import Visitor
from tests.crawl.walk import Fault, Seen, Walk, name_of

EXPECTED = (200, 302, 303, 403, 404, 409, 422)  # it may be that nothing was missing, or that an earlier form changed it


def look(walk: Walk) -> list[Fault]:
    """What is wrong with the answers; run last, for some forms ask for nothing that must be given."""
    visitor, before, tried = Visitor(walk.port, dict(walk.cookies)), len(walk.faults), set()
    for seen in walk.seen:
        for action in seen.forms:
            target = action or seen.path
            if name_of(target) not in tried and target.startswith("/"):
                tried.add(name_of(target))
                _send(walk, visitor, seen, target)
    found = walk.faults[before:]
    del walk.faults[before:]
    return found


def _send(walk: Walk, visitor: Visitor, seen: Seen, target: str) -> None:
    answer, kind = visitor.post(target, []), name_of(target)
    if answer.status not in EXPECTED:
        walk.faults.append(
            Fault("errors", kind, f"{answer.status} to an empty form", walk.role, walk.language, seen.path)
        )
    elif answer.status == 422:
        page = Page(answer.content.decode())
        if page.language != walk.language:
            walk.faults.append(
                Fault("errors", kind, f"answers in {page.language}", walk.role, walk.language, seen.path)
            )
        walk.check_words(page, target, kind)
