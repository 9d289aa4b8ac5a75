from django.urls import path

from boxholder.operator_site.views.mail.pictures import pictures

urlpatterns = [path("<uuid:pk>/<slug:size>/", pictures.show, name="picture")]
