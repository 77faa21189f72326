from django import forms

from electoral.jobs.states import JobStatus

UNFINISHED = "unfinished"


class JobFilter(forms.Form):
    """What the list of jobs may be narrowed to; anything else is an error beside the field."""

    status = forms.ChoiceField(
        required=False, choices=[("", "All"), (UNFINISHED, "Waiting or running"), *JobStatus.choices]
    )
