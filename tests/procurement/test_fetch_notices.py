"""Reading the public services: nothing is lost or doubled, whatever they do, and nobody else is asked."""

import io
import json
import threading
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command

from procurement.imports import Import, asking
from procurement.imports.asking import Asker, NoAnswer
from procurement.imports.fetching import Fetch, Overtaken
from procurement.imports.sources import SOURCES
from procurement.models import ImportedRelease, NoticeSource, Opportunity
from procurement.tasks import fetch_notices
from tests.procurement.notices import package, release

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PAGE = 25


class Service(ThreadingHTTPServer):
    """Gives the releases of one quarter of a day page by page, and misbehaves as `faults` say: one for each request."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.releases, self.faults, self.asked = [], [], []
        self.day = "2026-11-22T06"

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/api"

    def page(self, question):
        start = question.get("updatedFrom", question.get("publishedFrom", question.get("dateFrom", [""])))[0]
        if not start.startswith(self.day) or question.get("noticeType", ["51"]) != ["51"]:
            return json.dumps({"releases": []})
        first = int(question.get("cursor", ["0"])[0])
        body = {"publisher": {"name": "A service"}, "releases": self.releases[first : first + PAGE]}
        if "noticeType" in question:
            body["releases"] = self.releases
        elif first + PAGE < len(self.releases):
            body["links"] = {"next": f"https://elsewhere.example/steal?limit=100&cursor={first + PAGE}"}
        return json.dumps(body)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        question = parse_qs(urlsplit(self.path).query)
        self.server.asked.append(question)
        content = self.server.page(question).encode("iso-8859-1", "xmlcharrefreplace")
        match self.server.faults.pop(0) if self.server.faults else None:
            case (status, headers):
                self._answer(status, b"Too many", headers)
            case "cut":
                self._answer(200, content[: len(content) // 2], {})
            case "dropped":
                self._answer(200, content[: len(content) // 2], {}, length=len(content))
            case "silent":
                self.server.released.wait(5)
            case "circle":
                again = json.dumps({"releases": self.server.releases[:1], "links": {"next": "/api?cursor=25"}})
                self._answer(200, again.encode(), {})
            case _:
                self._answer(200, content, {})

    def _answer(self, status, content, headers, length=None):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length or len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


@pytest.fixture
def service(settings):
    server = Service()
    server.released = threading.Event()
    settings.NOTICE_SOURCES = dict.fromkeys(SOURCES, server.url)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def waited():
    return []


@pytest.fixture
def read(service, waited):
    """Reads a service as the command does, but does not wait."""

    def reading(key="fts", *, since=date(2026, 11, 22), at=NOON, **options):
        told = []
        run = Import(at=at, tell=lambda _file, row: told.append(row))
        asker = Asker(pause=0, sleep=waited.append, too_many=SOURCES[key].too_many, patience=1, **options)
        fetch = Fetch(SOURCES[key], asker=asker, run=run)
        fetch.is_complete = fetch.read(since=since)
        return fetch

    return reading


def kept():
    return sorted(ImportedRelease.objects.values_list("ocid", "release_id"))


def given(service):
    return sorted((each["ocid"], each["id"]) for each in service.releases)


@pytest.mark.sample_data
@pytest.mark.django_db
@pytest.mark.parametrize("key", ["fts", "contracts-finder"])
def test_real_notices_come_in_whole_through_every_fault(service, read, waited, sample_data, key):
    """Too many, an error, an answer cut off, one that breaks off, one that never comes."""
    service.releases = json.loads((sample_data / "notices" / "contracts_finder.json").read_text())["releases"]
    service.faults = [(429, {"Retry-After": "11"}), None, (500, {}), None, "cut", None, "dropped", None, "silent"]

    fetch = read(key)

    assert fetch.is_complete, fetch.failures
    assert kept() == given(service)
    assert len(set(kept())) == len(service.releases) > 2 * PAGE
    assert 11 in waited
    assert fetch.run.total.new + fetch.run.total.changed + fetch.run.total.unchanged == len(service.releases)


@pytest.mark.django_db
def test_it_goes_on_where_it_was_stopped(service, read):
    """A service that fails for good after the first page leaves a gap, and the next run asks for the rest only."""
    service.releases = [release() for _number in range(60)]
    service.faults = [None, None, *[(500, {})] * asking.TRIES]  # the first quarter, its first page, then nothing

    stopped = read()
    assert not stopped.is_complete
    assert len(kept()) == PAGE
    assert NoticeSource.objects.get().gaps == [["2026-11-22T06:00:00+00:00", "", "25"]]
    service.asked.clear()
    again = read(since=None)

    assert again.is_complete
    assert [each.get("cursor") for each in service.asked[:2]] == [["25"], ["50"]]
    assert kept() == given(service)
    assert Opportunity.objects.count() == 60
    assert NoticeSource.objects.get().gaps == []


@pytest.mark.django_db
def test_a_page_is_in_with_its_place_or_not_at_all(service, read, monkeypatch):
    service.releases = [release() for _number in range(30)]
    move = Fetch._move

    def crash(self, state, **changes):
        if changes.get("cursor"):
            raise KeyboardInterrupt
        move(self, state, **changes)

    monkeypatch.setattr(Fetch, "_move", crash)
    with pytest.raises(KeyboardInterrupt):
        read()
    assert kept() == []
    monkeypatch.undo()

    assert read().is_complete
    assert kept() == given(service)


@pytest.mark.django_db
def test_of_two_runs_at_once_one_gives_way(service, read):
    service.releases = [release()]
    take = Fetch._take

    class Slow(Fetch):
        def _take(self, content, period):
            NoticeSource.objects.update(cursor="another run was here")
            take(self, content, period)

    run = Import(at=NOON, tell=lambda *_row: None)
    with pytest.raises(Overtaken):
        Slow(SOURCES["fts"], asker=Asker(pause=0), run=run).read(since=date(2026, 11, 22))


@pytest.mark.django_db
def test_what_is_published_while_a_period_lasts_is_found_later(service, read):
    service.day = "2026-11-23T06"
    service.releases = [release()]
    read(at=datetime(2026, 11, 23, 7, 0, tzinfo=UTC))
    service.releases.append(release())
    read(at=datetime(2026, 11, 23, 12, 30, tzinfo=UTC))
    assert [each["updatedFrom"] for each in service.asked[-2:]] == [["2026-11-23T06:00:00"], ["2026-11-23T12:00:00"]]
    assert kept() == given(service)
    service.releases.append(release())  # half an hour late

    read(at=datetime(2026, 11, 23, 14, 0, tzinfo=UTC))

    assert kept() == given(service)


@pytest.mark.django_db
def test_sell2wales_is_asked_for_each_month_and_type(service, read):
    service.day = "10-2026"
    service.releases = [release() for _number in range(3)]
    service.faults = [None, *[(500, {})] * asking.TRIES]

    fetch = read("sell2wales", since=date(2026, 10, 5))

    assert kept() == given(service)
    asked = {(each["dateFrom"][0], each["noticeType"][0]) for each in service.asked}
    assert asked == {(month, part) for month in ("10-2026", "11-2026") for part in SOURCES["sell2wales"].parts}
    assert fetch.failures == ["2026-10-01 00:00 type 52: asked 5 times: it answers 500"]
    assert read("sell2wales").is_complete


@pytest.mark.django_db
def test_a_circle_of_pages_is_left(service, read):
    service.releases = [release() for _number in range(30)]
    service.faults = [None, None, "circle"]

    fetch = read()

    assert not fetch.is_complete
    assert read().is_complete
    assert kept() == given(service)


@pytest.mark.parametrize(
    "address",
    [
        "http://www.find-tender.service.gov.uk/api",
        "https://www.find-tender.service.gov.uk.example/api",
        "https://user@www.find-tender.service.gov.uk/api",
        "https://www.find-tender.service.gov.uk:8443/api",
        "https://169.254.169.254/latest",
        "file:///etc/passwd",
    ],
)
def test_nobody_else_is_asked(address):
    with pytest.raises(NoAnswer, match="no service that we ask"):
        Asker(pause=0).ask(address)


def test_nobody_is_followed_elsewhere_and_no_endless_answer_is_read(service, monkeypatch, settings):
    asker = Asker(pause=0, sleep=lambda _seconds: None)
    service.faults = [(302, {"Location": "http://127.0.0.1:1/"})]
    with pytest.raises(NoAnswer, match="it answers 302"):
        asker.ask(service.url)
    service.faults = [(429, {"Retry-After": "86400"})]
    with pytest.raises(NoAnswer, match="come back in 86400 seconds"):
        asker.ask(service.url)
    service.day, service.releases = "", [release()]
    monkeypatch.setattr(asking, "LONGEST_ANSWER", 100)
    with pytest.raises(NoAnswer, match="longer than"):
        asker.ask(service.url)
    settings.LOCAL_RUN = False
    with pytest.raises(NoAnswer, match="no service that we ask"):
        asker.ask(service.url)
    assert len(service.asked) == 3


@pytest.mark.django_db
def test_the_command_says_how_it_went_and_the_clock_works_by_night(service, settings, monkeypatch):
    service.releases = [release(), release(id=None)]
    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setattr("procurement.imports.nightly.Asker", lambda **options: Asker(**options | {"pause": 0}))
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    with pytest.raises(CommandError, match="--since"):
        call_command("fetch_notices", source="fts")
    call_command("fetch_notices", source="fts", since=date(2026, 11, 22), stdout=out, stderr=err)
    assert out.getvalue().splitlines()[-1] == "6 pages read: 1 new, 0 changed, 0 unchanged, 1 refused"
    assert "required, but missing" in err.getvalue()

    settings.NOTICES_BY_NIGHT = ["fts", "sell2wales"]  # the second was never begun
    service.asked.clear()
    fetch_notices()
    assert service.asked == []
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 24, 3, 0, tzinfo=UTC))
    fetch_notices()
    assert {each["updatedFrom"][0] for each in service.asked} == {
        "2026-11-23T06:00:00",
        "2026-11-23T12:00:00",
        "2026-11-23T18:00:00",
        "2026-11-24T00:00:00",
    }


def test_a_whole_package_is_a_page():
    assert SOURCES["fts"].following(package(release()).encode()) == ""
