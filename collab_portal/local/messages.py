"""The Welsh catalogue: collects the texts of the code, takes in translations, and says what is missing or wrong."""

import os
import re
import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from collab_portal.local import install
from collab_portal.local.assets import CATALOGUE
from collab_portal.local.environment import ROOT, LocalError
from collab_portal.local.processes import run_step, say

SOURCES = ("collab_portal", "enterprises", "procurement", "socialvalue", "templates")
KEPT = "from "  # a comment such as "# from allauth" marks a text that a package brings along: we only translate it
DOUBT = "translator: check"  # whoever wrote it was not sure
SIGN_OFF = "sign-off"  # the version, in its header, of a list that a translator goes through
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
HEADER = b"""msgid ""
msgstr ""
"Project-Id-Version: Collaboration Portal\\n"
"Language: cy\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5;\\n"
"""
CHURN = ("POT-Creation-Date", "PO-Revision-Date", "Report-Msgid-Bugs-To", "Last-Translator", "Language-Team", "Gen")


def update(translations: list[str]) -> int:
    """Bring the catalogue up to date with the code, and fill gaps from files that a translator has sent back."""
    catalogue, template = _read(CATALOGUE), _texts_of_the_code()
    kept = [message for message in catalogue if message.id and _is_kept(message)]
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for message in kept:
        catalogue[message.id] = message
    taken = sum(_take_from(_read(Path(name)), catalogue) for name in translations)
    _write(catalogue)
    say(f"{len(catalogue)} texts, {len(_gaps(catalogue))} without Welsh, {taken} translations taken in.")
    return 0


def check() -> None:
    """Fail unless every text of the code has sound Welsh."""
    catalogue, template = _read(CATALOGUE), _texts_of_the_code()
    known, used = _keys(catalogue), _keys(template)
    problems = [f"not in the catalogue: {_name(message)}" for key, message in used.items() if key not in known]
    problems += [f"no Welsh: {_name(message)}" for message in _gaps(catalogue)]
    problems += [f"nobody uses: {_name(m)}" for key, m in known.items() if key not in used and not _is_kept(m)]
    problems += [f"{fault}: {_name(message)}" for message in known.values() if (fault := _fault(message, catalogue))]
    if problems:
        raise LocalError("\n  ".join([f"{len(problems)} texts to see to (`make messages` collects them):", *problems]))


def _texts_of_the_code():
    """Run makemessages on a copy, so that a check changes nothing."""
    install.gettext()
    with tempfile.TemporaryDirectory() as folder:
        for name in SOURCES:
            shutil.copytree(ROOT / name, Path(folder) / name, ignore=shutil.ignore_patterns("locale", "__pycache__"))
        (Path(folder) / "locale").mkdir()
        without_settings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        collect = [sys.executable, "-m", "django", "makemessages", "--locale=cy", "--no-location"]
        run_step("makemessages", [*collect, "--verbosity=0"], environment=without_settings, folder=Path(folder))
        return _read(Path(folder) / "locale" / "cy" / "LC_MESSAGES" / "django.po")


def _take_from(source, catalogue) -> int:
    """Fill gaps; from what was handed out for sign-off, take whatever the translator says needs no more work."""
    taken, is_signed = 0, source.version == SIGN_OFF
    for message in source:
        mine = catalogue.get(message.id, message.context) if message.id else None
        if not mine and _is_kept(message):
            catalogue[message.id], taken = message, taken + 1
        elif mine and _is_complete(message) and (is_signed or not _is_complete(mine)):
            mine.string, taken = message.string, taken + 1
            mine.flags.discard("fuzzy")
            if is_signed:
                mine.user_comments = [each for each in mine.user_comments if each != DOUBT]
            else:
                mine.user_comments = [*message.user_comments, *message.auto_comments]  # doubts stay with the text
    return taken


def _fault(message, catalogue) -> str:
    """What would go wrong at run time: a missing plural form, or a placeholder nobody fills."""
    if not _is_complete(message):
        return ""
    originals = message.id if message.pluralizable else (message.id,)
    texts = message.string if message.pluralizable else (message.string,)
    if message.pluralizable and len(texts) != catalogue.num_plurals:
        return f"{len(texts)} of {catalogue.num_plurals} plural forms"
    allowed = {placeholder for text in originals for placeholder in PLACEHOLDER.findall(text)}
    for text in texts:
        found = set(PLACEHOLDER.findall(text))
        # "No results" may leave the number out; a text without plural forms may not.
        if not found <= allowed or (not message.pluralizable and found != allowed):
            return (
                f"placeholders {' '.join(sorted(found)) or '(none)'} instead of {' '.join(sorted(allowed)) or '(none)'}"
            )
    return ""


def _gaps(catalogue) -> list:
    return [message for message in catalogue if message.id and not _is_complete(message)]


def _is_complete(message) -> bool:
    texts = message.string if message.pluralizable else (message.string,)
    return bool(texts) and all(texts) and not message.fuzzy


def _is_kept(message) -> bool:
    return any(comment.startswith(KEPT) for comment in message.user_comments)


def _keys(catalogue) -> dict:
    return {(m.context, m.id[0] if m.pluralizable else m.id): m for m in catalogue if m.id}


def _name(message) -> str:
    return repr(message.id[0] if message.pluralizable else message.id)


def _read(path: Path):
    from babel.messages import pofile

    text = path.read_bytes() if path != CATALOGUE or path.exists() else b""
    if b"Plural-Forms" not in text:
        text = HEADER + b"\n" + text
    return pofile.read_po(BytesIO(text), locale="cy", abort_invalid=True)


def _write(catalogue) -> None:
    """Sorted, without line numbers and dates: a change of the code changes only the texts it touches."""
    from babel.messages import pofile

    output = BytesIO()
    pofile.write_po(output, catalogue, width=100, no_location=True, sort_output=True)
    lines = output.getvalue().decode().splitlines(keepends=True)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text("".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in CHURN))))
