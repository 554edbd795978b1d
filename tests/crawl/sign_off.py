"""All Welsh of the portal for a translator to go through, with a page on which each text was met."""

from pathlib import Path

from babel.messages import pofile

from collab_portal.local.assets import CATALOGUE
from collab_portal.local.messages import SIGN_OFF
from tests.crawl.words import all_of, pieces

FILE = Path("crawl-sign-off.po")


def write(met: dict[str, str]) -> tuple[int, int]:
    """Each text needs work until she says that it does not. Answers how many there are, and how many were met."""
    with CATALOGUE.open("rb") as file:
        report = pofile.read_po(file, locale="cy")
    report.project, report.version = "Collaboration Portal", SIGN_OFF
    places = 0
    for message in report:
        if message.id:
            message.flags.add("fuzzy")
            if place := next((met[piece] for piece in pieces(all_of(message.string)) if piece in met), ""):
                message.auto_comments, places = [f"met at {place}"], places + 1
    with FILE.open("wb") as file:
        pofile.write_po(file, report, width=100, sort_output=True)
    return len(report), places
