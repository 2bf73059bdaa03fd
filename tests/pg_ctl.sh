#!/bin/sh
# Debian's pg_ctl, as the user postgres where root calls it: PostgreSQL refuses to run as root.
set -- "$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)/pg_ctl" "$@"
if [ "$(id -u)" = 0 ]; then exec runuser -u postgres -- "$@"; fi
exec "$@"
