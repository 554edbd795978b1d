"""What a yearly report still misses: said in plain words, so that somebody can do something about it."""

from collections.abc import Mapping

from django.utils.translation import gettext

from collab_portal.templatetags.words import paired
from socialvalue.models import ReportText
from socialvalue.statutory.facts import Facts
from socialvalue.statutory.sections import sections


def missing(facts: Facts, texts: Mapping[str, ReportText]) -> list[str]:
    """In the order of the report."""
    return [*_of_texts(texts), *_of_facts(facts)]


def untranslated(texts: Mapping[str, ReportText]) -> list[str]:
    """Sections with words in one language only: these must be there before it is published."""
    return [
        paired(section, "title")[0]
        for section in sections()
        if section.code in texts and bool(texts[section.code].text_en) != bool(texts[section.code].text_cy)
    ]


def _of_texts(texts: Mapping[str, ReportText]) -> list[str]:
    found = []
    for section in sections():
        text = texts.get(section.code)
        said = [text.text_en, text.text_cy] if text else []
        title = {"title": paired(section, "title")[0]}
        if not any(said):
            found.append(gettext("Your own words on “%(title)s”") % title)
        elif not all(said):
            found.append(gettext("The other language of “%(title)s”") % title)
    return found


def _of_facts(facts: Facts) -> list[str]:
    counts = {
        "undated": sum(each.year is None for each in facts.expected),
        "unvalued": sum(each.low is None and each.high is None for each in facts.expected),
        "quiet": sum(each.unknown > 0 for each in facts.delivered),
    }
    logged = {each.reference for each in facts.steps}
    without = sum(each.reference not in logged for each in facts.exercises)
    found = []
    if not facts.objectives:
        found.append(gettext("Published objectives: there are none"))
    if without:
        found.append(gettext("Purchases without a step in the log: %(n)s") % {"n": without})
    if facts.value_unknown:
        found.append(gettext("Awards without a value: %(n)s") % {"n": facts.value_unknown})
    if facts.supplier_unknown:
        found.append(
            gettext("Awards of which nobody said whether a social enterprise won: %(n)s")
            % {"n": facts.supplier_unknown}
        )
    if not facts.expected:
        found.append(gettext("What is expected in two years: nothing is planned in the pipeline"))
    if counts["undated"]:
        found.append(gettext("Planned, but not known when: %(n)s") % {"n": counts["undated"]})
    if counts["unvalued"]:
        found.append(gettext("Planned, without a value: %(n)s") % {"n": counts["unvalued"]})
    if counts["quiet"]:
        found.append(gettext("Measures of which some quarters are not known: %(n)s") % {"n": counts["quiet"]})
    return found
