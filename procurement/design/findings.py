"""What a check finds: one of six results, what kind of rule says so, and the words for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procurement import wording
from procurement.design.sources import Source, sources_of

if TYPE_CHECKING:
    from procurement.design.inputs import Design

Text = str | Promise


class Result(TextChoices):
    """From good to bad, and last what cannot be said: silence is not a pass."""

    PASS = "pass", pgettext_lazy("result of a check", "Pass")
    ADVICE = "advice", _("Advice")
    BARRIER = "likely barrier", _("Likely barrier")
    UNLAWFUL = "unlawful as written", _("Unlawful as written")
    CONTRADICTION = "contradiction", _("Contradiction")
    NOT_KNOWN = "not known", _("Not known")


RED = frozenset({Result.BARRIER, Result.UNLAWFUL})


class Kind(TextChoices):
    """What a finding rests on. A page never shows law and judgement by the same sign."""

    LAW = "law", _("Law")
    WELSH = "welsh", _("Welsh law or policy")
    GUIDANCE = "guidance", _("Official guidance")
    EVIDENCE = "evidence", _("Evidence")
    JUDGEMENT = "judgement", _("Our judgement")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of one design. `missing` names the inputs that would have to be known."""

    result: Result
    kind: Kind | None = None
    text: Text = ""
    words: Mapping[str, Any] = field(default_factory=dict)
    lots: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """One of the checks. `inputs` are fields of the snapshot; the first says in which section it is shown.

    Called with a design, it answers with a finding.
    """

    id: str
    title: Text
    why: Text
    redesign: Text
    kinds: tuple[Kind, ...]
    inputs: tuple[str, ...]
    rule: Callable[["Design"], Verdict]

    do_not_call_in_templates = True

    def __call__(self, design: "Design") -> "Finding":
        return Finding(self, self.rule(design))

    @property
    def slug(self) -> str:
        return self.id.lower()

    @property
    def sources(self) -> tuple[Source, ...]:
        return sources_of(self.id)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of one design."""

    check: Check
    verdict: Verdict

    @property
    def result(self) -> Result:
        return self.verdict.result

    @property
    def kind(self) -> Kind:
        """What it rests on; where nothing is wrong, what the check is mainly about."""
        return self.verdict.kind or self.check.kinds[0]

    @property
    def lots(self) -> tuple[int, ...]:
        return self.verdict.lots

    @property
    def message(self) -> str:
        """What was found, in the language of the page."""
        if self.verdict.missing:
            names = ", ".join(wording.small(wording.label(name)) for name in self.verdict.missing)
            return _("We cannot say yet. Still open: %(names)s.") % {"names": names}
        return str(self.verdict.text) % self.verdict.words if self.verdict.text else ""


PASSED = Verdict(Result.PASS)


def advice(text: Text, kind: Kind = Kind.JUDGEMENT, lots: tuple[int, ...] = (), **words: Any) -> Verdict:
    return Verdict(Result.ADVICE, kind, text, words, lots)


def barrier(text: Text, kind: Kind = Kind.JUDGEMENT, lots: tuple[int, ...] = (), **words: Any) -> Verdict:
    return Verdict(Result.BARRIER, kind, text, words, lots)


def unlawful(text: Text, lots: tuple[int, ...] = (), **words: Any) -> Verdict:
    return Verdict(Result.UNLAWFUL, Kind.LAW, text, words, lots)


def contradiction(text: Text, lots: tuple[int, ...] = (), **words: Any) -> Verdict:
    return Verdict(Result.CONTRADICTION, Kind.EVIDENCE, text, words, lots)


def not_known(*missing: str) -> Verdict:
    return Verdict(Result.NOT_KNOWN, missing=missing)


def against_the_act(design: "Design", text: Text, lots: tuple[int, ...] = (), **words: Any) -> Verdict:
    """What the Act forbids above the threshold. Below it, and where that is not known, it still keeps people out."""
    return unlawful(text, lots, **words) if design.is_covered else barrier(text, lots=lots, **words)
