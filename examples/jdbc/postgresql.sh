#!/bin/sh
# Starts a PostgreSQL server in the foreground; makes its data folder first. It refuses to run as root, so
# root starts it as the user "nobody".
# Usage: postgresql.sh RELEASE DATA HOST PORT
set -eu
release=$1 data=$2 host=$3 port=$4
export LC_ALL=C
programs=$(ls -d "$release"/lib/postgresql/*/bin | tail -n 1)
[ "$release" = /usr ] || { LD_LIBRARY_PATH=$(ls -d "$release"/lib/*-linux-gnu*); export LD_LIBRARY_PATH; }
as=
mkdir -p "$data"
if [ "$(id -u)" = 0 ]; then
  as="setpriv --reuid=65534 --regid=65534 --clear-groups"
  chown 65534:65534 "$data"
fi
[ -e "$data/pg/PG_VERSION" ] || $as "$programs/initdb" -D "$data/pg" -A trust -U postgres -N >/dev/null
rm -f "$data/pg/postmaster.pid"
exec $as "$programs/postgres" -D "$data/pg" -p "$port" -c "listen_addresses=$host" -c unix_socket_directories=
