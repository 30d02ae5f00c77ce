#!/bin/sh
# Starts a PostgreSQL server in the foreground; makes its data folder first. It refuses to run as root, so
# root starts it as the user "nobody".
# Usage: postgresql.sh RELEASE DATA HOST PORT
set -eu
release=$1 data=$2 host=$3 port=$4
export LC_ALL=C
programs=$(ls -d "$release"/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
if ! [ -x "$programs/postgres" ]; then
  echo "There is no PostgreSQL in $release/lib/postgresql: apt-get install postgresql, or --set release=FOLDER." >&2
  exit 1
fi
[ "$release" = /usr ] || { LD_LIBRARY_PATH=$(ls -d "$release"/lib/*-linux-gnu*); export LD_LIBRARY_PATH; }
as=
mkdir -p "$data"
if [ "$(id -u)" = 0 ]; then
  as="setpriv --reuid=65534 --regid=65534 --clear-groups"
  if ! $as test -x "$data"; then
    echo "PostgreSQL refuses to run as root, and user 65534 may not enter $data: take --out FOLDER that all may enter." >&2
    exit 1
  fi
  chown 65534:65534 "$data"
fi
[ -e "$data/pg/PG_VERSION" ] || $as "$programs/initdb" -D "$data/pg" -A trust -U postgres -N >/dev/null
rm -f "$data/pg/postmaster.pid"
# Shared memory that goes with the server, also with one that is killed.
if unshare --ipc true 2>/dev/null; then as="unshare --ipc $as"; fi
exec $as "$programs/postgres" -D "$data/pg" -p "$port" -c "listen_addresses=$host" -c unix_socket_directories= \
  -c dynamic_shared_memory_type=mmap
