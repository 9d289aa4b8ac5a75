from django.urls import path

from boxholder.renter_site.views.settings.addresses import addresses

urlpatterns = [
    path("", addresses.index, name="addresses"),
    path("new/", addresses.new, name="new_address"),
    path("postage/<int:pk>/", addresses.limit_postage, name="postage_limit"),
    path("<int:pk>/", addresses.edit, name="address"),
    path("<int:pk>/default/", addresses.make_default, name="default_address"),
    path("<int:pk>/removal/", addresses.remove, name="remove_address"),
]
