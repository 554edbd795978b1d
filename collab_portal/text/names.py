"""One form for the several ways in which one organisation's name is written."""

import re
import unicodedata

# "X Ltd", "X Limited", "X Cyf" and "X Cyfyngedig" cannot be four companies: the registrar treats these endings as
# the same (Company, Limited Liability Partnership and Business (Names and Trading Disclosures) Regulations 2015,
# schedule 3). Between "X" and "X Limited" there may well be a difference, a charity and its trading company for
# instance, so the ending stays. "CBC" is left alone: it is a county borough council as often as a Welsh "CIC".
ENDINGS = {
    "limited": ("cyf", "cyfyngedig"),
    "plc": ("public limited company", "ccc", "cwmni cyfyngedig cyhoeddus"),
    "llp": ("limited liability partnership", "pac", "partneriaeth atebolrwydd cyfyngedig"),
    "cic": ("community interest company", "cwmni buddiannau cymunedol"),
}
ENDING = re.compile(
    rf"(?<=\w )(?:{'|'.join(sorted((re.escape(v) for vs in ENDINGS.values() for v in vs), key=len, reverse=True))})$"
)
ENDING_OF = {variant: ending for ending, variants in ENDINGS.items() for variant in variants}

ACRONYM = re.compile(r"^(?P<name>.+?)\s*\(\s*(?P<acronym>[A-Z]{2,8})\s*\)$")
SMALL_WORDS = {"a", "and", "ac", "of", "for", "the", "in", "y", "yr", "i", "o"}


def normalised_name(name: str) -> str:
    """One spelling: without case, accents, punctuation, a leading "The" or a bracketed acronym; "and" for "&" and "a".

    Nothing is translated and no word is dropped for being common: "Cardiff Council" and "Cyngor Caerdydd" stay two
    names here. That they are one council is a fact, kept in reference data, and not a rule of spelling.
    """
    text = unicodedata.normalize("NFKC", name).strip()
    acronym = ACRONYM.match(text)
    if acronym and _stands_for(acronym["acronym"], acronym["name"]):
        text = acronym["name"]
    text = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    text = re.sub(r"\bt\s*/\s*a\b", "trading as", text)
    text = re.sub(r"\b(?:\w\.){2,}\w?", lambda initials: initials[0].replace(".", "") + " ", text)  # c.i.c.
    text = re.sub(r"['’‘`]", "", text).replace("&", " and ")
    words = ["limited" if word == "ltd" else word for word in re.sub(r"[\W_]+", " ", text).split()]
    if len(words) > 2 and words[-1] == "the":  # "Wales Trust, The"
        words = words[:-1]
    if len(words) > 1 and words[0] in ("the", "y", "yr"):
        words = words[1:]
    middle = ("and" if word in ("a", "ac") and 0 < at < len(words) - 1 else word for at, word in enumerate(words))
    return ENDING.sub(lambda ending: ENDING_OF[ending[0]], " ".join(middle))


def normalised_names(name: str) -> tuple[str, ...]:
    """The normalised name, and each half of one written in two languages: "Llywodraeth Cymru / Welsh Government".

    Not where a department follows (" - Commercial Delivery"): a half would then name less than the whole.
    """
    halves = re.split(r"\s+[/|]\s+", name)
    is_bilingual = len(halves) == 2 and all(len(half.split()) > 1 and " - " not in half for half in halves)
    found = [normalised_name(form) for form in (name, *(halves if is_bilingual else ()))]
    return tuple(dict.fromkeys(form for form in found if form))


def _stands_for(acronym: str, name: str) -> bool:
    words = [word for word in re.findall(r"\w+", name) if word.casefold() not in SMALL_WORDS]
    return "".join(word[0] for word in words).upper().endswith(acronym)
