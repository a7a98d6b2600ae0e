"""The project: wiring only. Nothing imports it."""

from ocop.celery import app as celery_app

__all__ = ["celery_app"]
