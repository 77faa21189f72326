from django import forms


class ProtectForm(forms.Form):
    """A person in danger, by the id that the file of electors gives them (6.1b)."""

    elector_id = forms.CharField(
        label="Elector's id",
        max_length=40,
        help_text="As in the file of electors. They need not be on the roll yet.",
    )
    kind = forms.ChoiceField(
        label="Protection",
        widget=forms.RadioSelect,
        choices=[("silent", "Silent"), ("anonymous", "Anonymous")],
    )
    basis = forms.CharField(
        label="Basis",
        max_length=200,
        required=False,
        help_text="The declaration or order that it rests on. No address.",
    )
    since = forms.DateField(label="Since", required=False, help_text="Today where it is empty.")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=300, help_text="It is kept with your name and the time. Write no address."
    )


class ExclusionForm(ReasonForm):
    lift = forms.BooleanField(required=False, widget=forms.HiddenInput)
