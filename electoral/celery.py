"""The Celery application: one task, `electoral.jobs.tasks.work`, on three queues (quick, papers, loads)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "electoral.settings")
app = Celery("electoral")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
