"""The full run only: random files to every command that takes one, and random pages from a public service.

A command takes what it is given, or says with a `CommandError` why not; anything else is a fault of ours. Each example
has a transaction of its own, which is undone.
"""

import io
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import given, seed
from hypothesis import strategies as st

from enterprises import invitation_lists
from enterprises.imports.columns import COLUMNS as OF_ENTERPRISES
from procurement.imports import Import
from procurement.imports.asking import Asker
from procurement.imports.fetching import Fetch
from procurement.imports.sources import SOURCES
from procurement.plans.columns import COLUMNS as OF_PLANS
from socialvalue.imports.columns import COLUMNS as OF_PROXIES
from socialvalue.practice.imports.columns import COLUMNS as OF_STUDIES
from tests.attack.fuzz import BOUNDED, CELLS, SEED
from tests.attack.portal import Portal
from tests.attack.registry import against, none_of
from tests.sheets import making

OF_CPV = ("code", "level", "parent", "label_en")
MORE = st.sampled_from(
    [
        *(
            "Gwynedd",
            "W06000002",
            "culture; contract-design",
            "CF10 1AA",
            "https://e.example",
            "a@b.example",
            "45000000",
        ),
        *(
            "45000000-7",
            "division",
            "group",
            "2027",
            "yes",
            "0",
            "-3",
            "£2.5m - £3m",
            "Our Council",
            "x" * 3000,
            "\x00",
        ),
    ]
)
WORDS = ("ocid", "id", "releases", "records", "compiledRelease", "tag", "date", "tender", "lots", "items", "parties")
WORDS += ("buyer", "value", "amount", "currency", "title", "description", "classification", "scheme", "identifier")
WORDS += ("name", "tenderPeriod", "startDate", "endDate", "awards", "suppliers", "roles", "links", "next", "uri")
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 10**20),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["2026-11-01T00:00:00Z", "2026-13-01", "ocds-fuzz01-1", "planning", "tender", "GBP", "buyer"]),
)
TREES = st.recursive(
    LEAVES,
    lambda part: st.one_of(st.lists(part, max_size=3), st.dictionaries(st.sampled_from(WORDS), part, max_size=6)),
    max_leaves=30,
)
BYTES = st.binary(max_size=300)
FRONT = st.one_of(
    CELLS, MORE, st.sampled_from(["---", "- a", "title: Soup", "## The challenge", "steps:", "\n", ": :"])
)


def _sheets(names) -> st.SearchStrategy[bytes]:
    """With the headings that the importer knows, so that it goes on to the rows; as CSV and as workbooks."""
    row = st.lists(st.one_of(CELLS, MORE), min_size=len(names), max_size=len(names))
    rows = st.lists(row, max_size=4).map(lambda rows: [[name.replace("_", " ") for name in names], *rows])
    return st.one_of(rows.map(_csv), rows.map(making.simple), BYTES)


def _csv(rows: list[list[str]]) -> bytes:
    lines = (",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows)
    return "\n".join(lines).encode(errors="surrogatepass")


def _keys(columns) -> list[str]:
    return [column.key for column in columns]


def _packages() -> st.SearchStrategy[bytes]:
    """Of releases and of records; whole, or cut off."""
    of = st.sampled_from(["releases", "records"])
    whole = st.builds(lambda name, parts: json.dumps({name: parts}).encode(), of, st.lists(TREES, max_size=4))
    cut = st.builds(lambda content, at: content[: at % (len(content) + 1)], whole, st.integers(0, 500))
    return st.one_of(whole, cut, BYTES)


@against("S23", long=True)
def random_files_for_commands(portal: Portal) -> str:
    """Each command that takes a file, with what it reads in most forms, and with noise."""
    council, network = (portal.world[name]["slug"] for name in ("council", "network"))
    commands = {
        ("import_enterprises",): _sheets(_keys(OF_ENTERPRISES)),
        ("import_pipeline", "--buyer", council): _sheets(_keys(OF_PLANS)),
        ("import_proxies", "--organisation", council): _sheets(_keys(OF_PROXIES)),
        ("import_case_studies", "--network", network): _sheets(_keys(OF_STUDIES)),
        ("import_ocds",): _packages(),
        ("load_cpv",): _sheets(OF_CPV),
        ("process_bounce",): st.one_of(BYTES, st.text(max_size=300).map(lambda text: text.encode(errors="replace"))),
    }
    with TemporaryDirectory(dir=portal.folder) as name:
        file = Path(name) / "list.csv"
        counts = [
            _tried(content, lambda found, command=command: _command(command, file, found))
            for command, content in commands.items()
        ]
    return _said(counts, commands)


@against("S23", long=True)
def random_folders_pages_and_lists(portal: Portal) -> str:
    """Case studies as a folder of Markdown, pages of the public services, and lists of whom to invite."""
    with TemporaryDirectory(dir=portal.folder) as name:
        folder = Path(name)
        kinds: dict[str, tuple[st.SearchStrategy, Callable]] = {
            "a folder of studies": (st.lists(FRONT, max_size=12), lambda lines: _studies(portal, folder, lines)),
            **{key: (_packages(), lambda page, key=key: _page(key, page)) for key in SOURCES},
            "a list of whom to invite": (st.lists(FRONT, max_size=12), invitation_lists.read),
        }
        counts = [_tried(content, take) for content, take in kinds.values()]
    return _said(counts, kinds)


def _tried(content: st.SearchStrategy, take: Callable) -> tuple[int, list[str]]:
    """How many examples, and what came of those that were not taken as they should be."""
    wrong, asked = [], []

    @BOUNDED
    @seed(SEED)
    @given(content)
    def one(found) -> None:
        asked.append(found)
        try:
            with transaction.atomic():
                take(found)
                transaction.set_rollback(True)
        except CommandError:
            return
        except Exception as error:  # whatever it is, it is what we look for
            wrong.append(f"{type(error).__name__}: {str(error)[:80]} for {found!r:.100}")

    one()
    return len(asked), wrong


def _said(counts: list[tuple[int, list[str]]], names) -> str:
    wrong = [
        f"{name[0] if isinstance(name, tuple) else name}: {fault}"
        for name, (_number, faults) in zip(names, counts, strict=True)
        for fault in faults[:3]
    ]
    number = sum(number for number, _faults in counts)
    return none_of(wrong, said=f"{number:,} random files in {len(counts)} kinds, taken or refused in words")


def _command(command: tuple[str, ...], file: Path, content: bytes) -> None:
    file.write_bytes(content)
    call_command(command[0], str(file), *command[1:], stdout=io.StringIO(), stderr=io.StringIO())


def _studies(portal: Portal, folder: Path, lines: list[str]) -> None:
    text = "\n".join(["---", "title: Soup", *lines[:4], "---", "## The challenge", *lines[4:]])
    (folder / "soup.md").write_text(text, "utf-8", errors="replace")
    more = ("--network", portal.world["network"]["slug"])
    call_command("import_case_studies", str(folder), *more, stdout=io.StringIO(), stderr=io.StringIO())


def _page(key: str, page: bytes) -> None:
    """One page, as if the service had answered so to everything."""
    now = timezone.now()
    asker = Asker(pause=0, sleep=lambda _seconds: None)
    asker._get = lambda _address: page
    Fetch(SOURCES[key], asker=asker, run=Import(at=now, tell=lambda *_row: None)).read(since=now.date())
