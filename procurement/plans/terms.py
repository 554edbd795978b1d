"""How long a contract runs, as people write it: "3+1+1", "24 months", "4yr", "3 years with the option of 2 more"."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from procurement.plans.unread import CannotBeRead, says_nothing

YEARS = r"y(?:(?:ea)?rs?)?|blynedd|mlynedd|flynedd|blwyddyn|flwyddyn"
MONTHS = r"m(?:on)?ths?|mo|m|mis|fis|misoedd"
WEEKS = r"w(?:ee)?ks?|wythnos(?:au)?"
PART = re.compile(
    rf"(?P<number>\d+(?:\.\d+)?)\s*-?\s*(?:(?P<years>{YEARS})|(?P<months>{MONTHS})|(?P<weeks>{WEEKS}))?(?![a-z])", re.I
)
HEADING_YEARS = re.compile(rf"\b({YEARS})\b", re.I)
HEADING_MONTHS = re.compile(r"\b(months?|mths?|misoedd)\b", re.I)
NOT_A_LENGTH = re.compile(
    r"^(one[\s-]?off|once|spot( purchase)?|rolling|ongoing|on[\s-]?going|open[\s-]?ended|untro)\W*$", re.I
)
JOIN = re.compile(
    r"\b(with|an?|the|option(s|al)?|to|extend(ed)?|extension(s)?|ext|of|for|up|possible|potential|plus|and|then|initial"
    r"|further|more|term|period|another|each|contract|by|maximum|max|gyda|opsiwn|i|ymestyn|am|hyd|at|ac|a|x|at)\b"
    r"|[\s()\[\]{}+&,;:./-]",
    re.I,
)  # fmt: skip
LONGEST = 600  # months: fifty years; a lease may be that long, a slip of the key is longer


@dataclass(frozen=True)
class Term:
    """Months for certain, and months by which the buyer may extend it."""

    months: int
    extension_months: int = 0


def read(written: object, *, heading: str = "") -> Term | None:
    """The term, or None where it is not known or the purchase has none ("one-off", "rolling").

    A bare number counts what the heading says ("Term (years)"), else years up to 10 and months above. In "3+1+1" the
    first is certain and the rest are extensions, all counted alike. Raises `CannotBeRead`.
    """
    text = f"{written:g}" if isinstance(written, float) else str("" if written is None else written).strip()
    if says_nothing(text) or NOT_A_LENGTH.match(text):
        return None
    text = re.sub(r"\b(more|further|additional|extra|optional)\s+", "", text, flags=re.I)
    text = re.sub(r"(\d)\s*x\s*(\d+)", _repeated, text, flags=re.I)
    parts = list(PART.finditer(text))
    if not parts or JOIN.sub("", PART.sub(" ", text)):
        raise _unclear()
    lengths = _months(parts, heading)
    total_first = re.fullmatch(r"\s*[\d.]+\s*[a-z]*\s*\(\s*[^()]*\+[^()]*\)\s*", text, re.I)
    if total_first and len(lengths) > 1 and sum(lengths[1:]) == lengths[0]:
        lengths = lengths[1:]  # "5 years (3+2)"
    if any(length != int(length) for length in lengths) or not 0 < sum(lengths) <= LONGEST or lengths[0] == 0:
        raise _unclear()
    return Term(int(lengths[0]), int(sum(lengths[1:])))


def _months(parts: list[re.Match], heading: str) -> list[float]:
    """Each part in months. What names no unit counts like the next one that does: "3+1+1 years"."""
    named = [_unit(part) for part in parts]
    default = next((unit for unit in named if unit), None)
    lengths = []
    for at, part in enumerate(parts):
        number = float(part["number"])
        following = next((unit for unit in named[at:] if unit), None)
        unit = following or default or _heading_unit(heading) or (12.0 if float(parts[0]["number"]) <= 10 else 1.0)
        lengths.append(round(number * unit, 4))
    return lengths


def _unit(part: re.Match) -> float | None:
    if part["years"]:
        return 12.0
    if part["months"]:
        return 1.0
    return 12 / 52 if part["weeks"] else None


def _heading_unit(heading: str) -> float | None:
    if HEADING_MONTHS.search(heading):
        return 1.0
    return 12.0 if HEADING_YEARS.search(heading) else None


def _repeated(match: re.Match) -> str:
    """ "2 x 12 months" is "12 + 12 months"."""
    times = int(match[1])
    return " + ".join([match[2]] * times) if 1 <= times <= 10 else match[0]


def _unclear() -> CannotBeRead:
    return CannotBeRead(_("This is not a length we can read. Write it like 24 months, 3 years or 3+1+1."))
