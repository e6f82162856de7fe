"""Django's settings for `bench/rest_django.py`: the database of the bench, and no more around."""

from portal.database import engine
from portal.settings import load_settings

_URL = engine(load_settings()).url
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = "rest_django"
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
INSTALLED_APPS = ["rest_framework"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _URL.database,
        "HOST": _URL.query.get("host", _URL.host),
        "PORT": _URL.port or "",
        "USER": _URL.username,
        "PASSWORD": _URL.password or "",
        "CONN_MAX_AGE": None,
        "OPTIONS": {"application_name": "portal"},
    }
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "1000000/hour"},
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
}
