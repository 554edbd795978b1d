"""Form fields that take a file and give back something an action can store."""

from django import forms

from collab_portal.files import documents, images


class PictureField(forms.FileField):
    """A picture, drawn anew: its cleaned value is an `images.CheckedPicture`, or None."""

    widget = forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp,image/png,image/jpeg,image/webp"})

    def __init__(self, *, purpose: images.Purpose = images.PICTURE, **kwargs):
        self.purpose = purpose
        super().__init__(allow_empty_file=True, **kwargs)  # the check says which file is empty

    def clean(self, data, initial=None):
        file = super().clean(data)
        return images.check(file, self.purpose) if file else None


class DocumentField(forms.FileField):
    """A document, kept as it came: its cleaned value is a `documents.CheckedDocument`, or None."""

    widget = forms.FileInput(attrs={"accept": ",".join(documents.SUFFIXES.values())})

    def __init__(self, **kwargs):
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data, initial=None):
        file = super().clean(data)
        return documents.check(file) if file else None
