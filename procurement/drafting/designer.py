"""The lot designer: ways of splitting a contract as an address says them, and what each of them would bring."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from procurement.design import lots, proposals
from procurement.design.lots import Part, Way
from procurement.design.proposals import Contract, Proposal
from procurement.drafting.forms.designer import FORMS, DesignerForm


@dataclass(frozen=True)
class Drawing:
    """One way of splitting: its form, and its lots where the form is filled in."""

    form: DesignerForm
    parts: list[Part] | None
    query: str

    @property
    def way(self) -> Way:
        return self.form.way


def drawing(query: QueryDict, of: Contract) -> Drawing | None:
    """What the address says. If it only names the way, that begins as is usual for it."""
    make = FORMS.get(query.get("by", ""))
    if make is None:
        return None
    beside = query.get("beside", "")
    said = {name: value for name, value in query.items() if name not in ("by", "beside")}
    begin = said or make.usual(of.whole)
    if begin is None:
        return Drawing(make(whole=of.whole, beside=beside), None, address(make.way, {}))
    form = make(begin | {"by": make.way.value, "beside": beside}, whole=of.whole)
    return Drawing(form, form.parts if form.is_valid() else None, address(make.way, begin))


def address(way: Way, said: dict[str, str], **more: str) -> str:
    query = QueryDict(mutable=True)
    query.update({"by": way.value, **{name: value for name, value in said.items() if value}, **more})
    return query.urlencode()


@dataclass(frozen=True)
class Usual:
    """One line of the overview: a way as it begins, or that the contract gives nothing to split it by."""

    way: Way
    query: str
    proposal: Proposal | None


class Designer:
    """All that the page shows: the contract now, every way as it begins, the one looked at, and one beside it."""

    def __init__(self, of: Contract, query: QueryDict):
        self.of = of
        self.drawn = drawing(query, of)
        self.aside = drawing(QueryDict(query.get("beside", "")), of)

    @cached_property
    def _proposals(self) -> dict[str, Proposal]:
        """By name, with one query for all of them."""
        ways: dict[str, list[Part]] = {"now": proposals.as_it_is(self.of)}
        for way, form in FORMS.items():
            begin = form.usual(self.of.whole)
            if way != Way.WHOLE and begin is not None and len(begin) <= lots.MOST:
                first = form(begin, whole=self.of.whole)
                if first.is_valid():
                    ways[way] = first.parts
        for name, each in (("drawn", self.drawn), ("aside", self.aside)):
            if each and each.parts:
                ways[name] = each.parts
        return dict(zip(ways, proposals.looked_at(self.of, list(ways.values())), strict=True))

    @property
    def now(self) -> Proposal:
        return self._proposals["now"]

    @property
    def proposal(self) -> Proposal | None:
        return self._proposals.get("drawn")

    @property
    def beside(self) -> Proposal | None:
        return self._proposals.get("aside")

    @property
    def usual(self) -> list[Usual]:
        return [Usual(FORMS[way].way, address(FORMS[way].way, {}), self._proposals.get(way)) for way in FORMS]

    @property
    def compare_query(self) -> str:
        """Back to the choice of ways, with this one kept beside."""
        return QueryDict.fromkeys(["beside"], self.drawn.query).urlencode() if self.drawn else ""

    @property
    def swapped_query(self) -> str:
        """The one beside becomes the one that is worked on."""
        query = QueryDict(self.aside.query, mutable=True) if self.aside else QueryDict(mutable=True)
        query["beside"] = self.drawn.query if self.drawn else ""
        return query.urlencode()
