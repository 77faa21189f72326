from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "electoral.papers"
    label = "papers"
