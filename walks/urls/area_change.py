from django.urls import path

from walks.views import alignment, area_change, area_faces, boundary_move, census, spare_number

urlpatterns = [
    path("changes/", area_change.index, name="changes"),
    path("changes/<slug:reference>/", area_change.detail, name="change"),
    path("changes/<slug:reference>/map.json", area_change.map_features, name="change_map"),
    path("changes/<slug:reference>/check/", area_change.check, name="change_check"),
    path("changes/<slug:reference>/submit/", area_change.submit, name="change_submit"),
    path("changes/<slug:reference>/accept/", area_change.accept, name="change_accept"),
    path("changes/<slug:reference>/approve/", area_change.approve, name="change_approve"),
    path("changes/<slug:reference>/return/", area_change.send_back, name="change_return"),
    path("changes/<slug:reference>/withdraw/", area_change.withdraw, name="change_withdraw"),
    path("changes/<slug:reference>/form/", area_change.put_on_form, name="change_form"),
    path("changes/<slug:reference>/proposals/", area_faces.proposals, name="change_proposals"),
    path("changes/<slug:reference>/choose/", area_faces.choose, name="change_choose"),
    path("changes/<slug:reference>/faces/", area_faces.faces, name="change_faces"),
    path("changes/<slug:reference>/more/", area_faces.more, name="change_more"),
    path("changes/<slug:reference>/fewer/", area_faces.fewer, name="change_fewer"),
    path("changes/<slug:reference>/streets/", area_faces.tell, name="change_streets"),
    path("changes/<slug:reference>/numbers/", boundary_move.numbers, name="change_numbers"),
    path("changes/<slug:reference>/leave/", boundary_move.leave, name="change_leave"),
    path("changes/<slug:reference>/alignment/", alignment.preview, name="alignment"),
    path("changes/<slug:reference>/alignment.csv", alignment.residences, name="alignment_csv"),
    path("changes/<slug:reference>/align/", alignment.align, name="change_align"),
    path("split/<slug:reference>/", area_faces.begin, name="split"),
    path("move-boundary/<slug:reference>/", boundary_move.begin, name="move_boundary"),
    path("spare-numbers/<slug:division>/", spare_number.index, name="spare_numbers"),
    path("spare-numbers/<slug:division>/give/", spare_number.give, name="spare_give"),
    path("ccd-changes/<slug:division>/", census.index, name="ccd_changes"),
    path("ccd-changes/<slug:division>/renumber/", census.renumber, name="ccd_renumber"),
    path("ccd-changes/<slug:division>/settle/", census.settle, name="ccd_settle"),
]
