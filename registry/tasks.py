"""The tasks of this app, listed for Celery; each is declared in its concept."""
