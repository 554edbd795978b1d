"""What volume is called and how it reads: sentences and names in both languages, put together by chance."""

import random
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parent / "texts.toml"
SITES = (
    *("Aber", "Bryn", "Cae", "Clos", "Coed", "Glan", "Llan", "Maes", "Nant", "Pen", "Plas", "Pont", "Rhiw"),
    *("Tal", "Tan", "Tir", "Ton", "Trwyn", "Wern", "Ynys"),
)


class Pair(NamedTuple):
    """The same in English and Welsh."""

    en: str
    cy: str


@cache
def known(kind: str) -> list[Any]:
    """The entries of one kind, as the file has them."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))[kind]


@cache
def pairs(kind: str) -> list[Pair]:
    return [Pair(each["en"], each["cy"]) for each in known(kind)]


def description(chance: random.Random) -> Pair:
    """A few sentences, the first ones of the file more often than the last; most name a site that few others name."""
    pool = pairs("sentences")
    chosen = {int(len(pool) * chance.random() ** 1.5): None for _ in range(chance.randint(3, 7))}
    said = [_numbered(pool[number], chance.randint(2, 400)) for number in chosen]
    if chance.random() < 0.7:
        name = site(chance)
        said.append(Pair(f"The first site is {name}.", f"Y safle cyntaf yw {name}."))
    return Pair(" ".join(each.en for each in said), " ".join(each.cy for each in said))


def site(chance: random.Random) -> str:
    """A place name such as Maesgwennol: a few are common, most are rare."""
    natures = known("natures")
    return SITES[int(len(SITES) * chance.random() ** 2)] + natures[int(len(natures) * chance.random() ** 2)].lower()


def enterprise_name(chance: random.Random) -> str:
    """Such as Cegin Derwen Mold CIC."""
    place = chance.choice(known("places"))["en"].removeprefix("in ")
    parts = (chance.choice(known("nouns")), chance.choice(known("natures")), place, chance.choice(known("endings")))
    return " ".join(part for part in parts if part)


def _numbered(pair: Pair, number: int) -> Pair:
    return Pair(pair.en.replace("{n}", str(number)), pair.cy.replace("{n}", str(number)))
