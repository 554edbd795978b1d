"""Welsh words: how their beginnings change, how they are ordered, and how Welsh text is told from English."""

import re
import unicodedata
from collections import defaultdict

# The three mutations of initial consonants, as every grammar lists them (Gareth King, "Modern Welsh: A Comprehensive
# Grammar", Routledge, the chapter on mutations). Soft: "caerdydd" becomes "gaerdydd"; initial g disappears.
# Nasal, after "yn" and "fy": "nghaerdydd". Aspirate, after "a" and "gyda": "chaerdydd".
SOFT = {"p": "b", "t": "d", "c": "g", "b": "f", "d": "dd", "g": "", "m": "f", "ll": "l", "rh": "r"}
NASAL = {"p": "mh", "t": "nh", "c": "ngh", "b": "m", "d": "n", "g": "ng"}
ASPIRATE = {"p": "ph", "t": "th", "c": "ch"}
TABLES = (SOFT, NASAL, ASPIRATE)

CLUSTERS = ("ngh", "ch", "dd", "ff", "ll", "mh", "ng", "nh", "ph", "rh", "th")  # these begin a word as one sound
VOWELS = frozenset("aeiouwy")

SOURCES = defaultdict(set)  # what a mutated beginning may come from
for _table in TABLES:
    for _radical, _mutated in _table.items():
        if _mutated:
            SOURCES[_mutated].add(_radical)


def mutations(word: str) -> frozenset[str]:
    """All forms in which the dictionary form `word` may stand in running text, itself included.

    Besides the three mutations, "ei", "ein" and "eu" put h before a vowel: "ysgol", "ei hysgol".
    """
    word = word.lower()
    initial, rest = _beginning(word)
    forms = {word, *(table[initial] + rest for table in TABLES if initial in table)}
    if _is_vowel(initial):
        forms.add("h" + word)
    return frozenset(form for form in forms if form)


def radicals(word: str) -> frozenset[str]:
    """All dictionary forms from which `word`, as it stands in running text, may come, itself included.

    A remainder of one letter is not undone: too many short words would meet.
    """
    word = word.lower()
    initial, rest = _beginning(word)
    forms = {word}
    if len(rest) > 1:
        forms |= {radical + rest for radical in SOURCES[initial]} if initial in SOURCES else set()
        if _is_vowel(initial) or initial in ("l", "r"):
            forms.add("g" + word)
        if initial == "h" and _is_vowel(rest[0]):
            forms.add(rest)
    return frozenset(forms)


def all_forms(word: str) -> frozenset[str]:
    """Every form of every word that `word` may be: what a search for it looks for."""
    return frozenset().union(*(mutations(radical) for radical in radicals(word)))


def folded(text: str) -> str:
    """Lower case, without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()


def _beginning(word: str) -> tuple[str, str]:
    initial = next((cluster for cluster in CLUSTERS if word.startswith(cluster)), word[:1])
    return initial, word[len(initial) :]


def _is_vowel(letter: str) -> bool:
    return folded(letter) in VOWELS


# ------------------------------------------------------------------------------------------------------------ order

ALPHABET = re.findall(r"\w+", "a b c ch d dd e f ff g ng h i j k l ll m n o p ph q r rh s t th u v w x y z")
# Two digits a letter: they sort alike under every collation, also one that knows digraphs of its own.
PLACES = {"": "00"}
PLACES |= {str(digit): f"{10 + digit}" for digit in range(10)}
PLACES |= {letter: f"{20 + place}" for place, letter in enumerate(ALPHABET)}
ELSEWHERE = "99"
# In these n and g are two letters: Bangor, Llangollen.
SPLIT_NG = re.compile(r"\b(ban|llan|lan)(?=g)")
LETTER = re.compile(r"ch|dd|ff|ng|ll|ph|rh|th|\w", re.ASCII)


def welsh_sort_key(name: str) -> str:
    """What to order by so that names stand in Welsh alphabetical order, word by word; accents do not count.

    Callers store it beside the name: PostgreSQL may have been built without the Welsh collation.
    """
    text = SPLIT_NG.sub(r"\1.", folded(name).replace("'", "").replace("’", ""))
    words = (_word_key(word) for word in re.split(r"[^\w.]+|_", text))
    return PLACES[""].join(key for key in words if key)


def _word_key(word: str) -> str:
    key, at = "", 0
    while at < len(word):
        letter = LETTER.match(word, at)
        if letter:
            key += PLACES[letter[0]]
        elif word[at].isalnum():
            key += f"{ELSEWHERE}{ord(word[at]):07d}"
        at += len(letter[0]) if letter else 1
    return key


# --------------------------------------------------------------------------------------------------------- language

WELSH_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    ac ar am ydych ym yn yng yr y ei eu ein eich gan gyda gyfer trwy drwy rhwng wrth hon hwn sydd mae bydd fydd bod fod
    fel neu nac wedi nid pob holl iawn newydd cymru gymru cymraeg gymraeg cyngor gyngor chyngor sir bwrdd gofal ofal
    plant blant ysgol ysgolion gwaith waith bws tai dai iechyd cytundeb gytundeb cynllun lleol cyhoeddus gwasanaeth
    gwasanaethau wasanaeth wasanaethau pobl bobl mewn dan ynys mon
""",
    )
)
ENGLISH_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    the of and for to in is are be this that these with by on from as or an will which our we you your their its it all
    any not has have may can must shall service services council contract contracts school schools county health adult
    mental care community area road street works supply provision repair repairs group ltd limited
""",
    )
)
WELSH_SHAPE = re.compile(
    r"^(?:ll|ff|gw|cy[dfmn]|rh[aeiouwy])|dd|wy|yw|aeth|iad|[aeiouwy]au$|iau$|[âêîôûŵŷ]|[^aeiou]io$|fa$|[lnr]u$|[bcdgl]ol$"
)
ENGLISH_SHAPE = re.compile(r"[kqvxz]|sh|ck|oo|ee|[ts]ion|ing$|ment|ough|igh|ity$|ly$|ed$|ure$|ance$|ence$")
WORD = re.compile(r"[^\W\d_]{2,}|y")
SEGMENT_ENDS = re.compile(r"\s[|–—-]\s|/\s|//|[.;:!?]\s|\n")


def language_of(text: str, *, default: str = "en") -> str:
    """ "cy" or "en": a guess from common words and the shapes of words, and `default` where they tell nothing.

    For imports, which call nearly every text English. Never used on what a person wrote into a field of ours.
    """
    score = 0
    for word in WORD.findall(text.lower()):
        score += (word in WELSH_WORDS or bool(WELSH_SHAPE.search(word))) - (
            word in ENGLISH_WORDS or bool(ENGLISH_SHAPE.search(word))
        )
    if score == 0:
        return default
    return "cy" if score > 0 else "en"


def welsh_parts(text: str) -> str:
    """The parts of a text that look Welsh: "Cytundeb bws lleol / Local bus contract" gives its first half.

    Imports put both languages into one field. Handed to the document as Welsh as well, those words are found by
    any of their mutations.
    """
    return "\n".join(part.strip() for part in SEGMENT_ENDS.split(text) if language_of(part) == "cy")
