"""v5's addresses."""

from django.urls import path

from packdex.api.v5 import stack, views

urlpatterns = [
    path("packages/<slug:key>/verdict/", views.verdict, name="v5-verdict"),
    path("stack/", stack.stack, name="v5-stack"),
    path("", views.nothing),
    path("<path:rest>/", views.nothing),
]
