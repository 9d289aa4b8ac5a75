"""Below `mailboxes/<pk>/cards/`: the cards of the renter of that mailbox."""

from django.urls import path

from boxholder.operator_site.views.mailboxes.cards import cards, forms

urlpatterns = [
    path("new/", cards.new, name="new_card"),
    path("<int:card>/default/", cards.make_default, name="default_card"),
    path("forms/", forms.create, name="card_forms"),
    path("forms/<uuid:form>/", forms.show, name="card_form"),
    path("forms/<uuid:form>/consent/", forms.agree, name="card_form_consent"),
    path("forms/<uuid:form>/card/", forms.finish, name="card_form_card"),
]
