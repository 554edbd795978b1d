"""Taking a set in: dry, or for good. It is short, so it goes in as a whole or not at all."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from collab_portal.sheets.mapping import Record
from collab_portal.sheets.report import Outcome, Report
from socialvalue.imports.reading import About, Line, Reader
from socialvalue.models import Proxy, ProxySet

LOCK = 7306
After = Callable[[int, Report], None]


def check(records: Iterable[Record], *, about: About) -> Report:
    """What would become of the rows. Nothing is written."""
    reader = Reader(about)
    lines = reader.lines(records)
    return _report(lines, _stored(_set_of(reader)))


def run(
    records: Sequence[Record],
    *,
    about: About,
    source: str,
    at: datetime,
    begin: int = 0,
    after: After = lambda done, report: None,
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """Write what is good, and say what is not. `source` is what the rows were read in."""
    if stop() or begin:
        return Report()
    reader = Reader(about)
    lines = reader.lines(records)
    with transaction.atomic():
        _take_turns(about)
        proxy_set = _set_of(reader)
        stored = _stored(proxy_set)
        report = _report(lines, stored)
        if report.taken:
            _write(lines, stored, _saved(proxy_set, reader, at), source)
        after(len(records), report)
    return report


def _take_turns(about: About) -> None:
    """Until the transaction ends, no other import decides or writes for this body."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, about.owner.pk])


def _set_of(reader: Reader) -> ProxySet:
    """The edition the file is about, perhaps not saved yet."""
    named = {"owner": reader.about.owner, "code": reader.set_code, "version": reader.set_version}
    return ProxySet.objects.filter(**named).first() or ProxySet(**named)


def _saved(proxy_set: ProxySet, reader: Reader, at: datetime) -> ProxySet:
    proxy_set.licence = reader.licence
    proxy_set.licence_expires_on = reader.licence_expires_on
    proxy_set.source_url = reader.about.source_url or proxy_set.source_url
    proxy_set.loaded_at = at
    proxy_set.save()
    return proxy_set


def _stored(proxy_set: ProxySet) -> dict[str, Proxy]:
    return {each.code: each for each in proxy_set.proxies.all()} if proxy_set.pk else {}


def _report(lines: Iterable[Line], stored: dict[str, Proxy]) -> Report:
    told = Report()
    for line in lines:
        told.count(_outcome(line, stored), line.problems)
    return told


def _outcome(line: Line, stored: dict[str, Proxy]) -> Outcome:
    if not line.is_good:
        return Outcome.REFUSED
    known = stored.get(line.said["code"])
    if known is None:
        return Outcome.NEW
    is_same = all(getattr(known, name) == value for name, value in line.said.items())
    return Outcome.UNCHANGED if is_same else Outcome.CHANGED


def _write(lines: Iterable[Line], stored: dict[str, Proxy], proxy_set: ProxySet, source: str) -> None:
    new, changed = [], []
    for line in lines:
        outcome = _outcome(line, stored)
        if outcome == Outcome.NEW:
            told = {"source": source, "verification": Proxy.Verification.EXCERPT}
            new.append(Proxy(proxy_set=proxy_set, **told, **line.said))
        elif outcome == Outcome.CHANGED:
            known = stored[line.said["code"]]
            for name, value in line.said.items():
                setattr(known, name, value)
            known.source = source
            changed.append(known)
    Proxy.objects.bulk_create(new)
    if changed:
        Proxy.objects.bulk_update(changed, [*_fields(changed[0]), "source"])


def _fields(row: Proxy) -> list[str]:
    """Every field that a file can change."""
    kept = {"id", "proxy_set", "code", "source", "verification", "confirmed_at", "confirmed_by", "confirmed_source"}
    return [field.name for field in row._meta.concrete_fields if field.name not in kept]
