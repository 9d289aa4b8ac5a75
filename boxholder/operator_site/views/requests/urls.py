from django.urls import include, path

from boxholder.operator_site.views.requests import (
    asking,
    fulfilling,
    holds,
    meanwhile,
    packing_photos,
    papers,
    questions,
    requests,
    scans,
)

urlpatterns = [
    path("", requests.index, name="requests"),
    path("new/", asking.new, name="new_request"),
    path("waiting/", meanwhile.waiting, name="waiting_requests"),
    path("news/", meanwhile.news, name="request_news"),
    path("work-list.pdf", papers.work_list, name="work_list"),
    path("batches/", include("boxholder.operator_site.views.requests.batches.urls")),
    path("packing-photos/<uuid:pk>/<slug:size>/", packing_photos.show, name="packing_photo"),
    path("holds/ends/", holds.end, name="end_holds"),
    path("completions/", fulfilling.complete_many, name="complete_requests"),
    path("postage/<int:pk>/withdrawal/", questions.withdraw, name="withdraw_postage_question"),
    path("postage/<int:pk>/answer/", questions.note, name="note_postage_answer"),
    path("<int:pk>/", requests.show, name="request"),
    path("<int:pk>/beginning/", fulfilling.begin, name="begin_request"),
    path("<int:pk>/putting-back/", fulfilling.put_back, name="put_request_back"),
    path("<int:pk>/scans/", scans.add, name="add_scan"),
    path("<int:pk>/scans/withdrawal/", scans.withdraw, name="withdraw_scan"),
    path("<int:pk>/scans/<uuid:page>/place/", scans.move, name="move_scan_page"),
    path("<int:pk>/scans/<uuid:page>/turning/", scans.turn, name="turn_scan_page"),
    path("<int:pk>/scans/<uuid:page>/removal/", scans.remove, name="remove_scan_page"),
    path("<int:pk>/papers/<slug:paper>/", papers.parcel_paper, name="parcel_paper"),
    path("<int:pk>/postage/", questions.ask, name="ask_postage"),
    path("<int:pk>/completion/", fulfilling.complete, name="complete_request"),
    path("<int:pk>/refusal/", fulfilling.refuse, name="refuse_request"),
]
