from review.urls import publicity, recruitment

app_name = "review"
urlpatterns = [*publicity.urlpatterns, *recruitment.urlpatterns]
