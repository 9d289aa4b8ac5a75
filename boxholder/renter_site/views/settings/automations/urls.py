from django.urls import path

from boxholder.renter_site.views.settings.automations import automations

urlpatterns = [
    path("", automations.index, name="automations"),
    path("new/", automations.new, name="new_automation"),
    path("<int:pk>/", automations.edit, name="automation"),
    path("<int:pk>/place/", automations.move_up, name="move_automation_up"),
    path("<int:pk>/switch/", automations.switch, name="switch_automation"),
    path("<int:pk>/removal/", automations.remove, name="remove_automation"),
]
