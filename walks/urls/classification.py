from django.urls import path

from walks.views import classification, endorsement, feature

urlpatterns: list = [
    path("forms/", classification.index, name="forms"),
    path("forms/begin/", classification.begin, name="form_begin"),
    path("forms/lines/<slug:reference>/", feature.line, name="form_line"),
    path("forms/lines/<slug:reference>/weigh/", feature.weigh, name="form_weigh"),
    path("forms/lines/<slug:reference>/basis/", feature.basis, name="form_basis"),
    path("forms/lines/<slug:reference>/take-off/", feature.take_off, name="form_take_off"),
    path("forms/<slug:reference>/", classification.detail, name="form"),
    path("forms/<slug:reference>/add/", classification.add, name="form_add"),
    path("forms/<slug:reference>/submit/", classification.submit, name="form_submit"),
    path("forms/<slug:reference>/withdraw/", classification.withdraw, name="form_withdraw"),
    path("forms/<slug:reference>/recount/", classification.recount, name="form_recount"),
    path("forms/<slug:reference>/again/", classification.again, name="form_again"),
    path("forms/<slug:reference>/decide/", endorsement.decide, name="form_decide"),
    path("forms/<slug:reference>/map/", classification.form_map_data, name="form_map"),
    path("forms/<slug:reference>/make-copy/", endorsement.make_copy, name="form_make_copy"),
    path("forms/<slug:reference>/copy/", endorsement.copy, name="form_copy"),
    path("forms/<slug:reference>/paper/", endorsement.paper, name="form_paper"),
]
