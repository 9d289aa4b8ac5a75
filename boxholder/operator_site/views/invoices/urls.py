from django.urls import path

from boxholder.operator_site.views.invoices import charges, closings, invoices, runs, unknown_charges

urlpatterns = [
    path("", invoices.index, name="invoices"),
    path("runs/", runs.index, name="runs"),
    path("runs/new/", runs.create, name="new_run"),
    path("runs/<int:pk>/", runs.show, name="run"),
    path("runs/<int:pk>/start/", runs.start, name="start_run"),
    path("runs/<int:pk>/progress/", runs.progress, name="run_progress"),
    path("after-restore/", unknown_charges.index, name="unknown_charges"),
    path("after-restore/going-on/", unknown_charges.go_on, name="go_on_billing"),
    path("<uuid:pk>/", invoices.show, name="invoice"),
    path("<uuid:pk>/charge/", charges.create, name="charge_invoice"),
    path("<uuid:pk>/void/", closings.void, name="void_invoice"),
    path("<uuid:pk>/payment/", closings.pay_by_hand, name="pay_invoice_by_hand"),
    path("<uuid:pk>/withdrawal/", closings.withdraw, name="withdraw_closing"),
]
