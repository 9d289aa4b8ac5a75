from django.urls import path

from boxholder.operator_site.views.settings.billing import billing_settings

urlpatterns = [
    path("", billing_settings.edit, name="billing_settings"),
]
