"""What an enterprise's people upload, and to whom they show it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.files.forms import DocumentField, PictureField
from collab_portal.files.images import LOGO
from collab_portal.forms import DateField, PortalForm
from enterprises.models import PackDocument

WHAT_IT_SHOWS = _(
    "For people who cannot see it. Say what is in it, such as “Two cooks hand out lunch in a school hall”."
)


class LogoForm(PortalForm):
    logo = PictureField(
        label=_("Logo"), purpose=LOGO, help_text=_("A PNG, JPEG or WebP file of at most 10 MB. We make it smaller.")
    )


class DescribeForm(PortalForm):
    """A picture in words, in both languages."""

    alt_en = forms.CharField(label=_("What the picture shows, in English"), max_length=200, help_text=WHAT_IT_SHOWS)
    alt_cy = forms.CharField(label=_("What the picture shows, in Welsh"), max_length=200)


class PictureForm(DescribeForm):
    picture = PictureField(
        label=_("Picture"),
        help_text=_("A PNG, JPEG or WebP file of at most 10 MB. We remove where and when it was taken."),
    )
    field_order = ["picture", "alt_en", "alt_cy"]


class ChangePictureForm(DescribeForm):
    is_first = forms.BooleanField(label=_("Show this picture first"), required=False)


class DocumentForm(PortalForm):
    """A document of the pack."""

    kind = forms.ChoiceField(
        label=_("Kind of document"), choices=[("", _("Choose a kind")), *PackDocument.Kind.choices]
    )
    title = forms.CharField(label=_("Title"), max_length=150, help_text=_("As buyers will see it in the list."))
    file = DocumentField(
        label=_("File"),
        help_text=_("PDF, Word, Excel, OpenDocument, CSV, text, PNG or JPEG, of at most 10 MB, without macros."),
    )
    valid_until = DateField(
        label=_("Valid until"), required=False, help_text=_("If it runs out. For example, 27 3 2028")
    )


class ChangeDocumentForm(DocumentForm):
    file = DocumentField(
        label=_("A newer file"), required=False, help_text=_("Leave this empty to keep the file that is there.")
    )


class ShareForm(PortalForm):
    """Which public body may read the pack, and until when."""

    organisation = forms.ModelChoiceField(
        label=_("Public body"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose a public body"),
        help_text=_("All its people on this portal will be able to read your pack."),
    )
    until = DateField(
        label=_("Until"), required=False, help_text=_("Leave this empty until you take it back. For example, 27 3 2028")
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError(_("Enter a date from today on"))
        return until
