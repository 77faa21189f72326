from django.urls import path

from walks.urls import area_change, boundary, classification, listing, roll_review
from walks.views import walk

app_name = "walks"
urlpatterns = [
    *listing.urlpatterns,
    *classification.urlpatterns,
    *area_change.urlpatterns,
    *boundary.urlpatterns,
    *roll_review.urlpatterns,
    path("<slug:reference>/", walk.detail, name="detail"),
    path("<slug:reference>/residences/", walk.residences, name="residences"),
]
