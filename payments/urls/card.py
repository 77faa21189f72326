from django.urls import path
from django.urls.resolvers import URLPattern

from payments.views import card

urlpatterns: list[URLPattern] = [path("provider/<slug:provider>/events/", card.event, name="event")]
