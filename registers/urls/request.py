from django.urls import path

from registers.views import request, request_step

AT = "requests/<slug:reference>/"
urlpatterns = [
    path("", request.requests, name="requests"),
    path("requests/new/", request.request_new, name="request_new"),
    path(AT, request.request_page, name="request"),
    path(f"{AT}papers/<slug:paper>/", request.paper, name="request_paper"),
    *(
        path(f"{AT}{verb}/", request_step.step, {"verb": verb}, name=f"request_{verb}")
        for verb in request_step.STEPS
    ),
]
