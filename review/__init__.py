"""The review in the field, at the desk and by mail (manual, sections 3, 6 to 10, 12, 13). Its tables come with their issues."""
