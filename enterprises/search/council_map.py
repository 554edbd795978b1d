"""Wales as tiles, one for each council, roughly where it lies, with how many work there: for a search, or for all."""

from dataclasses import dataclass

from collab_portal.reference.areas import all_areas
from collab_portal.templatetags.words import paired
from enterprises.search import panel
from enterprises.search.results import Results

# Column and row of each tile. Every council has one of the same size, so that small ones can be read too.
TILES = {
    "W06000001": (1, 0),  # Anglesey
    "W06000003": (2, 0),  # Conwy
    "W06000004": (3, 0),  # Denbighshire
    "W06000005": (4, 0),  # Flintshire
    "W06000002": (2, 1),  # Gwynedd
    "W06000006": (4, 1),  # Wrexham
    "W06000008": (2, 2),  # Ceredigion
    "W06000023": (3, 2),  # Powys
    "W06000009": (0, 3),  # Pembrokeshire
    "W06000010": (1, 3),  # Carmarthenshire
    "W06000012": (2, 3),  # Neath Port Talbot
    "W06000024": (3, 3),  # Merthyr Tydfil
    "W06000019": (4, 3),  # Blaenau Gwent
    "W06000021": (5, 3),  # Monmouthshire
    "W06000011": (1, 4),  # Swansea
    "W06000013": (2, 4),  # Bridgend
    "W06000016": (3, 4),  # Rhondda Cynon Taf
    "W06000018": (4, 4),  # Caerphilly
    "W06000020": (5, 4),  # Torfaen
    "W06000014": (3, 5),  # Vale of Glamorgan
    "W06000015": (4, 5),  # Cardiff
    "W06000022": (5, 5),  # Newport
}
ABBREVIATIONS = {  # English, Welsh: two lines of a tile are too short for whole names
    "W06000019": ("Blaenau Gw.", "Blaenau Gw."),
    "W06000013": ("Bridgend", "Pen-y-bont"),
    "W06000010": ("Carmarthen.", "Sir Gâr"),
    "W06000004": ("Denbighsh.", "Dinbych"),
    "W06000005": ("Flintshire", "Y Fflint"),
    "W06000001": ("Anglesey", "Ynys Môn"),
    "W06000024": ("Merthyr T.", "Merthyr T."),
    "W06000021": ("Monmouth.", "Mynwy"),
    "W06000012": ("Neath PT", "C.-nedd PT"),
    "W06000009": ("Pembroke.", "Penfro"),
    "W06000016": ("Rhondda CT", "Rhondda CT"),
    "W06000014": ("Vale of Glam.", "Bro Morg."),
}
SIZE, GAP = 96, 6
STEPS = 5  # shades, the darkest for the most


@dataclass(frozen=True)
class Tile:
    """One council: its tile, its name, how many of the search work there, and the search narrowed to it."""

    x: int
    y: int
    name: str
    short: str
    count: int
    said: str
    shade: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Map:
    """All tiles, and how large the drawing is."""

    tiles: list[Tile]
    width: int
    height: int


def of(results: Results) -> Map:
    """What the other filters find, council by council: those chosen are marked, and do not hide the others."""
    counts, chosen = results.counts_of("area"), results.criteria.chosen.get("area", ())
    most = max((counts[code] for code in TILES), default=0) or 1
    tiles = []
    for area in (each for each in all_areas(results.language) if each.code in TILES):
        count, (column, row) = counts[area.code], TILES[area.code]
        tiles.append(
            Tile(
                x=column * (SIZE + GAP),
                y=row * (SIZE + GAP),
                name=paired(area, "name")[0],
                short=_short(area, results.language),
                count=count,
                said=panel.said(count),
                shade=-(-count * STEPS // most),
                url=panel.address(results.criteria.choosing("area", (area.code,))),
                is_chosen=area.code in chosen,
            )
        )
    width, height = (max(place[axis] for place in TILES.values()) + 1 for axis in (0, 1))
    return Map(tiles, width * (SIZE + GAP) - GAP, height * (SIZE + GAP) - GAP)


def _short(area, language: str) -> str:
    if area.code in ABBREVIATIONS:
        return ABBREVIATIONS[area.code][language == "cy"]
    return paired(area, "name")[0]
