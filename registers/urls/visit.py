from django.urls import path

from registers.views import visit

urlpatterns = [
    path("visit/", visit.visit_new, name="visit_new"),
    path("visit/booked/", visit.visit_booked, name="visit_booked"),
    path("visit/mine/", visit.visit, name="visit"),
    path("visit/mine/change/", visit.visit_change, name="visit_change"),
    path("visit/mine/cancel/", visit.visit_cancel, name="visit_cancel"),
    path("visit/<slug:code>/", visit.visit_what, name="visit_what"),
    path("visit/<slug:code>/<slug:applicant>/<slug:product>/", visit.visit_book, name="visit_book"),
]
