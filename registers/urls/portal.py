from django.urls import path

from registers.urls import download, visit
from registers.views import ask, follow, follow_cost, guidance, portal

app_name = "portal"
urlpatterns = [
    path("", portal.start, name="start"),
    path("who/", portal.who, name="who"),
    path("help/", guidance.helps, name="helps"),
    path("help/files/", guidance.files, name="files"),
    path("help/files/<slug:product>/", guidance.file_as_text, name="file-as-text"),
    path("help/<slug:page>/", guidance.help_page, name="help"),
    path("question/", portal.ask_a_question, name="ask-office"),
    path("ask/", ask.begin, name="begin"),
    path("ask/begin/", ask.begin_again, name="begin-again"),
    path("ask/as/", ask.ask_as, name="ask-as"),
    path("ask/check/", ask.check, name="check"),
    path("ask/send/", ask.send, name="send"),
    path("ask/sent/", ask.sent, name="sent"),
    path("ask/noted/", ask.noted, name="noted"),
    path("ask/<slug:name>/", ask.question, name="question"),
    path("follow/", follow.follow, name="follow"),
    path("follow/opened/", follow.opened_thing, name="opened"),
    path("follow/leave/", follow.leave, name="leave"),
    path("follow/request/", follow.request_page, name="request"),
    path("follow/request/write/", follow.write, name="write"),
    path("follow/request/evidence/", follow.add_evidence, name="evidence"),
    path("follow/request/sign/", follow.sign, name="sign"),
    path("follow/request/withdraw/", follow.sure, {"step": "withdraw"}, name="withdraw"),
    path("follow/request/destroyed/", follow.sure, {"step": "destroyed"}, name="destroyed"),
    path("follow/request/accept/", follow_cost.accept, name="accept"),
    path("follow/request/pay/", follow_cost.pay, name="pay"),
    path("follow/request/card/", follow_cost.card, name="card"),
    path("follow/request/paid/", follow_cost.paid, name="paid"),
    path("follow/request/papers/<slug:reference>/", follow.paper, name="paper"),
    path("follow/request/later/<slug:reference>/", follow.later, name="later"),
    path("follow/request/guide/", follow.guide, name="guide"),
    path("follow/request/guide/<int:position>/text/", follow.guide_file, {"form": "text"}, name="guide-text"),
    path(
        "follow/request/guide/<int:position>/large/", follow.guide_file, {"form": "large"}, name="guide-large"
    ),
    path("follow/question/", follow.inquiry_page, name="inquiry"),
    *download.urlpatterns,
    *visit.urlpatterns,
]
