from django.apps import AppConfig


class RollConfig(AppConfig):
    name = "electoral.roll"
    label = "roll"
