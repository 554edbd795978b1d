"""The Welsh catalogue: what is taken in, what is refused."""

import re

import pytest

from collab_portal.local import messages
from collab_portal.local.environment import LocalError

CODE = """
msgid "Publish"
msgstr ""

msgid "%(count)s result"
msgid_plural "%(count)s results"
msgstr[0] ""
msgstr[1] ""
msgstr[2] ""
msgstr[3] ""
msgstr[4] ""
msgstr[5] ""
"""
SOUND = """
msgid "Publish"
msgstr "Cyhoeddi"

msgid "%(count)s result"
msgid_plural "%(count)s results"
msgstr[0] "Dim canlyniadau"
msgstr[1] "%(count)s canlyniad"
msgstr[2] "%(count)s ganlyniad"
msgstr[3] "%(count)s chanlyniad"
msgstr[4] "%(count)s chanlyniad"
msgstr[5] "%(count)s canlyniad"
"""


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """An empty catalogue of a small program."""
    code, path = tmp_path / "code.po", tmp_path / "cy" / "django.po"
    code.write_text(CODE)
    monkeypatch.setattr(messages, "CATALOGUE", path)
    monkeypatch.setattr(messages, "_texts_of_the_code", lambda: messages._read(code))
    messages.update([])
    return path


def take_in(tmp_path, text):
    (tmp_path / "back.po").write_text(text)
    messages.update([str(tmp_path / "back.po")])


def test_a_text_without_welsh_is_named(catalogue):
    with pytest.raises(LocalError, match="no Welsh: 'Publish'"):
        messages.check()


def test_a_text_that_was_never_collected_is_named(catalogue):
    catalogue.write_text(catalogue.read_text().replace('msgid "Publish"', 'msgid "Withdraw"'))

    with pytest.raises(LocalError, match=r"(?s)not in the catalogue: 'Publish'.*nobody uses: 'Withdraw'"):
        messages.check()


def test_what_a_translator_sends_back_fills_the_gaps(catalogue, tmp_path):
    take_in(tmp_path, SOUND)

    messages.check()
    assert 'msgstr[3] "%(count)s chanlyniad"' in catalogue.read_text()


def test_collecting_again_changes_nothing(catalogue, tmp_path):
    take_in(tmp_path, SOUND)
    before = catalogue.read_text()

    messages.update([])

    assert catalogue.read_text() == before
    assert "Date" not in before


def test_good_welsh_is_not_overwritten(catalogue, tmp_path):
    take_in(tmp_path, SOUND)
    take_in(tmp_path, SOUND.replace("Cyhoeddi", "Rhywbeth arall"))

    assert "Cyhoeddi" in catalogue.read_text()


def test_what_a_translator_signed_off_replaces_ours_and_ends_the_doubt(catalogue, tmp_path):
    take_in(tmp_path, SOUND.replace('msgid "Publish"', '# translator: check\nmsgid "Publish"'))
    handed_out = catalogue.read_text().replace("Collaboration Portal", f"Collaboration Portal {messages.SIGN_OFF}", 1)
    not_yet = handed_out.replace('msgid "%(count)s', '#, fuzzy\nmsgid "%(count)s').replace("ganlyniad", "o ganlyniadau")
    assert "translator: check" in handed_out

    take_in(tmp_path, not_yet.replace("Cyhoeddi", "Cyhoeddwch"))

    messages.check()
    kept = catalogue.read_text()
    assert "Cyhoeddwch" in kept
    assert "translator: check" not in kept
    assert '[2] "%(count)s ganlyniad"' in kept  # she has not come to it yet


def test_texts_of_packages_are_kept_and_checked_like_ours(catalogue, tmp_path):
    take_in(tmp_path, SOUND + '\n# from allauth\nmsgid "Sign {x}"\nmsgstr "Mewngofnodi {x}"\n')
    messages.update([])
    messages.check()

    catalogue.write_text(catalogue.read_text().replace("Mewngofnodi {x}", "Mewngofnodi"))

    with pytest.raises(LocalError, match="placeholders"):
        messages.check()


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('"Cyhoeddi"', '"Cyhoeddi %(enw)s"', "placeholders %(enw)s instead of (none): 'Publish'"),
        ('[3] "%(count)s', '[3] "%(nifer)s', "placeholders %(nifer)s instead of %(count)s"),
        ('[4] "%(count)s chanlyniad"', '[4] ""', "no Welsh: '%(count)s result'"),
        ('msgid "Publish"', '#, fuzzy\nmsgid "Publish"', "no Welsh: 'Publish'"),
    ],
)
def test_welsh_that_would_go_wrong_is_refused(catalogue, tmp_path, right, wrong, complaint):
    take_in(tmp_path, SOUND)
    text = catalogue.read_text()
    assert right in text

    catalogue.write_text(text.replace(right, wrong))

    with pytest.raises(LocalError, match=re.escape(complaint)):
        messages.check()
