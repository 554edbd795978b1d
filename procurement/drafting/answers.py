"""What a draft says now, in words: for the check page, and for whoever finds that somebody else was quicker."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from procurement import wording
from procurement.drafting.sections import Section
from procurement.snapshot import Snapshot, write

OF_A_LOT = (
    *("title_en", "title_cy", "description_en", "description_cy"),
    *("value_amount", "value_gross", "cpv_codes", "area_codes"),
    *("vcse_suitable", "sme_suitable", "reserved", "criteria"),
)


@dataclass(frozen=True)
class Answer:
    """One field in words. `language` is set where the text itself is in one language."""

    label: str
    text: str
    is_given: bool
    language: str = ""


@dataclass(frozen=True)
class Answered:
    """A section, or one lot of it, with its answers."""

    section: Section
    answers: list[Answer]
    lot: int | None = None

    @property
    def given(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.is_given]

    @property
    def missing(self) -> str:
        """What is not given, in one line: a lot may well leave half of it to the whole contract."""
        return ", ".join(wording.small(answer.label) for answer in self.answers if not answer.is_given)


def answered(sections: Iterable[Section], said: Snapshot) -> list[Answered]:
    """Every section with its answers; the lots one by one."""
    sections = list(sections)
    values = [(path, value) for section in sections for path, value in _values(section, said)]
    names = wording.names_in(values, currency=said.currency)
    result = []
    for section in sections:
        if "lots" not in section.fields:
            result.append(Answered(section, [_answer(*each, names) for each in _values(section, said)]))
            continue
        for lot in said.lots:
            own = [each for each in _values(section, said) if each[0].startswith(f"lots/{lot.number}/")]
            result.append(Answered(section, [_answer(*each, names, short=True) for each in own], lot.number))
    return result


def _values(section: Section, said: Snapshot) -> Iterator[tuple[str, Any]]:
    given = write(said)
    if "lots" in section.fields:
        for lot in given["lots"]:
            yield from ((f"lots/{lot['number']}/{name}", lot.get(name)) for name in OF_A_LOT)
        return
    for name in section.fields:
        yield name, _links_and_bodies(name, given.get(name))


def _links_and_bodies(name: str, value: Any) -> Any:
    """As the change log keeps them: addresses and numbers."""
    if not value:
        return value
    if name == "notices":
        return [notice["url"] for notice in value]
    return [body["id"] for body in value] if name == "joint_buyers" else value


def _answer(path: str, value: Any, names: wording.Names, *, short: bool = False) -> Answer:
    name = path.rpartition("/")[2]
    language = name[-2:] if name.endswith(("_en", "_cy")) else ""
    is_given = value not in (None, "", [], {})
    text = wording.shown(path, value if is_given else None, names)
    return Answer(wording.label(name if short else path), text, is_given, language if is_given else "")
