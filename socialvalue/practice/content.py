"""All that a study says, as one value.

The page shows it, a revision and an edition keep it, the history compares two of them, and an earlier one can come
back. The desk's own notes (who reviews it, when it is looked at again, consents) are not part of it.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from collab_portal.accounts.models import Organisation
from collab_portal.text import missing_languages, paired
from collab_portal.text.paired import LANGUAGES
from socialvalue.practice.models import CaseStudy
from socialvalue.practice.models.study import PAIRED, TOLD

TEXTS = (*PAIRED, *TOLD)
LISTS = ("steps", "duties", "cpv_codes", "area_codes")
CHOSEN = ("route", "value_band", "evidence_level", "status", "licence", "contact_mode", "original_language")
SINGLE = ("cost_amount", "staff_days", "notice_url", "one_language_because", "is_example")


class Body(msgspec.Struct, frozen=True):
    """An organisation, as it was called then."""

    id: int
    slug: str
    name_en: str = ""
    name_cy: str = ""
    is_enterprise: bool = False
    is_public_body: bool = False


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was promised, and what of it was shown to have happened.

    `promise` is the one in a delivery whose records say so, as they stood on the day `as_of`.
    """

    name_en: str = ""
    name_cy: str = ""
    committed: Decimal | None = None
    evidenced: Decimal | None = None
    unit: str = ""
    period: str = ""
    promise: int | None = None
    as_of: date | None = None


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said. `consent` is the row that says they agreed to be quoted."""

    text_en: str = ""
    text_cy: str = ""
    who_en: str = ""
    who_cy: str = ""
    consent: int | None = None


class PictureSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that is shown, and the words that stand for it."""

    id: int
    alt_en: str = ""
    alt_cy: str = ""
    credit: str = ""
    licence: str = ""
    consent: int | None = None


class FileSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A document for others to use, or evidence."""

    id: int
    kind: str
    title_en: str = ""
    title_cy: str = ""


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """One study, whole."""

    slug: str
    lead: Body
    title_en: str = ""
    title_cy: str = ""
    summary_en: str = ""
    summary_cy: str = ""
    challenge_en: str = ""
    challenge_cy: str = ""
    solution_en: str = ""
    solution_cy: str = ""
    result_en: str = ""
    result_cy: str = ""
    sustained_en: str = ""
    sustained_cy: str = ""
    failures_en: str = ""
    failures_cy: str = ""
    lessons_en: str = ""
    lessons_cy: str = ""
    conditions_en: str = ""
    conditions_cy: str = ""
    lots_en: str = ""
    lots_cy: str = ""
    costs_en: str = ""
    costs_cy: str = ""
    original_language: str = "en"
    one_language_because: str = ""
    steps: list[str] = []
    goals: list[str] = []
    duties: list[str] = []
    category: str = ""
    cpv_codes: list[str] = []
    area_codes: list[str] = []
    route: str = ""
    value_band: str = ""
    evidence_level: int | None = None
    status: str = "live"
    cost_amount: Decimal | None = None
    staff_days: Decimal | None = None
    measures: list[Measured] = []
    quotes: list[Quote] = []
    pictures: list[PictureSaid] = []
    files: list[FileSaid] = []
    partners: list[Body] = []
    opportunities: list[str] = []
    redesigns: list[int] = []
    notice_url: str = ""
    contact_officer: int | None = None
    contact_mode: str = "relay"
    licence: str = "ogl"
    is_example: bool = False

    @property
    def organisations(self) -> list[Body]:
        return [self.lead, *self.partners]

    def missing(self) -> dict[str, tuple[str, ...]]:
        """For each language, the parts that are written in the other one only: they are shown in it, and marked."""
        return missing_languages(self, TEXTS)

    def said_first(self, field: str) -> str:
        """The text in the language it was first written in, or else in the other one."""
        return paired(self, field, self.original_language)[0]


def of(study: CaseStudy) -> Content:
    """What would be said of the working copy if it were published now."""
    texts = {f"{name}_{language}": getattr(study, f"{name}_{language}") for name in TEXTS for language in LANGUAGES}
    pictures = study.studypictures.filter(is_shown=True).order_by("pk")
    files = study.studyfiles.filter(is_shown=True).order_by("pk")
    return Content(
        slug=study.slug,
        **texts,
        **{name: list(getattr(study, name)) for name in LISTS},
        **{name: _plain(getattr(study, name)) for name in (*CHOSEN, *SINGLE)},
        lead=_body(study.lead),
        partners=[_body(each) for each in study.partners.order_by("pk")],
        goals=sorted(each.pk for each in study.goals.all()),
        category=study.category_id or "",
        measures=msgspec.convert(study.measures, list[Measured], strict=False),
        quotes=msgspec.convert(study.quotes, list[Quote]),
        pictures=[
            PictureSaid(
                id=each.pk,
                alt_en=each.alt_en,
                alt_cy=each.alt_cy,
                credit=each.credit,
                licence=each.licence,
                consent=each.consent_id,
            )
            for each in pictures
        ],
        files=[FileSaid(id=f.pk, kind=str(f.kind), title_en=f.title_en, title_cy=f.title_cy) for f in files],
        opportunities=sorted(each.reference for each in study.opportunities.all()),
        redesigns=sorted(each.pk for each in study.redesigns.all()),
        contact_officer=study.contact_officer_id,
    )


def read(data: dict[str, Any]) -> Content:
    """A content from the JSON it is kept as; what later versions added gets its default."""
    return msgspec.convert(data, Content, strict=False)


def write(content: Content) -> dict[str, Any]:
    """As JSON. Decimals become text, so that nothing is rounded on the way."""
    return msgspec.to_builtins(content)


def rows(values: Iterable[msgspec.Struct]) -> list[dict[str, Any]]:
    """Measures or quotes as the working copy keeps them."""
    return msgspec.to_builtins(list(values))


def _plain(value: Any) -> Any:
    return value.value if hasattr(value, "value") else value


def _body(organisation: Organisation) -> Body:
    return Body(
        id=organisation.pk,
        slug=organisation.slug,
        name_en=organisation.name_en,
        name_cy=organisation.name_cy,
        is_enterprise=organisation.is_enterprise,
        is_public_body=organisation.is_public_body,
    )
