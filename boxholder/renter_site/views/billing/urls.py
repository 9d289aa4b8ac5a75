from django.urls import path

from boxholder.renter_site.views.billing import overview, payments

urlpatterns = [
    path("", overview.show, name="billing"),
    path("payments/", payments.index, name="open_payments"),
]
