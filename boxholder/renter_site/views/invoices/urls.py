from django.urls import path

from boxholder.renter_site.views.invoices import invoices, payments

urlpatterns = [
    path("", invoices.index, name="invoices"),
    path("<uuid:pk>/", invoices.show, name="invoice"),
    path("<uuid:pk>/receipt/", invoices.receipt, name="receipt"),
    path("<uuid:pk>/payment/", payments.create, name="pay_invoice"),
    path("<uuid:pk>/payment/outcome/", payments.finish, name="finish_payment"),
]
