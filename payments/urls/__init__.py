from payments.urls import account, bank, card, fee, refund

app_name = "payments"
urlpatterns = [
    *fee.urlpatterns,
    *card.urlpatterns,
    *bank.urlpatterns,
    *refund.urlpatterns,
    *account.urlpatterns,
]
