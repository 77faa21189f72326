from django.urls import path

from electoral.protected import views

app_name = "protected"
urlpatterns = [
    path("", views.index, name="index"),
    path("exclude/<slug:reference>/", views.exclude, name="exclude"),
    path("<uuid:person>/", views.person, name="person"),
    path("<uuid:person>/release/", views.release, name="release"),
    path("<slug:code>/", views.division, name="division"),
]
