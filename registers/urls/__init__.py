from registers.urls import edition, evidence, inquiry, inspection, law, release, request, standing, supply

app_name = "registers"
urlpatterns = [
    *request.urlpatterns,
    *evidence.urlpatterns,
    *edition.urlpatterns,
    *release.urlpatterns,
    *supply.urlpatterns,
    *inspection.urlpatterns,
    *inquiry.urlpatterns,
    *standing.urlpatterns,
    *law.urlpatterns,
]
