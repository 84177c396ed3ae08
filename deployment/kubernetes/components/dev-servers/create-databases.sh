#!/bin/sh
# Run once by the image, on an empty data folder: a role and a database per service, closed to all other roles.
set -eu

for folder in /run/databases/*; do
  service=$(basename "$folder")
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" \
    -v role="${service}_svc" -v database="${service}_db" -v password="$(cat "$folder/password")" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"database" OWNER :"role";
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
SQL
done
