from django.apps import AppConfig


class ProtectedConfig(AppConfig):
    name = "electoral.protected"
    label = "protected"
