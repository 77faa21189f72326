"""Documents: a row, a template, a renderer. What a paper says is its room's; how it is made and kept is here."""
