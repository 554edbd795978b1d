"""Forms sent empty, one of each kind of page: the answer says what is missing, in the language of the page."""

from dataclasses import replace

from tests.crawl.markup import Page
from tests.crawl.visitor import Visitor
from tests.crawl.walk import Fault, Seen, Walk, name_of

EXPECTED = (200, 302, 303, 403, 404, 409, 422)  # it may be that nothing was missing, or that an earlier form changed it


Part = tuple[Walk, list[tuple[Seen, str]]]


def parts(walks: list[Walk]) -> list[Part]:
    """Who sends which forms, and where to: each kind once in each language."""
    taken: set[tuple[str, str]] = set()
    found = []
    for walk in walks:
        mine = []
        for seen in walk.seen:
            for target in (action or seen.path for action in seen.forms):
                if target.startswith("/") and (walk.language, name_of(target)) not in taken:
                    taken.add((walk.language, name_of(target)))
                    mine.append((seen, target))
        found.append((replace(walk, faults=[], seen=[], met={}), mine))
    return found


def look(part: Part) -> Walk:
    """Send them and note what is wrong with the answers. Run last: some forms ask for nothing that must be given."""
    walk, forms = part
    visitor = Visitor(walk.port, dict(walk.cookies))
    for seen, target in forms:
        _send(walk, visitor, seen, target)
    return walk


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
