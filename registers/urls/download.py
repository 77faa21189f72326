from django.urls import path

from registers.views import download

urlpatterns = [path("download/", download.download, name="download")]
