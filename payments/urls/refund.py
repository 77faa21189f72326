from django.urls import path
from django.urls.resolvers import URLPattern

from payments.views import refund

AT = "refunds/<slug:reference>/"
urlpatterns: list[URLPattern] = [
    path("invoices/<slug:reference>/refund/", refund.refund_ask, name="refund_ask"),
    path("refunds/", refund.refunds, name="refunds"),
    path(AT, refund.refund, name="refund"),
    path(f"{AT}approve/", refund.refund_approve, name="refund_approve"),
    path(f"{AT}decline/", refund.refund_decline, name="refund_decline"),
    path(f"{AT}send/", refund.refund_send, name="refund_send"),
    path(f"{AT}pay/", refund.refund_pay, name="refund_pay"),
    path(f"{AT}ask-again/", refund.refund_again, name="refund_again"),
]
