"""What somebody with a link shows of themselves: the reference and the word of their request."""

from django import forms

MOST = 200  # characters that are read of anything typed here


class DownloadForm(forms.Form):
    """`known`: this browser has opened the request of the link already, and is asked nothing again."""

    link = forms.CharField(widget=forms.HiddenInput, required=False)
    reference = forms.CharField(
        label="Your reference",
        help_text="Nine letters and figures that begin with D.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    word = forms.CharField(
        label="Your word",
        help_text="Sixteen letters and figures in four groups; you were told it when you sent your request.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, known: bool = False, **options):
        super().__init__(*args, **options)
        if known:
            del self.fields["reference"], self.fields["word"]

    def typed(self) -> dict[str, str]:
        """As it came: whatever is wrong with it has the same answer as a link that gives nothing."""
        return {name: str(self.data.get(name, ""))[:MOST] for name in ("link", "reference", "word")}
