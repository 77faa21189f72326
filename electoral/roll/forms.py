from typing import cast

from django import forms

from electoral.roll.loading import KINDS
from electoral.roll.models import Load
from electoral.roll.states import LoadStatus


def kinds_for(user, division) -> list:
    """The kinds of file that the person may load at the division."""
    return [kind for kind in KINDS.values() if user.may(kind.permission, division)]


class LoadForm(forms.Form):
    """A file of the roll or of the Walks."""

    kind = forms.ChoiceField(label="What the file holds", widget=forms.RadioSelect)
    file = forms.FileField(
        label="File",
        help_text="CSV in UTF-8, with the names of its columns in the first line. Boundaries: GeoJSON in WGS 84.",
    )

    def __init__(self, *args, user, division, **options):
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["kind"]).choices = [
            (k.name, k.title) for k in kinds_for(user, division)
        ]


class LoadFilter(forms.Form):
    status = forms.ChoiceField(required=False, choices=[("", "All"), *LoadStatus.choices])
    kind = forms.ChoiceField(required=False)

    def __init__(self, *args, user, division, **options):
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["kind"]).choices = [
            ("", "All"),
            *((k.name, k.title) for k in kinds_for(user, division)),
        ]


class OrderForm(forms.Form):
    """The word to apply a file. Where many rows would end, the person says that this is meant (decision 33)."""

    allow_gone = forms.BooleanField(required=False)

    def __init__(self, *args, load: Load, **options):
        super().__init__(*args, **options)
        stands = load.gone + load.changed + load.unchanged
        self.fields["allow_gone"].label = f"{load.gone:,} of {stands:,} would end. This is meant."
