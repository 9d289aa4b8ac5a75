from django.urls import path

from boxholder.operator_site.views.requests import asking, fulfilling, requests

urlpatterns = [
    path("", requests.index, name="requests"),
    path("new/", asking.new, name="new_request"),
    path("completions/", fulfilling.complete_many, name="complete_requests"),
    path("<int:pk>/", requests.show, name="request"),
    path("<int:pk>/beginning/", fulfilling.begin, name="begin_request"),
    path("<int:pk>/putting-back/", fulfilling.put_back, name="put_request_back"),
    path("<int:pk>/scans/", fulfilling.add_scan, name="add_scan"),
    path("<int:pk>/completion/", fulfilling.complete, name="complete_request"),
    path("<int:pk>/refusal/", fulfilling.refuse, name="refuse_request"),
]
