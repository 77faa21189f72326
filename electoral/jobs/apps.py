from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "electoral.jobs"
    label = "jobs"
