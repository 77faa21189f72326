#!/bin/bash
# Runs once, when the database's volume is empty: the owner, who migrates, and the application, which owns nothing.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" <<'SQL'
CREATE ROLE office_owner LOGIN PASSWORD :'owner';
CREATE ROLE office_app LOGIN PASSWORD :'app';
ALTER ROLE office_app SET lock_timeout = '3s';
ALTER ROLE office_app SET statement_timeout = '10s';
ALTER ROLE office_app SET idle_in_transaction_session_timeout = '15s';
CREATE DATABASE office OWNER office_owner;
REVOKE ALL ON DATABASE office FROM PUBLIC;
GRANT CONNECT ON DATABASE office TO office_app;
SQL
