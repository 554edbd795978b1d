"""Deciding, asking and recording at the desk."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language, Organisation
from collab_portal.files.forms import DocumentField, PictureField
from collab_portal.forms import DateField, PortalForm, text
from collab_portal.forms.texts import WholeTextField
from socialvalue.practice.models import CaseStudy, Consent, FactCheck, Licence, StudyFile


def words(label, *, required: bool = True, limit: int = 2000, rows: int = 4, help_text="") -> WholeTextField:
    return WholeTextField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class NoteForm(PortalForm):
    """What its authors should do."""

    note = words(_("What should its authors do?"), help_text=_("They read this in an e-mail, just as you write it."))


class PublishForm(PortalForm):
    """Warnings have to be read before it goes out."""

    read = forms.BooleanField(label=_("I have read these warnings, and it should go out all the same"))

    def __init__(self, *args, warnings: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not warnings:
            del self.fields["read"]


class ScheduleForm(PublishForm):
    """The day on which it goes out, in the morning."""

    field_order = ["publish_on", "hour", "read"]

    publish_on = DateField(label=_("On which day should it go out?"))
    hour = forms.TypedChoiceField(
        label=_("At what time?"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(6, 22)], initial=9
    )

    @property
    def moment(self) -> datetime:
        day = datetime.combine(self.cleaned_data["publish_on"], time(self.cleaned_data["hour"]))
        return timezone.make_aware(day)


class OtherStudyMixin(forms.Form):
    """Another study, by its address or by the last part of it."""

    moved_to = forms.CharField(
        label=_("Which study is it?"), required=False, max_length=300, help_text=_("Paste its web address.")
    )

    def clean_moved_to(self):
        slug = self.cleaned_data["moved_to"].strip().rstrip("/").rpartition("/")[2]
        found = CaseStudy.objects.published().filter(slug=slug).first() if slug else None
        if slug and found is None:
            raise forms.ValidationError(_("There is no published study at this address"))
        return found


class SupersedeForm(OtherStudyMixin, PortalForm):
    """Another study says it better now."""

    def clean(self):
        if not self.cleaned_data.get("moved_to") and not self.errors:
            self.add_error("moved_to", _("Enter the address of the study that takes its place"))
        return super().clean()


class WithdrawForm(OtherStudyMixin, PortalForm):
    """Why it goes, which decides what readers find in its place."""

    field_order = ["withdrawal", "moved_to", "because_en", "because_cy"]
    mark_optional = False

    withdrawal = forms.ChoiceField(
        label=_("Why should it go?"), choices=CaseStudy.Withdrawal.choices, widget=forms.RadioSelect
    )
    because_en = words(_("What readers should know, in English"), required=False, limit=500, rows=3)
    because_cy = words(_("What readers should know, in Welsh"), required=False, limit=500, rows=3)

    def clean(self):
        cleaned = super().clean()
        is_part = cleaned.get("withdrawal") == CaseStudy.Withdrawal.CONSOLIDATED
        if is_part and not cleaned.get("moved_to") and "moved_to" not in self.errors:
            self.add_error("moved_to", _("Enter the address of the study that it is now part of"))
        if not is_part:
            cleaned["moved_to"] = None
        needs_words = cleaned.get("withdrawal") == CaseStudy.Withdrawal.NOTICE
        if needs_words and not (cleaned.get("because_en") and cleaned.get("because_cy")):
            self.add_error(None, _("Tell readers in both languages why it is out of date"))
        return cleaned


class ReviewDateForm(PortalForm):
    """When somebody looks at it again."""

    review_on = DateField(
        label=_("When should somebody look at it again?"),
        help_text=_("A year is usual. We remind you 60 and 14 days before."),
    )

    def clean_review_on(self):
        if self.cleaned_data["review_on"] <= timezone.localdate():
            raise forms.ValidationError(_("Enter a day to come"))
        return self.cleaned_data["review_on"]


class RemarkForm(PortalForm):
    """Something about one paragraph."""

    body = words(_("Your remark"), rows=3)


class FactCheckForm(PortalForm):
    """Whom to ask."""

    side = forms.ChoiceField(
        label=_("Who should check the facts?"), choices=FactCheck.Side.choices, widget=forms.RadioSelect
    )
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"spellcheck": "false"}))
    language = forms.ChoiceField(label=_("Language of our e-mail"), choices=Language, widget=forms.RadioSelect)


class FactAnswerForm(PortalForm):
    """What the council or the enterprise says of the facts."""

    answer = forms.ChoiceField(
        label=_("Are the facts right?"),
        choices=FactCheck.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say if the facts are right")},
    )
    corrections = words(
        _("What has to be corrected?"),
        required=False,
        limit=4000,
        help_text=_("Only if something is wrong. Say where it stands, and what is right."),
    )
    name = forms.CharField(
        label=_("Your name"), max_length=150, help_text=_("We keep it with your answer. It is not printed.")
    )
    role = forms.CharField(label=_("Your role"), max_length=150)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == FactCheck.Answer.CORRECTED and not cleaned.get("corrections"):
            self.add_error("corrections", _("Say what has to be corrected"))
        return cleaned


class PartyForm(PortalForm):
    """Somebody whom the study names."""

    organisation = forms.TypedChoiceField(
        label=_("An organisation in the study"), coerce=int, empty_value=None, required=False
    )
    name = text(_("Or a person: their name"), limit=150)
    role = text(_("Their role"), limit=150)
    scope = forms.MultipleChoiceField(
        label=_("What do they have to agree to?"), choices=Consent.Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    mark_optional = False

    def __init__(self, *args, organisations: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("None of them")), *((each.pk, str(each)) for each in organisations)]
        self.fields["organisation"].choices = choices

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("organisation") and not cleaned.get("name"):
            self.add_error("name", _("Choose an organisation, or enter the name of a person"))
        return cleaned


class ConsentForm(PortalForm):
    """They agreed: who said so, when, until when."""

    given_by = forms.CharField(label=_("Who agreed?"), max_length=150, help_text=_("A name or a role."))
    given_on = DateField(label=_("On which day?"))
    expires_on = DateField(
        label=_("Until when does it hold?"), required=False, help_text=_("Leave it empty if there is no end.")
    )

    def clean(self):
        cleaned = super().clean()
        given, until = cleaned.get("given_on"), cleaned.get("expires_on")
        if given and given > timezone.localdate():
            self.add_error("given_on", _("This day is still to come. Enter today’s date or an earlier one"))
        if given and until and until < given:
            self.add_error("expires_on", _("It cannot end before it was given"))
        return cleaned


class TakeBackForm(PortalForm):
    """They agree no more."""

    because = words(_("What did they say? (optional)"), required=False, limit=500, rows=3)
    mark_optional = False


class DescribeForm(PortalForm):
    """Words for those who cannot see a picture, and whose it is."""

    alt_en = text(_("What the picture shows, in English"), limit=200, language="en")
    alt_cy = text(_("What the picture shows, in Welsh"), limit=200, language="cy")
    credit = text(_("Who took it (optional)"), limit=150)
    licence = forms.ChoiceField(label=_("What may others do with it?"), choices=Licence, widget=forms.RadioSelect)
    consent = forms.TypedChoiceField(
        label=_("Is somebody to be seen in it?"), coerce=int, empty_value=None, required=False
    )
    mark_optional = False

    def __init__(self, *args, study: CaseStudy, **kwargs):
        super().__init__(*args, **kwargs)
        asked = study.consents.of_named().filter(scope__contains=[Consent.Scope.PICTURE]).select_related("organisation")
        self.fields["consent"].choices = [("", _("Nobody who can be recognised")), *((c.pk, c.party) for c in asked)]

    def clean(self):
        cleaned = super().clean()
        for language in ("en", "cy"):
            if not cleaned.get(f"alt_{language}") and f"alt_{language}" not in self.errors:
                self.add_error(f"alt_{language}", _("Say what the picture shows, for those who cannot see it"))
        return cleaned


class PictureForm(DescribeForm):
    """A picture, with its words."""

    field_order = ["picture", "alt_en", "alt_cy", "credit", "licence", "consent"]
    picture = PictureField(label=_("Picture"))


class FileForm(PortalForm):
    """A document for others to use, or evidence."""

    document = DocumentField(label=_("File"))
    kind = forms.ChoiceField(label=_("What is it?"), choices=StudyFile.Kind, widget=forms.RadioSelect)
    title_en = text(_("Title in English"), limit=150, language="en")
    title_cy = text(_("Title in Welsh"), limit=150, language="cy")
    mark_optional = False

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("title_en") and not cleaned.get("title_cy"):
            self.add_error("title_en", _("Enter a title"))
        return cleaned
