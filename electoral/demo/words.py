"""Long lists written as lines of words."""


def words(text: str, between: str | None = None) -> list[str]:
    return [word.strip() for word in text.split(between)]
