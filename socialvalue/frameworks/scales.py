"""The scales that an officer can begin with. She may word the levels anew for her contract.

`shipped()` are all of them, `named("SVM-0-4")` is one, `levels(scale)` is what `Criteria.levels` keeps.
"""

from decimal import Decimal
from functools import cache

from socialvalue.frameworks.shipped import rows
from socialvalue.scoring.rule import Level, Scale


@cache
def shipped() -> tuple[Scale, ...]:
    levels: dict[str, list[Level]] = {}
    for row in rows("scale_levels"):
        levels.setdefault(row.pop("scale"), []).append(Level(score=Decimal(row.pop("score")), **row))
    return tuple(
        Scale(
            code=row["code"],
            top=Decimal(row["top"]),
            levels=tuple(levels[row["code"]]),
            only_levels=row["only_levels"] == "yes",
            name_en=row["name_en"],
            name_cy=row["name_cy"],
        )
        for row in rows("scales")
    )


def named(code: str) -> Scale | None:
    """The scale with this code, if one ships."""
    return next((scale for scale in shipped() if scale.code == code), None)


def levels(scale: Scale) -> list[dict[str, str]]:
    """The levels as `Criteria.levels` keeps them."""
    return [
        {
            "points": f"{level.score:f}",
            "name_en": level.name_en,
            "name_cy": level.name_cy,
            "means_en": level.text_en,
            "means_cy": level.text_cy,
        }
        for level in scale.levels
    ]
