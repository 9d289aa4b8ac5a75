from django.urls import path

app_name = "renter"
urlpatterns: list = []
