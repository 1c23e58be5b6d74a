"""The addresses of verdicts and of the method behind them."""

from django.urls import path

from packdex.web.verdict import methodology, views

urlpatterns = [
    path("packages/p/<slug:slug>/verdict/", views.verdict, name="verdict"),
    path("packages/p/<slug:slug>/badge.svg", views.picture, name="badge"),
    path("methodology/", methodology.whole, name="methodology"),
    path("methodology/<slug:key>/", methodology.check, name="check"),
]
