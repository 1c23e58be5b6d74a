"""v4's addresses."""

from rest_framework.routers import DefaultRouter

from packdex.api.v4 import views

router = DefaultRouter()
router.APIRootView = views.RootView
router.root_view_name = "v4"
router.register("packages", views.PackageViewSet)
router.register("search", views.SearchViewSet, basename="search")
router.register("grids", views.GridViewSet)
router.register("categories", views.CategoryViewSet)

urlpatterns = router.urls
