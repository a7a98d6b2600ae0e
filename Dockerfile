# The shared way to run: one image for web, worker and beat (docker-compose.yml).
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt

FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 ocop && mkdir -p /data && chown ocop:ocop /data
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 OCOP_VAR=/data DJANGO_SETTINGS_MODULE=ocop.settings
WORKDIR /app
COPY --from=build /venv /venv
COPY --chown=ocop:ocop . .
USER ocop
RUN SECRET_KEY=build-only OCOP_VAR=/tmp/build python manage.py collectstatic --noinput --verbosity 0 \
    && mv /tmp/build/static /app/collected && rm -rf /tmp/build
ENV STATIC_ROOT=/app/collected
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "4", "ocop.wsgi:application"]
