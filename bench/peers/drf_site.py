"""A Django project with REST framework as `startproject` and the tutorials leave it.

For `bench/starting.py`: what it costs to start it, and what each of its workers weighs. Nothing of
the portal is imported.
"""

import os

from django import setup
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

os.environ["DJANGO_SETTINGS_MODULE"] = "drf_conf"
setup()

from django.contrib import admin  # noqa: E402 - when Django is set up
from django_models import Training  # noqa: E402 - same
from rest_framework import routers, serializers, viewsets  # noqa: E402 - same


class TrainingSerializer(serializers.ModelSerializer):
    """A training in JSON."""

    class Meta:
        """All of it."""

        model = Training
        exclude = ("person",)


class Trainings(viewsets.ModelViewSet):
    """The newest trainings."""

    queryset = Training.objects.order_by("-start_date")
    serializer_class = TrainingSerializer

    def get_queryset(self) -> object:
        """Return those of the worker who is asked for."""
        return self.queryset.filter(person=self.request.COOKIES["session"])[:60]


router = routers.DefaultRouter()
router.register("trainings", Trainings)
urlpatterns = [path("admin/", admin.site.urls), path("", include(router.urls))]
application = get_wsgi_application()
