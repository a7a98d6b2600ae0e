"""The real settings with an empty view to compare with, and tables made straight from the models."""

from ocop.settings import *  # noqa: F403
from ocop.settings import INSTALLED_APPS

ROOT_URLCONF = "bench.urls"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIGRATION_MODULES = {name.rsplit(".", 1)[-1]: None for name in INSTALLED_APPS}
