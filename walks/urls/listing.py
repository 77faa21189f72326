from django.urls import path

from walks.views import listing, report, walk

urlpatterns = [
    path("", walk.index, name="index"),
    path("report/<slug:division>/", report.index, name="report"),
    path("report/<slug:division>/<slug:section>.csv", report.sheet, name="report_csv"),
    path("street-file/<slug:division>/", walk.street_file, name="street_file"),
    path("build/<slug:division>/", walk.build, name="build"),
    path("allocate/<slug:division>/", walk.allocate, name="allocate"),
    path("settle/<slug:reference>/", report.settle, name="settle"),
    path("accept/<slug:reference>/", report.accept, name="accept"),
    path("orders/", listing.orders, name="orders"),
    path("orders/confirm/", listing.order_confirm, name="order_confirm"),
    path("orders/make/", listing.order_make, name="order_make"),
    path("orders/<slug:reference>/", listing.order, name="order"),
    path("orders/<slug:reference>/progress/", listing.order_progress, name="order_progress"),
    path("orders/<slug:reference>/cancel/", listing.order_cancel, name="order_cancel"),
    path("orders/<slug:reference>/retry/", listing.order_retry, name="order_retry"),
    path("orders/<slug:reference>/print-file/", listing.print_file, name="print_file"),
    path("listings/<slug:reference>/", listing.detail, name="listing"),
    path("listings/<slug:reference>/paper/", listing.paper, name="paper"),
    path("listings/<slug:reference>/void/", listing.void, name="void"),
    path("papers/<slug:reference>/", listing.document, name="document"),
]
