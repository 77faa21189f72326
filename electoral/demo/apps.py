from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "electoral.demo"
    label = "demo"
