"""The full run only: random questions to public pages and random files to importers, bounded and repeatable."""

from urllib.parse import urlencode

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.attack.portal import Portal
from tests.attack.registry import against, none_of
from tests.attack.uploads import doors
from tests.sheets import making

SEED = 1
NAMES = (
    *(
        "q",
        "page",
        "sort",
        "stage",
        "category",
        "cpv",
        "area",
        "buyer",
        "value_from",
        "value_to",
        "tender_from",
        "tender_to",
    ),
    *(
        "vcse",
        "reserved",
        "lots_under",
        "kind",
        "badge",
        "room",
        "step",
        "goal",
        "from",
        "to",
        "cursor",
        "since",
        "until",
    ),
    *(
        "year",
        "language",
        "next",
        "format",
        "limit",
        "tender_from_0",
        "tender_from_1",
        "tender_from_2",
        "number",
        "lots",
    ),
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.sampled_from(
        ["", "0", "-1", "9" * 40, "NaN", "Infinity", "1e400", "\x00", "%", "'", "all", "W06000002", "🙂" * 20]
    ),
)
QUERIES = st.lists(st.tuples(st.sampled_from(NAMES), TEXTS), max_size=6)
CELLS = st.one_of(
    st.text(max_size=20), st.sampled_from(["=1+1", "", "£1,000k", "Q3 26/27", "TBC", "31/02/2027", "1e999", "\u202e"])
)
HEADINGS = st.sampled_from(
    ["Name", "Postcode", "Contract title", "Value", "Start date", "Website", "Code", "Unit", "Year", ""]
)
ROWS = st.tuples(st.lists(HEADINGS, max_size=6), st.lists(st.lists(CELLS, max_size=6), max_size=8))
BOUNDED = settings(
    max_examples=40,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@against("S36", long=True)
def random_questions(portal: Portal) -> str:
    wrong, asked = [], []

    def ask(path: str) -> None:
        @BOUNDED
        @seed(SEED)
        @given(QUERIES)
        def one(query: list[tuple[str, str]]) -> None:
            address = f"{path}?{urlencode(query, errors='surrogatepass')}"
            answer = portal.browser().get(address)
            asked.append(address)
            if answer.status >= 500:
                wrong.append(f"{address[:200]}: {answer.status}")

        one()

    for place in portal.addresses:
        if place.route.expected("get", "nobody") == 200:
            ask(place.path)
    return none_of(wrong, said=f"{len(asked):,} random questions, no 500")


@against("S23", long=True)
def random_files(portal: Portal) -> str:
    """Bytes, text and workbooks of random cells at every door."""
    wrong, sent = [], []
    browser = portal.browser("publisher")

    def send(door: str, path: str, data: dict[str, str]) -> None:
        def one(content: bytes) -> None:
            answer = browser.send(path, {"file": ("list.csv", content)}, data)
            sent.append(content)
            if answer.status >= 500:
                wrong.append(f"{door}: {answer.status} to {content[:60]!r}")
            elif answer.status == 302:
                page = browser.get(answer.location)
                if page.status >= 500:
                    wrong.append(f"{door} {answer.location}: {page.status} after {content[:60]!r}")

        BOUNDED(seed(SEED)(given(st.binary(max_size=300))(lambda content: one(content))))()
        BOUNDED(seed(SEED)(given(ROWS)(lambda rows: one(_csv(rows)))))()
        BOUNDED(seed(SEED)(given(ROWS)(lambda rows: one(making.simple([rows[0], *rows[1]])))))()

    for door, (path, data) in doors(portal).items():
        send(door, path, data)
    return none_of(wrong, said=f"{len(sent):,} random files, no 500")


def _csv(rows: tuple[list[str], list[list[str]]]) -> bytes:
    return "\n".join(",".join(line) for line in [rows[0], *rows[1]]).encode(errors="surrogatepass")
