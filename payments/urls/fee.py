from django.urls import path
from django.urls.resolvers import URLPattern

from payments.views import entry, fee, reconciliation

AT = "invoices/<slug:reference>/"
urlpatterns: list[URLPattern] = [
    path("", fee.fees, name="fees"),
    path(AT, fee.fee, name="fee"),
    path(f"{AT}take/", fee.fee_take, name="fee_take"),
    path(f"{AT}cancel/", fee.fee_cancel, name="fee_cancel"),
    path(f"{AT}look/", fee.fee_look, name="fee_look"),
    path("ledger/<slug:reference>/", entry.entry, name="entry"),
    path("ledger/<slug:reference>/receipt/", entry.entry_receipt, name="entry_receipt"),
    path("ledger/<slug:reference>/back/", entry.entry_back, name="entry_back"),
    path("reconciliation/", reconciliation.reconciliation, name="reconciliation"),
]
