from django.urls import path

from registers.views import supply

urlpatterns = [
    path("supplies/", supply.supplies, name="supplies"),
    path("supplies/<slug:reference>/", supply.supply, name="supply"),
]
