"""What is done behind the pages: import, matching, publication and the mails that follow from it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone

from collab_portal.accounts.models import Membership
from procurement import actions
from procurement.matching import Criteria, percolator
from procurement.models import SavedSearch, Subscriber
from tests import build
from tests.bench import matching
from tests.bench.table import Row
from tests.conftest import SAMPLE_DATA
from tests.procurement.volume import write_package
from tests.sink import Sink

IMPORT_SECONDS, IMPORT_MEGABYTES = 60, 300
FULL_IMPORT = 20_000
PUBLISH_MS = 250
PLAN_LINES, PLAN_SECONDS = 5_000, 20
BATCH = 2_000


def import_rows(count: int) -> list[Row]:
    """Releases as other systems publish them, in one file; then the same file again."""
    if not SAMPLE_DATA.is_dir():
        return [Row("import", figure=f"not measured: no sample data in {SAMPLE_DATA}", ok=False)]
    with TemporaryDirectory() as folder:
        file = write_package(Path(folder) / "volume.json", SAMPLE_DATA / "notices", count)
        first, again = _import(file), _import(file)
    goal = "≤ 60 s, ≤ 300 MB" if count == FULL_IMPORT else ""
    return [_import_row("import_ocds", count, *first, goal), _import_row("the same again", count, *again, "")]


def plan_rows() -> list[Row]:
    """A council's plan of five thousand lines as the command takes it in, and its next version."""
    buyer = build.organisation(name_en="Planning Council")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "plan.csv"
        rows = []
        for what, months in (("import_pipeline", 0), ("its next version", 3)):
            file.write_text("\n".join(_plan_lines(months)), encoding="utf-8")
            seconds, megabytes, said = _run("import_pipeline", str(file), "--buyer", buyer.slug)
            goal = f"≤ {PLAN_SECONDS} s"
            figure = f"{seconds:.1f} s, {megabytes:.0f} MB, {said}"
            rows.append(Row(what, f"{PLAN_LINES:,} lines", figure=figure, goal=goal, ok=seconds <= PLAN_SECONDS))
    return rows


def _plan_lines(later: int) -> Iterator[str]:
    """Every other tender comes out so many months later than it was planned."""
    yield "Ref,Contract title,Est. value (£k),Term,Start date,Tender window,Category,Location"
    for number in range(PLAN_LINES):
        month = 1 + number % 6 + (later if number % 2 else 0)
        yield f"C{number},Contract {number},{number % 900 + 1},3+1,Q2 28/29,2027-{month:02},Catering,Cardiff"


def matching_rows(sizes: tuple[int, ...]) -> list[Row]:
    """How long it takes to find the saved searches that an opportunity meets."""
    rows = []
    for found in matching.run(sizes):
        goal, size, times = found["goal"], f"{found['searches']:,} searches", found["times_as_fast"]
        one = Row("match 1 opportunity", size, found["one_ms"], found["one_p95_ms"])
        one.figure = f"{times} × as fast as a plain join, {found['one_processor_ms']} ms of processor"
        if goal:
            one.goal, one.ok = f"≥ {goal} ×", times >= goal
        rows.append(one)
        for count, each in found["of_many"].items():
            figure = f"{each['met']} searches met, {each['processor_ms']} ms of processor"
            rows.append(Row(f"match each of {count:,}", size, each["ms"], figure=figure))
    return rows


def alert_rows(count: int) -> list[Row]:
    """One opportunity, so many subscribers at once: how long publishing takes, and how soon all have their mail."""
    buyer = build.organisation(name_en="Alert Council")
    officer = build.user(role=Membership.Role.PUBLISHER, of=buyer, email="publisher@bench.example")
    _subscribe(count, Criteria.from_query(f"buyer={buyer.slug}"))
    draft = build.opportunity(stage="draft", buyer=buyer, by=officer, at=timezone.now())
    with TemporaryDirectory() as folder:
        sink = Sink(Path(folder) / "accepted.jsonl")
        worker = _start_worker(Path(folder), sink.url)
        try:
            actions.publish(opportunity=build.opportunity(stage="draft", by=officer), by=officer, at=timezone.now())
            started = time.perf_counter()
            actions.publish(opportunity=draft, by=officer, at=timezone.now())
            published = (time.perf_counter() - started) * 1000
            seconds = _until_all_arrived(sink, count)
        finally:
            worker.terminate()
            worker.wait(30)
            sink.stop()
    each = f"{count / seconds:.0f} mails a second, all there after {seconds:.1f} s"
    size = f"{count:,} subscribers"
    return [
        Row("publish", size, published, goal=f"≤ {PUBLISH_MS} ms", ok=published <= PUBLISH_MS),
        Row("alerts to the mail server", size, figure=each),
    ]


def _import(file: Path) -> tuple[float, float, str]:
    return _run("import_ocds", str(file))


def _run(*command: str) -> tuple[float, float, str]:
    """Seconds, megabytes at the most, and what it said last."""
    started = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.measured", *command, "--verbosity=0"],
        capture_output=True,
        text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "collab_portal.settings"},
    )
    if ran.returncode:
        raise RuntimeError(f"{command[0]} ended with status {ran.returncode}: {ran.stderr[-2000:]}")
    said, megabytes = ran.stdout.strip().splitlines()[-2:]
    return time.perf_counter() - started, float(megabytes), said


def _import_row(what: str, count: int, seconds: float, megabytes: float, said: str, goal: str) -> Row:
    ok = seconds <= IMPORT_SECONDS and megabytes <= IMPORT_MEGABYTES if goal else None
    figure = f"{seconds:.1f} s, {megabytes:.0f} MB, {said}"
    return Row(what, f"{count:,} releases", figure=figure, goal=goal, ok=ok)


def _subscribe(count: int, criteria: Criteria) -> None:
    """People without an account who want to hear at once, as if each had followed the link we mailed."""
    at = timezone.now() - timedelta(days=1)
    people = Subscriber.objects.bulk_create(
        (Subscriber(email=f"alert-{number}@bench.example", confirmed_at=at) for number in range(count)), BATCH
    )
    derived = percolator.columns(criteria, percolator.Frequencies.known())
    fields = {"query": criteria.query(), "frequency": SavedSearch.Frequency.AT_ONCE, "filed_at": at, "confirmed_at": at}
    SavedSearch.objects.bulk_create((SavedSearch(subscriber=person, **fields, **derived) for person in people), BATCH)


def _start_worker(folder: Path, email_url: str) -> subprocess.Popen:
    """As `make run` starts it, with its clock inside; it answers once it listens."""
    celery = [sys.executable, "-m", "celery", "-A", "collab_portal.celery", "worker", "--beat", "--concurrency=2"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=INFO"]
    variables = {"EMAIL_URL": email_url, "DJANGO_SETTINGS_MODULE": "collab_portal.settings"}
    log = folder / "worker.log"
    with log.open("wb") as output:
        worker = subprocess.Popen(celery + quiet, env=os.environ | variables, stdout=output, stderr=subprocess.STDOUT)
    while " ready." not in log.read_text(errors="replace"):
        if worker.poll() is not None:
            raise RuntimeError(f"the worker did not start: {log.read_text()[-2000:]}")
        time.sleep(0.1)
    return worker


def _until_all_arrived(sink: Sink, count: int) -> float:
    """Seconds since publication."""
    started = time.perf_counter()
    while time.perf_counter() - started < 300:
        arrived = sink.log.read_bytes().count(b"\n")
        if arrived >= count:
            return time.perf_counter() - started
        time.sleep(0.05)
    raise RuntimeError(f"only {arrived} of {count} alerts arrived")
