FROM node:24-slim AS assets
WORKDIR /assets
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

FROM python:3.11-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin office
ENV PYTHONUNBUFFERED=1 HOME=/tmp OFFICE_VAR=/srv/office/var
WORKDIR /srv/office
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
# DEBUG here is for this one command: it needs no key and no database.
RUN --mount=type=bind,from=assets,source=/assets/node_modules,target=/assets \
    python -m electoral.door.assets /assets var \
    && DEBUG=1 python manage.py collectstatic --noinput -v 0 \
    && python -m compileall -q electoral walks review registers payments \
    && install -d -o office -g office -m 0700 var/papers var/uploads var/files
USER office
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.py", "--bind", "0.0.0.0:8000", "electoral.wsgi:application"]
