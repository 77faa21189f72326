from electoral.celery import app as celery_app  # tasks bind to it

__all__ = ["celery_app"]
