#!/bin/sh
# Starts a MariaDB server in the foreground; makes its data folder first. Logging in as root takes no password.
# Usage: mariadb.sh RELEASE DATA HOST PORT
set -eu
release=$1 data=$2 host=$3 port=$4
if ! [ -x "$release/sbin/mariadbd" ]; then
  echo "There is no $release/sbin/mariadbd: apt-get install mariadb-server-core, or --set release=FOLDER." >&2
  exit 1
fi
[ "$release" = /usr ] || { LD_LIBRARY_PATH=$(ls -d "$release"/lib/*-linux-gnu*); export LD_LIBRARY_PATH; }
user=
[ "$(id -u)" != 0 ] || user=--user=root
mkdir -p "$data"
set -- --no-defaults "--basedir=$release" "--lc-messages-dir=$release/share/mysql" \
  "--datadir=$data/mysql" --socket=../socket "--pid-file=$data/pid" $user
if ! [ -e "$data/made" ]; then
  rm -rf "$data/mysql"
  mkdir "$data/mysql"
  {
    printf '%s;\n' 'create database mysql' 'use mysql'
    cat "$release/share/mysql/mysql_system_tables.sql" "$release/share/mysql/mysql_system_tables_data.sql"
    echo 'create database test;'
  } | "$release/sbin/mariadbd" "$@" --bootstrap --skip-networking --innodb-buffer-pool-size=32M >/dev/null
  touch "$data/made"
fi
exec "$release/sbin/mariadbd" "$@" --skip-grant-tables --skip-networking=0 "--bind-address=$host" \
  "--port=$port" --innodb-buffer-pool-size=32M
