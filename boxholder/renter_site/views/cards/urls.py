from django.urls import path

from boxholder.renter_site.views.cards import cards, forms

urlpatterns = [
    path("new/", cards.new, name="new_card"),
    path("<int:pk>/default/", cards.make_default, name="default_card"),
    path("<int:pk>/deletion/", cards.delete, name="delete_card"),
    path("forms/", forms.create, name="card_forms"),
    path("forms/<uuid:pk>/", forms.show, name="card_form"),
    path("forms/<uuid:pk>/consent/", forms.agree, name="card_form_consent"),
    path("forms/<uuid:pk>/card/", forms.finish, name="card_form_card"),
]
