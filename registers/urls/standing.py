from django.urls import path

from registers.views import standing

AT = "standing/<slug:reference>/"
urlpatterns = [
    path("standing/", standing.standings, name="standings"),
    path("standing/new/", standing.standing_new, name="standing_new"),
    path(AT, standing.standing, name="standing"),
    path(f"{AT}limit/", standing.standing_limit, name="standing_limit"),
    path(f"{AT}end/", standing.standing_end, name="standing_end"),
]
