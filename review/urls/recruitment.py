from django.urls import path, re_path

from review.views import application, officer, recruitment

AT = "recruitment/applications/<slug:reference>/"
urlpatterns = [
    path("recruitment/", recruitment.positions, name="positions"),
    path("recruitment/positions/new/", recruitment.position_new, name="position_new"),
    path("recruitment/positions/<slug:reference>/", recruitment.position, name="position"),
    path(
        "recruitment/positions/<slug:reference>/change/", recruitment.position_change, name="position_change"
    ),
    path("recruitment/positions/<slug:reference>/end/", recruitment.position_end, name="position_end"),
    path(
        "recruitment/positions/<slug:reference>/contact/",
        recruitment.position_contact,
        name="position_contact",
    ),
    re_path(
        r"^recruitment/positions/(?P<reference>\w+)/(?P<paper>information_sheet|application_form)/$",
        recruitment.position_paper,
        name="position_paper",
    ),
    path("recruitment/papers/<slug:reference>/", recruitment.paper, name="recruitment_paper"),
    path("recruitment/applications/", application.applications, name="applications"),
    path("recruitment/applications/new/", application.application_new, name="application_new"),
    path(AT, application.application, name="application"),
    path(f"{AT}change/", application.application_change, name="application_change"),
    path(f"{AT}notes/", application.application_notes, name="application_notes"),
    path(f"{AT}appoint/", application.appoint, name="application_appoint"),
    path(f"{AT}decline/", application.end, {"move": "decline"}, name="application_decline"),
    path(f"{AT}withdraw/", application.end, {"move": "withdraw"}, name="application_withdraw"),
    path(f"{AT}destroy/", application.destroy, name="application_destroy"),
    path("recruitment/officers/", officer.officers, name="officers"),
    path("recruitment/officers/<slug:reference>/", officer.officer, name="officer"),
    path("recruitment/officers/<slug:reference>/end/", officer.last_day, name="officer_end"),
    path("recruitment/officers/<slug:reference>/letter/", officer.letter, name="officer_letter"),
]
