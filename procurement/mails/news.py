"""The mail that tells one person of one version of one opportunity, however many reasons she has to hear of it."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, gettext

from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from collab_portal.templatetags.words import money, paired, places
from procurement import changelog, snapshot, wording
from procurement.alerts.keys import news_key
from procurement.changelog import Step
from procurement.facts import Facts
from procurement.mails import links
from procurement.matching import Criteria
from procurement.models import Award, Match, OutboxEvent, PipelineEntry, Release, SavedSearch, Stage, Subscriber, Watch
from procurement.models.stages import CURRENT_STAGES
from procurement.snapshot import AwardSnapshot, Snapshot


@dataclass(frozen=True)
class Reasons:
    """Why she gets it: her searches that found it, her watch, or both."""

    searches: list[SavedSearch]
    watch: Watch | None

    @property
    def all(self) -> list[SavedSearch | Watch]:
        return [*self.searches, *([self.watch] if self.watch else [])]

    @property
    def subscriber(self) -> Subscriber:
        return self.all[0].subscriber

    @property
    def token(self) -> str:
        """What one click stops: the one reason, or everything where there are several."""
        return self.all[0].token if len(self.all) == 1 else self.subscriber.token


def render(payload: Payload, language: str) -> Message:
    """Written from the release that caused it, so that it says the same however late it goes."""
    reasons = _reasons(payload)
    said = said_in(payload["opportunity"], payload["version"])
    steps = _steps_since(payload, reasons, language)
    title, title_language = paired(said, "title")
    context = {
        "title": title,
        "title_language": "" if title_language == language else title_language,
        "heading": str(steps[0].title) if steps else gettext("A new opportunity for you"),
        "buyers": ", ".join(paired(body, "name")[0] for body in (said.buyer, *said.joint_buyers)),
        "facts": facts(said),
        "steps": steps,
        "outcome": outcome(said),
        "searches": [name_of(search) for search in reasons.searches],
        "is_watched": reasons.watch is not None,
        "url": links.opportunity(said.reference),
        "answer_url": _answer_url(payload, said),
        "manage_url": links.manage(reasons.subscriber),
        "stop_url": links.stop(reasons.token),
    }
    subject = f"{steps[0].title}: {title}" if steps else gettext("New opportunity: %(title)s") % {"title": title}
    return compose("procurement/email/news", subject=subject, context=context, headers=links.one_click(reasons.token))


def _answer_url(payload: Payload, said: Snapshot) -> str:
    """Only while there is something to answer."""
    if said.stage not in CURRENT_STAGES:
        return ""
    return links.answer(payload["subscriber"], payload["opportunity"])


def still_wanted(payload: Payload) -> str | None:
    """None, or why it need not go. Who watches hears of the end as well; a search finds only what is current."""
    reasons = _reasons(payload)
    if not reasons.all:
        return "search or watch removed"
    if not reasons.subscriber.is_active:
        return "alerts stopped"
    if reasons.watch:
        return None
    is_current = PipelineEntry.objects.current(timezone.now()).filter(pk=payload["opportunity"]).exists()
    return None if is_current else "no longer current"


def name_of(search: SavedSearch) -> str:
    """What the person called it, or else what it looks for."""
    return search.name or Criteria.from_query(search.query).describe(get_language() or "en")


def facts(said: Snapshot) -> list[tuple[str, str]]:
    """What she needs to decide whether to look: labels and values."""
    known = Facts(said, timezone.now())
    amount = said.value_amount if said.value_amount is not None else said.value_gross
    value = str(known.value_band) or money(amount, said.currency) or gettext("not given")
    rows = [(gettext("Stage"), str(Stage(said.stage).label)), (gettext("Value"), value)]
    rows.append((gettext("Where"), places(known.areas)))
    for each in known.milestones:
        window = each.window
        rows.append((each.label, wording.moment(each.at) if each.at else wording.dates(*_ends(window))))
    if len(said.lots) > 1:
        rows.append((gettext("Lots"), str(len(said.lots))))
    if said.stage == Stage.AWARDED:
        return [row for row in rows if row[1]]
    suitable = ". ".join(known.marks) or gettext("Not marked as suitable by the buyer")
    rows.append((gettext("For social enterprises"), suitable))
    return [row for row in rows if row[1]]


def outcome(said: Snapshot) -> list[str]:
    """How it ended, for those who waited for it: who won each lot, and where feedback is to be had."""
    if said.stage != Stage.AWARDED:
        return []
    lines = [_won(award, len(said.lots) > 1) for award in said.awards]
    if said.feedback_promised:
        lines.append(gettext("The buyer promised feedback to everybody who made a bid. Ask for it if you did."))
    else:
        lines.append(gettext("If you made a bid, you can ask the buyer how it was judged."))
    return lines


def _won(award: AwardSnapshot, has_lots: bool) -> str:
    parts = [gettext("Lot %(number)s") % {"number": award.lot}] if award.lot and has_lots else []
    parts += [award.supplier_name or str(Award.Outcome(award.outcome).label), money(award.value_amount, award.currency)]
    return ", ".join(part for part in parts if part)


def _ends(window: snapshot.Window) -> tuple:
    return window.earliest, window.latest, window.confidence


def _reasons(payload: Payload) -> Reasons:
    """Those that still hold: one query, and another where she watches."""
    kind = "watch" if payload["is_watch"] else "alert"
    key = news_key(kind, payload["subscriber"], payload["opportunity"], payload["version"])
    searches = SavedSearch.objects.filter(subscriber=payload["subscriber"], matches__delivery_key=key)
    watches = Watch.objects.confirmed().filter(
        subscriber=payload["subscriber"], opportunity=payload["opportunity"], from_version__lt=payload["version"]
    )
    return Reasons(
        searches=list(searches.distinct().select_related("subscriber").defer("words", "keys").order_by("pk")),
        watch=watches.select_related("subscriber").first() if payload["is_watch"] else None,
    )


@lru_cache(maxsize=64)
def said_in(opportunity: int, version: int) -> Snapshot:
    """A release never changes, and often many people hear of the same."""
    return snapshot.read(Release.objects.get(opportunity=opportunity, version=version).snapshot)


@lru_cache(maxsize=64)
def _steps(opportunity: int, version: int, language: str) -> list[Step]:
    """What each version up to this one changed, the newest first, in this language."""
    steps = changelog.of(opportunity, currency=said_in(opportunity, version).currency)
    return [step for step in steps if step.version <= version]


def _steps_since(payload: Payload, reasons: Reasons, language: str) -> list[Step]:
    """What changed since she was last told; nothing where she never was."""
    last = _last_told(payload, reasons)
    if last is None:
        return []
    steps = _steps(payload["opportunity"], payload["version"], language)
    return [step for step in steps if step.version > last]


def _last_told(payload: Payload, reasons: Reasons) -> int | None:
    earlier = {"opportunity": payload["opportunity"], "version__lt": payload["version"]}
    if reasons.watch:
        told = OutboxEvent.objects.filter(version__gte=reasons.watch.from_version, **earlier)
        return max(told.values_list("version", flat=True), default=reasons.watch.from_version)
    told = Match.objects.filter(search__in=reasons.searches, **earlier).exclude(delivery_key="")
    return max(told.values_list("version", flat=True), default=None)
