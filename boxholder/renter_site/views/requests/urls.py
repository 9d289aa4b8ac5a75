from django.urls import path

from boxholder.renter_site.views.requests import asking, packing_photos, questions, requests

urlpatterns = [
    path("", requests.index, name="requests"),
    path("new/", asking.new, name="new_request"),
    path("packing-photos/<uuid:pk>/<slug:size>/", packing_photos.show, name="packing_photo"),
    path("postage/<int:pk>/answer/", questions.answer, name="answer_postage"),
    path("<int:pk>/", requests.show, name="request"),
    path("<int:pk>/cancellation/", requests.cancel, name="cancel_request"),
]
