from registers.urls import edition, inquiry, inspection, release, request, standing, supply

app_name = "registers"
urlpatterns = [
    *request.urlpatterns,
    *edition.urlpatterns,
    *release.urlpatterns,
    *supply.urlpatterns,
    *inspection.urlpatterns,
    *inquiry.urlpatterns,
    *standing.urlpatterns,
]
