from django.urls import path, re_path

from registers.views import inspection, screen, sitting

AT = "inspections/<slug:reference>/"
urlpatterns = [
    path("inspections/", inspection.inspections, name="inspections"),
    path("inspections/sittings/", sitting.sittings, name="sittings"),
    path("inspections/sittings/open/", sitting.sittings_open, name="sittings_open"),
    path("inspections/sittings/close/", sitting.sittings_close, name="sittings_close"),
    path("inspections/receive/", sitting.receive, name="visit_receive"),
    path("inspections/new/", sitting.visit_new, name="visit_new"),
    path("inspections/new/<slug:applicant>/<slug:product>/", sitting.visit_book, name="visit_book"),
    path(AT, inspection.inspection, name="inspection"),
    path(f"{AT}begin/", inspection.begin, name="inspection_begin"),
    path(f"{AT}screen/", screen.screen, name="inspection_screen"),
    path(f"{AT}refuse/", inspection.refuse, name="inspection_refuse"),
    path(f"{AT}cancel/", inspection.cancel, name="inspection_cancel"),
    re_path(
        r"^inspections/(?P<reference>\w+)/(?P<step>agree|second|end|miss)/$",
        inspection.move,
        name="inspection_move",
    ),
]
