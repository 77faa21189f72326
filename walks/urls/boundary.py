from django.urls import path

from walks.views import boundary

urlpatterns = [
    path("boundaries/", boundary.index, name="boundaries"),
    path("boundaries/<slug:division>/", boundary.division, name="boundaries_of"),
    path("boundaries/<slug:division>/map.json", boundary.division_data, name="boundaries_data"),
    path("<slug:reference>/map/", boundary.of_walk, name="map"),
    path("<slug:reference>/map.json", boundary.walk_data, name="map_data"),
]
