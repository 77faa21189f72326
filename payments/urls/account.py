from django.urls import path
from django.urls.resolvers import URLPattern

from payments.views import account

AT = "accounts/<slug:reference>/"
urlpatterns: list[URLPattern] = [
    path("accounts/", account.accounts, name="accounts"),
    path("accounts/new/", account.account_new, name="account_new"),
    path(AT, account.account, name="account"),
    path(f"{AT}accept/", account.account_accept, name="account_accept"),
    path(f"{AT}decline/", account.account_decline, name="account_decline"),
    path(f"{AT}stop/", account.account_stop, name="account_stop"),
]
