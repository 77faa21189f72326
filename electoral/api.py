"""The API's table of addresses: what each room shows, and the description of it all."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from electoral.jobs.api import JobViewSet
from registers.api import AccessRequestViewSet
from walks.api import ClassificationViewSet, ListingViewSet, ResidenceViewSet, WalkViewSet

app_name = "api"
router = DefaultRouter()
router.include_format_suffixes = False
router.register("walks", WalkViewSet)
router.register("residences", ResidenceViewSet)
router.register("listings", ListingViewSet)
router.register("classifications", ClassificationViewSet)
router.register("requests", AccessRequestViewSet)
router.register("jobs", JobViewSet)
urlpatterns = [path("schema/", SpectacularAPIView.as_view(), name="schema"), *router.urls]
