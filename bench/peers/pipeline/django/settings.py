"""Settings of the Django peer: no middleware that it does not need, connections that stay open."""

import os
from urllib.parse import urlsplit

_database = urlsplit(os.environ["DATABASE_URL"])
_smtp = urlsplit(os.environ["SMTP_URL"])

SECRET_KEY = "only for the bench"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "web"
MIDDLEWARE: list[str] = []
INSTALLED_APPS: list[str] = []
USE_TZ = True
LOGGING_CONFIG = None
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": _database.hostname,
        "PORT": _database.port,
        "USER": _database.username,
        "NAME": _database.path.strip("/"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
    }
}
EMAIL_HOST = _smtp.hostname
EMAIL_PORT = _smtp.port
DEFAULT_FROM_EMAIL = "nakodo 仲人 <nakodo@nakodo.example>"
