from django.urls import path

from review.views import advertisement, letter, outlet, publicity
from review.views.advertisement import STEPS

steps = [
    path(f"advertisements/<slug:reference>/{verb.replace('_', '-')}/", advertisement.step, {"verb": verb}, name=f"advertisement_{verb}")
    for verb in STEPS
]  # fmt: skip
urlpatterns = [
    path("publicity/", publicity.index, name="publicity"),
    path("publicity/division/<slug:reference>/", publicity.of_division, name="publicity_of_division"),
    path("publicity/division/<slug:reference>/ask/", publicity.ask_local, name="ask_local"),
    path("publicity/division/<slug:reference>/letters/", letter.letters, name="letters"),
    path("publicity/division/<slug:reference>/letters/write/", letter.write, name="letters_write"),
    path("publicity/division/<slug:reference>/letters/print/", letter.print_all, name="letters_print"),
    path("publicity/division/<slug:reference>/letters/file/", letter.print_file, name="letters_file"),
    path("publicity/<slug:reference>/", publicity.of_review, name="publicity_of_review"),
    path("publicity/<slug:reference>/advertisements/", publicity.advertisements, name="advertisements"),
    path("publicity/<slug:reference>/notices/", publicity.plan_notices, name="plan_notices"),
    path("publicity/<slug:reference>/no-notice/", publicity.leave_out_divisions, name="leave_out_divisions"),
    path("publicity/<slug:reference>/new/", publicity.plan_advertisement, name="plan_advertisement"),
    path("advertisements/<slug:reference>/", advertisement.detail, name="advertisement"),
    path("advertisements/<slug:reference>/change/", advertisement.change, name="advertisement_change"),
    path("advertisements/<slug:reference>/renew/", advertisement.renew, name="advertisement_renew"),
    path("advertisements/<slug:reference>/cost/", advertisement.cost, name="advertisement_cost"),
    path("advertisements/<slug:reference>/paper/", advertisement.paper, name="advertisement_paper"),
    *steps,
    path("outlets/", outlet.index, name="outlets"),
    path("outlets/new/<slug:state>/", outlet.new, name="outlet_new"),
    path("outlets/<slug:reference>/", outlet.detail, name="outlet"),
    path("outlets/<slug:reference>/change/", outlet.change, name="outlet_change"),
    path("outlets/<slug:reference>/end/", outlet.end, name="outlet_end"),
    path("letters/<slug:reference>/", letter.detail, name="letter"),
    path("letters/<slug:reference>/paper/", letter.paper, name="letter_paper"),
    path("addressees/", letter.addressees, name="addressees"),
    path("addressees/new/<slug:division>/", letter.addressee_new, name="addressee_new"),
    path("addressees/<slug:reference>/", letter.addressee, name="addressee"),
    path("addressees/<slug:reference>/change/", letter.addressee_change, name="addressee_change"),
    path("addressees/<slug:reference>/end/", letter.addressee_end, name="addressee_end"),
]
