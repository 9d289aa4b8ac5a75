from django.urls import path

from boxholder.web.specimen import specimen

urlpatterns = [path("", specimen)]
