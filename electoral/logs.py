"""What is logged and how: one line an event to standard error, no request bodies, no values of rows."""

QUIET = {"fontTools": "ERROR", "pikepdf": "ERROR", "stripe": "WARNING", "weasyprint": "ERROR"}


def logging_from(level: str) -> dict:
    """Django's LOGGING, with everything from `level` on; libraries that chatter say less."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {name: {"level": least} for name, least in QUIET.items()},
    }
