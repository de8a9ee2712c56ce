# modscore serve in a small image: no compiler, no root, weights inside.
#   docker build -t modscore .
#   docker run -p 127.0.0.1:8080:8080 -v modscore:/data modscore
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY src src
COPY rules rules
RUN python -m venv /opt/modscore \
 && /opt/modscore/bin/pip install --no-cache-dir ".[server]" \
 && find /opt/modscore -name __pycache__ -type d -prune -exec rm -rf {} +

FROM python:3.13-slim
COPY --from=build /opt/modscore /opt/modscore
RUN useradd --system --uid 10001 --home-dir /data --create-home modscore
USER modscore
WORKDIR /data
VOLUME /data
# Inside a container loopback would reach nobody; publish the port where you mean to.
ENV PATH=/opt/modscore/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    OMP_NUM_THREADS=1 \
    MODSCORE_SERVE_HOST=0.0.0.0 \
    MODSCORE_SERVE_PORT=8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", \
  "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['MODSCORE_SERVE_PORT'] + '/ready', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["modscore", "serve"]
