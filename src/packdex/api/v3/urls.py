"""v3's addresses."""

from django.urls import path

from packdex.api.v3 import views

urlpatterns = [
    path("", views.IndexView.as_view()),
    path("categories/", views.CategoriesView.as_view()),
    path("categories/<str:slug>/", views.CategoryView.as_view()),
    path("grids/", views.GridsView.as_view()),
    path("grids/<str:slug>/", views.GridView.as_view()),
    path("grids/<str:slug>/packages/", views.GridPackagesView.as_view()),
    path("packages/", views.PackagesView.as_view()),
    path("packages/<str:slug>/", views.PackageView.as_view()),
    path("users/", views.UsersView.as_view()),
    path("users/<str:account>/", views.UserView.as_view()),
    path("<path:rest>/", views.NothingHere.as_view()),
]
