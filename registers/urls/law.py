from django.urls import path

from registers.views import law

urlpatterns = [
    path("law/", law.table, name="law"),
    path("law/fees/", law.fees, name="law_fees"),
    path("law/roles/", law.roles, name="law_roles"),
    path("law/<int:pk>/", law.row, name="law_row"),
]
