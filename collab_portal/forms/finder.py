"""A list too long to show: it is searched by words, and what is chosen stands as ticked boxes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext


@dataclass(frozen=True)
class Found:
    """`choices` are all that can be ticked: what is ticked already, then what was found. `exact` needs no choosing."""

    choices: list[tuple[str, str]]
    by_words: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)


class FinderMixin:
    """`chosen` names the field of the ticked boxes, `words` the search box. `find` looks the words up.

    The page has a button "Find" that only looks up. Whoever saves with words in the box is asked to choose first.
    """

    chosen: str
    words: str
    find: Callable[..., Found]
    nothing_found: str
    choose: str

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ticked = [str(value) for value in self.typed(self.chosen) or []]
        self.found = self.find(self.typed(self.words) or "", ticked)
        self.fields[self.chosen].choices = self.found.choices
        if not self.found.choices:
            self.fields[self.chosen].widget = forms.MultipleHiddenInput()

    def clean(self):
        cleaned = super().clean()
        words, ticked = cleaned.get(self.words), cleaned.get(self.chosen)
        if not words or ticked is None:
            return cleaned
        if not self.found.by_words and not self.found.exact:
            self.add_error(self.words, gettext(self.nothing_found) % {"words": words})
        elif self.found.by_words and not set(self.found.by_words) & set(ticked):
            self.add_error(self.chosen, gettext(self.choose))
        cleaned[self.chosen] = list(dict.fromkeys([*ticked, *self.found.exact]))
        return cleaned
