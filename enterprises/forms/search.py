"""Searching the directory."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import PortalForm
from collab_portal.reference.models import Area, Category


class Bilingual(forms.ModelChoiceField):
    """A choice named in the language of the page."""

    def label_from_instance(self, obj):
        return obj.name_cy if get_language() == "cy" else obj.name_en


class DirectoryForm(PortalForm):
    """Words, a kind of work, a place. What cannot be read is left out."""

    small, mark_optional = True, False

    q = forms.CharField(
        label=_("Words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    category = Bilingual(
        label=_("Kind of work"), required=False, queryset=Category.objects.order_by("position"), empty_label=_("All")
    )
    area = Bilingual(
        label=_("Works in"), required=False, queryset=Area.objects.order_by("position"), empty_label=_("Anywhere")
    )
