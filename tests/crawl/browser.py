"""One page of each kind in Chromium: axe's findings, a narrow screen, the Tab key."""

import os
from collections import Counter
from concurrent.futures import Executor

from tests.browser.conftest import DESK, FLAGS, LOOK_FOR_BARRIERS, STANDARDS
from tests.crawl.visitor import new_address
from tests.crawl.walk import Fault, Seen, Walk

PHONE = {"width": 360, "height": 780}
IN_ONE_WINDOW = 40  # pages, before Chromium is started anew
TABS = 600  # presses, on the longest page
WIDTH = "document.documentElement.scrollWidth"
# What can be operated and is there for everybody; of a group of radio buttons the Tab key reaches one.
OPERABLE = """() => {
    const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
    const groups = new Set(), wanted = [];
    for (const each of document.querySelectorAll(kinds)) {
        const hidden = !each.checkVisibility({visibilityProperty: true}) || each.closest('[inert]');
        if (each.disabled || each.tabIndex < 0 || hidden) continue;
        if (each.type === 'radio') {
            const group = `${each.form?.id}/${each.name}`;
            if (groups.has(group)) continue;
            groups.add(group);
        }
        wanted.push(each);
    }
    window.crawlReached = new Set();
    window.crawlWanted = wanted;
    const name = each => each.type === 'radio' ? `${each.form?.id}/${each.name}` : each;
    window.crawlMissed = () => {
        const reached = new Set([...window.crawlReached].map(name));
        return wanted.filter(each => !reached.has(name(each)))
            .map(each => each.outerHTML.replace(/\\s+/g, ' ').slice(0, 100));
    };
    document.addEventListener('focusin', event => window.crawlReached.add(event.target), true);
    document.activeElement?.blur();
    return wanted.length;
}"""


def look(pool: Executor, walks: list[Walk]) -> tuple[list[Fault], Counter]:
    """What is wrong, and how many pages were opened for each role and language."""
    work = [(walk.port, walk.role, walk.language, walk.cookies, seen) for walk, seen in _different(walks)]
    faults, opened = [], Counter((role, language) for _, role, language, _, _ in work)
    windows = [work[start : start + IN_ONE_WINDOW] for start in range(0, len(work), IN_ONE_WINDOW)]
    for found in pool.map(_look_at, windows):
        faults += found
    return faults, opened


def _different(walks: list[Walk]) -> list[tuple[Walk, Seen]]:
    """One page of each kind for each role and language, unless its main part is built as one that another role saw."""
    chosen, built = [], set()
    for walk in walks:
        kinds = set()
        for seen in walk.seen:
            if seen.kind in kinds:
                continue
            kinds.add(seen.kind)
            if (walk.language, seen.kind, seen.skeleton) not in built:
                built.add((walk.language, seen.kind, seen.skeleton))
                chosen.append((walk, seen))
    return chosen


def _look_at(pages: list[tuple]) -> list[Fault]:
    from playwright.sync_api import sync_playwright

    found: list[Fault] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        windows = {}
        for port, role, language, cookies, seen in pages:
            address = f"http://localhost:{port}"  # the one name that the flags let through
            if role not in windows:
                windows[role] = _window(chromium, address, cookies)
            found += [
                Fault(check, seen.kind, what, role, language, seen.path)
                for check, what in _found(windows[role], f"{address}{seen.path}")
            ]
        chromium.close()
    return found


def _window(chromium, address: str, cookies: dict[str, str]):
    """Opened once for each role: that takes as long as to load three pages."""
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    return context.new_page()


def _found(page, address: str) -> list[tuple[str, str]]:
    from axe_playwright_python.base import AXE_SCRIPT
    from playwright.sync_api import Error

    try:
        page.set_viewport_size(DESK)
        page.set_extra_http_headers({"X-Forwarded-For": new_address()})
        page.goto(address)
        page.evaluate(AXE_SCRIPT)
        answer = page.evaluate(LOOK_FOR_BARRIERS, {"runOnly": STANDARDS, "resultTypes": ["violations"]})
        missed = _missed(page)
        page.set_viewport_size(PHONE)
        wide = page.evaluate(WIDTH)
    except Error as problem:
        return [("axe", f"could not be opened: {problem.message[:100]}")]
    found = [("axe", _said(each)) for each in answer["violations"]] + [("keyboard", each) for each in missed]
    return [*found, ("width", f"{wide} pixels wide")] if wide > PHONE["width"] else found


def _said(violation: dict) -> str:
    return f"{violation['id']}: {violation['nodes'][0]['html'][:100]}"


def _missed(page) -> list[str]:
    """What the Tab key does not come to, from the top of the page to its end."""
    count = page.evaluate(OPERABLE)
    for _ in range(min(count + 3, TABS)):
        page.keyboard.press("Tab")
    return page.evaluate("window.crawlMissed()") if count < TABS else []
