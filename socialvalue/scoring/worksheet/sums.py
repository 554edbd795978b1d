"""The sheet of the scores: column by column the steps of the formulas, a row for each bid, and the best below them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext

from socialvalue.exact import comparable
from socialvalue.scoring import words
from socialvalue.scoring.bids import Bid
from socialvalue.scoring.criteria import amount_of
from socialvalue.scoring.methods import percent_of_contract
from socialvalue.scoring.result import Node, Result
from socialvalue.scoring.rule import Criterion, Direction, Method, Part, PriceMethod, TieBreak
from socialvalue.scoring.worksheet import cells
from socialvalue.scoring.worksheet.cells import Place
from socialvalue.scoring.worksheet.columns import FIRST, ByPlace, Columns, Value
from socialvalue.scoring.worksheet.given import GATE, TARGET, TOP, UNIT_VALUE, WEIGHT, Known, Offers


class Sums(Columns):
    """From what is offered to the rank, step by step."""

    def __init__(self, result: Result, bids: Sequence[Bid], known: Known, offers: Offers, title: str) -> None:
        super().__init__(result, bids, title)
        self.rule, self.known, self.offers = result.rule, known, offers
        if bids:
            self._write()

    def _write(self) -> None:
        self.amounts = {each.code: self._amount(each) for each in self.rule.criteria}
        accepted = self.add(
            gettext("Accepted (1) or not (0)"), self._gates, lambda place: int(self.outcomes[place].is_accepted)
        )
        nobody = f"SUM({accepted.all(FIRST, self.last)})=0"
        self.counting = self.add(
            gettext("Others are measured by it"), lambda row: f"IF(OR({accepted.at(row)}=1,{nobody}),1,0)", self.counts
        )
        points = {each.code: self._points(each) for each in self.rule.criteria}
        parts = {part: self._part(part, points) for part in Part}
        total = self._total([*parts.values(), *self._price_points()])
        decisive = self._figure(total) if self.rule.price.method.is_figure else total
        shown = self._shown(decisive)
        keys = [self._key(total, decisive, shown), *(self._tie(tie, parts) for tie in self.rule.ties)]
        self.add(
            gettext("Rank"),
            lambda row: cells.rank(row, accepted, keys, FIRST, self.last),
            lambda place: self.outcomes[place].rank or "",
        )

    # ------------------------------------------------------------------------------------------ the criteria

    def _amount(self, criterion: Criterion) -> Place:
        """Where the score, the quantity or the pounds offered stand."""
        if not criterion.measures:
            return self.offers.of(criterion.code)
        there = {self.offers.of(each.code): self.known.of(each.code, UNIT_VALUE) for each in criterion.measures}

        def formula(row: int) -> str:
            is_empty = ",".join(f'{place.at(row)}=""' for place in there)
            return f'IF(AND({is_empty}),"",{"+".join(f"{place.at(row)}*{unit}" for place, unit in there.items())})'

        head = f"{criterion.code}: {words.LABELS['offered']}"
        return self.add(head, formula, lambda place: _or_empty(amount_of(criterion, self.bids[place])))

    def _gates(self, row: int) -> str:
        conditions = ["1=1"]
        for each in self.rule.criteria:
            if each.gate is not None:
                cell = self.amounts[each.code].at(row)
                is_upper = each.direction is Direction.LESS and each.method is not Method.SCALE
                conditions.append(f'{cell}<>"",{cell}{"<=" if is_upper else ">="}{self.known.of(each.code, GATE)}')
        return f"IF(AND({','.join(conditions)}),1,0)"

    def _points(self, criterion: Criterion) -> Place:
        code, amount = criterion.code, self.amounts[criterion.code]
        weight = self.known.of(code, WEIGHT)
        if criterion.method is Method.SCALE:
            top = self.known.of(code, TOP)
            return self.add(self._named(code), lambda row: f"{weight}*{amount.at(row)}/{top}", self._node(code))
        is_less = criterion.direction is Direction.LESS
        if criterion.method is Method.TARGET:
            amount = self._percent(criterion)
        if criterion.method.has_target:
            goal = self.known.of(code, TARGET)
        else:
            goal = self.add_best(
                f"{code}: {words.LABELS['lowest' if is_less else 'highest']}",
                amount,
                self.counting,
                lambda place: _or_empty(amount_of(criterion, self.bids[place])),
                is_lowest=is_less,
            )
        formula = cells.less if is_less else cells.more
        return self.add(
            self._named(code),
            lambda row: cells.unless_empty(amount.at(row), formula(weight, amount.at(row), goal)),
            self._node(code),
        )

    def _percent(self, criterion: Criterion) -> Place:
        amount, rule = self.amounts[criterion.code], self.rule

        def formula(row: int) -> str:
            common = rule.contract_value is not None
            whole = self.known.single("contract_value") if common else self.offers.contract_value.at(row)
            percent = f"IF({whole}=0,0,100*{amount.at(row)}/{whole})"
            return cells.unless_empty(amount.at(row), percent, '""')

        def value(place: int) -> Value:
            bid = self.bids[place]
            offered, whole = amount_of(criterion, bid), rule.contract_value or bid.contract_value
            return "" if offered is None else percent_of_contract(offered, whole or Decimal(0))

        return self.add(f"{criterion.code}: {words.LABELS['percent']}", formula, value)

    def _named(self, code: str) -> str:
        return gettext("%(code)s: points") % {"code": code}

    def _node(self, code: str) -> ByPlace:
        found = [{node.code: node for node in _criteria_of(outcome.points)} for outcome in self.outcomes]
        return lambda place: _or_empty(found[place][code].exact)

    # --------------------------------------------------------------------------------------- what they make

    def _part(self, part: Part, points: Mapping[str, Place]) -> Place:
        columns = [points[each.code] for each in self.rule.criteria_of(part)]
        return self.add(
            str(words.LABELS[part.value]),
            lambda row: "+".join(["0", *(column.at(row) for column in columns)]),
            lambda place: _or_empty(self.outcomes[place].part(part).exact),
        )

    def _price_points(self) -> list[Place]:
        if self.rule.price.method is not PriceMethod.LOWEST_OVER_BID:
            return []
        price, weight = self.offers.price, self.known.single("price_weight")
        head = f"{words.LABELS['price']}: {words.LABELS['lowest']}"
        lowest = self.add_best(
            head, price, self.counting, lambda place: _or_empty(self.bids[place].price), is_lowest=True
        )
        return [
            self.add(
                str(words.LABELS["price_points"]),
                lambda row: cells.less(weight, price.at(row), lowest),
                lambda place: _or_empty(self.outcomes[place].points.inputs[-1].exact),
            )
        ]

    def _total(self, columns: Sequence[Place]) -> Place:
        return self.add(
            str(words.LABELS["total"]),
            lambda row: "+".join(column.at(row) for column in columns),
            lambda place: _or_empty(self.outcomes[place].points.exact),
        )

    def _figure(self, points: Place) -> Place:
        price, single, method = self.offers.price, self.known.single, self.rule.price.method
        fewest = ""
        if method is PriceMethod.RELATIVE_VALUE:
            head = f"{words.LABELS['total']}: {words.LABELS['lowest']}"
            exact: ByPlace = lambda place: _or_empty(self.outcomes[place].points.exact)  # noqa: E731
            fewest = self.add_best(head, points, self.counting, exact, is_lowest=True)

        def formula(row: int) -> str:
            pounds, quality = price.at(row), points.at(row)
            match method:
                case PriceMethod.PER_QUALITY_POINT:
                    return f'IF({quality}=0,"",{pounds}/{quality})'
                case PriceMethod.VALUE_INDEX:
                    return f'IF({pounds}=0,"",{quality}*{single("per")}/{pounds})'
                case PriceMethod.WILLINGNESS_TO_PAY:
                    return f"{pounds}-{quality}*{single('pounds_per_point')}"
            return f"{pounds}*({fewest}+{single('most')})/({quality}+{single('most')})"

        return self.add(str(words.LABELS["figure"]), formula, lambda n: _or_empty(self.outcomes[n].tree.exact))

    def _shown(self, decisive: Place) -> Place:
        places, mode = self.known.single("places"), self.rule.rounding.mode
        return self.add(
            gettext("As it is shown"),
            lambda row: cells.unless_empty(decisive.at(row), cells.rounded(decisive.at(row), places, mode), '""'),
            lambda place: _or_empty(self.outcomes[place].tree.shown),
        )

    # --------------------------------------------------------------------------------------- who comes first

    def _key(self, points: Place, decisive: Place, shown: Place) -> Place:
        """The greater, the better, also where the lowest wins."""
        sign = "-" if self.rule.price.method.lowest_wins else ""
        is_index = self.rule.price.method is PriceMethod.VALUE_INDEX

        def formula(row: int) -> str:
            value = shown.at(row) if self.rule.rounding.decides else f"ROUND({decisive.at(row)},{cells.FINE})"
            none = f"IF({points.at(row)}>0,{cells.MOST},{cells.LEAST})" if is_index else cells.LEAST
            return cells.unless_empty(decisive.at(row), f"{sign}{value}", none)

        def value(place: int) -> Value:
            outcome = self.outcomes[place]
            if outcome.tree.exact is None:
                return Decimal(cells.MOST if is_index and outcome.points.exact else cells.LEAST)
            found = self._compared(outcome.tree)
            return found.copy_negate() if sign else found

        return self.add(gettext("Compared (more is better)"), formula, value)

    def _tie(self, tie: TieBreak, parts: Mapping[Part, Place]) -> Place:
        head = str(words.TIES[tie])
        if tie is TieBreak.PRICE:
            return self.add(
                head, lambda row: f"-{self.offers.price.at(row)}", lambda place: -(self.bids[place].price or Decimal(0))
            )
        part = Part(tie.value)
        rounding = self.rule.rounding

        def formula(row: int) -> str:
            cell = parts[part].at(row)
            if not rounding.decides:
                return f"ROUND({cell},{cells.FINE})"
            return cells.rounded(cell, self.known.single("places"), rounding.mode)

        return self.add(head, formula, lambda place: self._compared(self.outcomes[place].part(part)))

    def _compared(self, node: Node) -> Decimal:
        found = node.shown if self.rule.rounding.decides else node.exact
        assert found is not None
        return comparable(found)


def _criteria_of(node: Node) -> Iterator[Node]:
    for each in node.inputs:
        if each.label == "criterion":
            yield each
        elif each.formula == "sum":
            yield from _criteria_of(each)


def _or_empty(value: Decimal | None) -> Value:
    return "" if value is None else value
