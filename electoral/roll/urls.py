from django.urls import path

from electoral.roll import views

app_name = "roll"
urlpatterns = [
    path("", views.index, name="index"),
    path("loads/<slug:reference>/", views.load, name="load"),
    path("loads/<slug:reference>/apply/", views.order, name="order"),
    path("loads/<slug:reference>/put-away/", views.abandon, name="abandon"),
    path("loads/<slug:reference>/refused.csv", views.refused_csv, name="refused_csv"),
    path("<slug:code>/loads/", views.loads, name="loads"),
]
