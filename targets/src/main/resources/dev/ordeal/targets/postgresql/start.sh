# Starts a PostgreSQL server in the foreground; makes its data folder first.
# Usage: start.sh RELEASE DATA HOST PORT FSYNC
set -eu
release=$1 data=$2 host=$3 port=$4 fsync=$5
export LC_ALL=C
cd /
mkdir -p "$data"

can_use() { # whether a user may enter the folders and has what he makes there, as on a disk that fails he has not
  "$@" test -x "$release/bin/postgres" &&
    "$@" sh -c 'mkdir "$1/probe" && chmod 700 "$1/probe" && mkdir "$1/probe/probe" && rm -r "$1/probe"' sh "$data"
}

# It refuses to run as root. So root starts it as "nobody", or, where nobody cannot use the folders, in a
# namespace in which root has another number. A namespace for shared memory takes away what a killed server leaves.
as=
if [ "$(id -u)" = 0 ]; then
  as="setpriv --reuid=65534 --regid=65534 --clear-groups"
  if ! [ -e "$data/pg" ]; then chown 65534:65534 "$data"; fi
  if ! can_use $as 2>/dev/null; then
    rm -rf "$data/probe"
    as="unshare --user --map-user=65534 --map-group=65534"
    if ! [ -e "$data/pg" ]; then chown 0:0 "$data"; fi
    if ! $as true; then
      echo "PostgreSQL refuses to run as root, and user 65534 cannot use $data or $release." >&2
      echo "Take --out FOLDER in a folder that every user may enter, or run as another user than root." >&2
      exit 1
    fi
  fi
  if unshare --ipc true 2>/dev/null; then as="unshare --ipc $as"; fi
elif unshare --user --map-current-user --ipc true 2>/dev/null; then
  as="unshare --user --map-current-user --ipc"
fi

if ! [ -e "$data/pg" ]; then
  # Made elsewhere, for a server that is killed meanwhile would leave half of it.
  rm -rf "$data/pg.part"
  # Only a disk that fails, which is one of FUSE, loses what is not synced.
  sync=
  case $(stat -f -c %T "$data") in *fuse*) ;; *) sync=--no-sync ;; esac
  $as "$release/bin/initdb" -D "$data/pg.part" -A trust -U postgres -E UTF8 --no-locale $sync
  if [ "$host" != 127.0.0.1 ]; then echo "host all all all trust" >>"$data/pg.part/pg_hba.conf"; fi
  mv "$data/pg.part" "$data/pg"
fi
# Of a server that was killed; all its processes are gone before it is started again.
rm -f "$data/pg/postmaster.pid"
exec $as "$release/bin/postgres" -D "$data/pg" -p "$port" -c "listen_addresses=$host" -c unix_socket_directories= \
  -c dynamic_shared_memory_type=mmap -c max_connections=300 -c shared_buffers=64MB -c "fsync=$fsync"
