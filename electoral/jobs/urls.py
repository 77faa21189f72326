from django.urls import path

from electoral.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:reference>/", views.detail, name="detail"),
    path("<slug:reference>/progress/", views.progress, name="progress"),
    path("<slug:reference>/cancel/", views.cancel, name="cancel"),
    path("<slug:reference>/retry/", views.retry, name="retry"),
]
