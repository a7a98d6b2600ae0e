"""WSGI entry point for granian."""

import os

from django.core.wsgi import get_wsgi_application

from ocop import collector

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop.settings")

application = get_wsgi_application()
collector.settle()
