"""A radar from plain rows, with its table and its CSV: one axis for each thing that is scored, one shape for each of
a few series."""

from collections.abc import Sequence
from decimal import Decimal
from math import cos, pi, sin
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext

from socialvalue.pictures import Picture, plain

WIDTH, HEIGHT = 470, 350
CENTRE = (235.0, 185.0)
RADIUS, LABELS_AT, LINE = 118.0, 136.0, 18
KINDS = ("first", "second", "third")
Text = str | Promise


class Series(NamedTuple):
    """One shape: a score for each axis, in their order; None where it is not known."""

    label: Text
    scores: Sequence[Decimal | None]


def radar(axes: Sequence[Text], series: Sequence[Series], top: int) -> Picture:
    """At most three series, or nobody can tell them apart. The first axis points up, the others follow clockwise."""
    if len(series) > len(KINDS):
        raise ValueError("A radar shows three series at most.")
    turns = [2 * pi * place / len(axes) - pi / 2 for place in range(len(axes))]
    shapes = [_shape(each, turns, kind, top) for each, kind in zip(series, KINDS, strict=False)]
    drawing = {
        "box": f"0 0 {WIDTH} {HEIGHT}",
        "centre": {"x": f"{CENTRE[0]:g}", "y": f"{CENTRE[1]:g}"},
        "rings": [" ".join(_point(turn, RADIUS * ring / top) for turn in turns) for ring in range(1, top + 1)],
        "axes": [_axis(str(label), turn) for label, turn in zip(axes, turns, strict=True)],
        "shapes": shapes[::-1],  # the first is drawn over the others
        "key": shapes,
    }
    head = [gettext("Step"), *(str(each.label) for each in series)]
    by_axis = [[each.scores[place] for each in series] for place in range(len(axes))]
    data = [[str(label), *scores] for label, scores in zip(axes, by_axis, strict=True)]
    not_known = gettext("Not known")
    cells = [
        [str(label), *(not_known if score is None else plain(score) for score in scores)]
        for label, scores in zip(axes, by_axis, strict=True)
    ]
    return Picture(head, [drawing], data, cells)


def _shape(series: Series, turns: list[float], kind: str, top: int) -> dict[str, object]:
    """With a gap in it there is no area, only its dots."""
    known = [(turn, score) for turn, score in zip(turns, series.scores, strict=True) if score is not None]
    points = [_point(turn, RADIUS * float(score) / top) for turn, score in known]
    dots = [dict(zip(("x", "y"), each.split(","), strict=True)) for each in points]
    is_whole = len(points) == len(turns)
    return {"label": series.label, "kind": kind, "points": " ".join(points) if is_whole else "", "dots": dots}


def _axis(label: str, turn: float) -> dict[str, object]:
    x, y = _place(turn, LABELS_AT)
    words = label.split()
    lines = [words[0], " ".join(words[1:])] if len(words) > 1 else words
    aside = cos(turn)
    anchor = "middle" if abs(aside) < 0.2 else "start" if aside > 0 else "end"
    first = y - LINE * (len(lines) - 1) if sin(turn) < -0.9 else y + 5 - LINE * (len(lines) - 1) / 2
    end_x, end_y = _point(turn, RADIUS).split(",")
    written = [{"text": text, "y": f"{first + LINE * place:.1f}"} for place, text in enumerate(lines)]
    return {"x": end_x, "y": end_y, "label_x": f"{x:.1f}", "anchor": anchor, "lines": written}


def _point(turn: float, distance: float) -> str:
    x, y = _place(turn, distance)
    return f"{x:.1f},{y:.1f}"


def _place(turn: float, distance: float) -> tuple[float, float]:
    return CENTRE[0] + distance * cos(turn), CENTRE[1] + distance * sin(turn)
