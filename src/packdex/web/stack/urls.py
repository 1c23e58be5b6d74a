"""The address of the page that judges what somebody depends on."""

from django.urls import URLPattern, path

from packdex.web.stack import pages

urlpatterns: list[URLPattern] = [path("stack/", pages.stack, name="stack")]
