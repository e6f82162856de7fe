"""Django's settings for `bench/rest_django.py`: as `startproject` writes them, without pages."""

from portal.database import engine
from portal.settings import load_settings

_URL = engine(load_settings()).url
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = "rest_django"
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
SECRET_KEY = "of the bench alone"  # noqa: S105 - it signs nothing that anybody keeps
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "rest_framework",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
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
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_django_access.ByToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["rest_django_access.Window"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
}
