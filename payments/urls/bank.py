from django.urls import path
from django.urls.resolvers import URLPattern

from payments.views import bank

AT = "transfers/<slug:reference>/"
urlpatterns: list[URLPattern] = [
    path("transfers/", bank.bank_lines, name="bank_lines"),
    path(AT, bank.bank_line, name="bank_line"),
    path(f"{AT}match/", bank.bank_line_match, name="bank_line_match"),
    path(f"{AT}set-aside/", bank.bank_line_aside, name="bank_line_aside"),
    path(f"{AT}take-up/", bank.bank_line_up, name="bank_line_up"),
    path(f"{AT}undo/", bank.bank_line_undo, name="bank_line_undo"),
    path("statements/", bank.statements, name="statements"),
    path("statements/new/", bank.statement_new, name="statement_new"),
    path("statements/<slug:reference>/", bank.statement, name="statement"),
    path("statements/<slug:reference>/another/", bank.statement_another, name="statement_another"),
]
