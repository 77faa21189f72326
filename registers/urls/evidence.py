from django.urls import path

from registers.views import evidence

OF = "requests/<slug:reference>/evidence/"
urlpatterns = [
    path("evidence/", evidence.evidence_to_see, name="evidence_to_see"),
    path(f"{OF}new/", evidence.evidence_add, name="evidence_add"),
    path(f"{OF}<int:number>/", evidence.evidence, name="evidence"),
    path(f"{OF}<int:number>/file/", evidence.evidence_file, name="evidence_file"),
    path(f"{OF}<int:number>/destroy/", evidence.evidence_destroy, name="evidence_destroy"),
]
