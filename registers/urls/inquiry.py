from django.urls import path

from registers.views import inquiry

AT = "queries/<slug:reference>/"
urlpatterns = [
    path("queries/", inquiry.inquiries, name="inquiries"),
    path("queries/new/", inquiry.inquiry_new, name="inquiry_new"),
    path(AT, inquiry.inquiry, name="inquiry"),
    path(f"{AT}reply/", inquiry.inquiry_reply, name="inquiry_reply"),
    path(f"{AT}note/", inquiry.inquiry_note, name="inquiry_note"),
    path(f"{AT}pass/", inquiry.inquiry_pass, name="inquiry_pass"),
    path(f"{AT}finish/", inquiry.inquiry_finish, name="inquiry_finish"),
    path("requests/<slug:reference>/write/", inquiry.say, name="say"),
    path("requests/<slug:reference>/note/", inquiry.say_note, name="say_note"),
]
