"""v5's addresses."""

from django.urls import path

from packdex.api.authentication import refusing_wrong_tokens
from packdex.api.v5 import flags, of_grids, of_people, stack, upgrade, views

urlpatterns = [
    path("packages/<slug:key>/verdict/", refusing_wrong_tokens(views.verdict), name="v5-verdict"),
    path("stack/", refusing_wrong_tokens(stack.stack), name="v5-stack"),
    path("upgrade/", refusing_wrong_tokens(upgrade.board), name="v5-upgrades"),
    path(
        "upgrade/<str:product>/<str:version>/",
        refusing_wrong_tokens(upgrade.target),
        name="v5-upgrade",
    ),
    path("grids/<slug:grid>/features/", of_grids.Features.as_view(), name="v5-features"),
    path("grids/<slug:grid>/features/<int:id>/", of_grids.OneFeature.as_view(), name="v5-feature"),
    path("grids/<slug:grid>/packages/", of_grids.Members.as_view(), name="v5-members"),
    path(
        "grids/<slug:grid>/packages/<slug:package>/",
        of_grids.OneMember.as_view(),
        name="v5-member",
    ),
    path("grids/<slug:grid>/elements/", of_grids.Elements.as_view(), name="v5-elements"),
    path(
        "grids/<slug:grid>/elements/<int:id>/<slug:package>/",
        of_grids.OneElement.as_view(),
        name="v5-element",
    ),
    path("packages/<slug:key>/usage/", of_people.Use.as_view(), name="v5-use"),
    path("packages/<slug:key>/favorite/", of_people.Like.as_view(), name="v5-favorite"),
    path("usage/", of_people.Used.as_view(), name="v5-usage"),
    path("favorites/", of_people.Liked.as_view(), name="v5-favorites"),
    path("flags/", flags.Flags.as_view(), name="v5-flags"),
    path("flags/<int:id>/", flags.OneFlag.as_view(), name="v5-flag"),
    path("", views.nothing),
    path("<path:rest>/", views.nothing),
]
