"""Django's settings for `django_site.py`: those of a new project, with our database and tables."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

HERE = Path(__file__).parent
_CATALOGUES = Path(tempfile.mkdtemp(prefix="peer-"))  # ours, under the name that Django looks for
atexit.register(shutil.rmtree, _CATALOGUES)
for _own in (HERE.parents[1] / "translations").glob("*/LC_MESSAGES/messages.mo"):
    _its = _CATALOGUES / _own.parent.parent.name / "LC_MESSAGES"
    _its.mkdir(parents=True)
    (_its / "django.mo").write_bytes(_own.read_bytes())
_TOLD = conninfo_to_dict(os.environ["DATABASE_URL"])
SECRET_KEY = os.urandom(32).hex()
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "django_site"
USE_TZ, TIME_ZONE = True, "Europe/Brussels"
USE_I18N, LANGUAGE_CODE = True, "en"
LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [_CATALOGUES]
INSTALLED_APPS = ["django.contrib.staticfiles"]
STATIC_URL = "static/"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_site.signed_in",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "django"],
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "libraries": {"figures": "django_figures"},
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _TOLD["dbname"],
        "HOST": _TOLD.get("host", ""),
        "PORT": _TOLD.get("port", ""),
        "USER": _TOLD.get("user", ""),
        "PASSWORD": _TOLD.get("password", ""),
        "CONN_MAX_AGE": None,
    }
}
