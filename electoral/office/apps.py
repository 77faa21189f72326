from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OfficeConfig(AppConfig):
    name = "electoral.office"
    label = "office"

    def ready(self):
        autodiscover_modules(
            "actions", "documents", "resources"
        )  # the rooms tell the registries what they have
