from django.urls import path

from registers.views import copy, release

OF = "requests/<slug:reference>/"
AT = "releases/<slug:reference>/"
urlpatterns = [
    path(f"{OF}prepare/", copy.prepare, name="copy_prepare"),
    path(f"{OF}copy/", copy.copy, name="copy"),
    path(f"{OF}copy/page/<int:number>/", copy.copy_page, name="copy_page"),
    path(f"{OF}check/", copy.check, name="copy_check"),
    path(f"{OF}redo/", copy.redo, name="copy_redo"),
    path(f"{OF}release/", release.release_new, name="release_new"),
    path(f"{OF}take-back/", release.take_back, name="take_back"),
    path(f"{OF}recall/", release.recall, name="recall"),
    path(f"{OF}destroyed/", release.destroyed, name="copy_destroyed"),
    path("releases/", release.releases, name="releases"),
    path(AT, release.release, name="release"),
    path(f"{AT}hand-over/", release.hand_over, name="release_hand_over"),
    path(f"{AT}withdraw/", release.withdraw, name="release_withdraw"),
    path(f"{AT}cover/", release.release_cover, name="release_cover"),
    path(f"{AT}file/", release.release_file, name="release_file"),
]
