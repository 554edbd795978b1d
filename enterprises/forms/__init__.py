"""The directory's forms."""

from enterprises.forms.search import Bilingual, DirectoryForm

__all__ = [
    "Bilingual",
    "DirectoryForm",
]
