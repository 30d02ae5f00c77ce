# Starts a Redis server and a sentinel in the foreground; when one of them ends, the other is ended, too.
# Usage: start.sh PROGRAM DATA SOURCE
#   SOURCE  the host from which connections are made; empty if that does not matter
set -u
program=$1 data=$2 source=$3
home=$(cd "$(dirname "$0")" && pwd) || exit 1
mkdir -p "$data" && cd "$data" || exit 1
case $program in
*/*)
  [ -x "$program" ] || chmod +x "$program"
  # A release of Debian's packages has the libraries that it needs beside it.
  for libraries in "${program%/*}"/../lib/*-linux-gnu*; do
    [ ! -d "$libraries" ] || export LD_LIBRARY_PATH="$libraries"
  done
  ;;
esac

if [ -n "$source" ]; then
  # Before version 7 connections come from the host that the server listens at.
  case $("$program" --version) in
  *" v="[1-6].*) ;;
  *)
    for file in "$home/redis.conf" "$home/sentinel.conf"; do
      grep -q '^bind-source-addr' "$file" || echo "bind-source-addr $source" >>"$file"
    done
    ;;
  esac
fi

pipe=$home/ended
rm -f "$pipe"
mkfifo "$pipe"
exec 3<>"$pipe"
rm -f "$pipe"
run() { # NAME ARGUMENT…: says in the pipe which process it is, and how it ended
  name=$1
  shift
  {
    "$program" "$@" 3>&- &
    echo "$name is $!" >&3
    wait $!
    echo "$name ended $?" >&3
  } &
}
run redis "$home/redis.conf"
run sentinel "$home/sentinel.conf" --sentinel

processes=
while read -r name what number <&3; do
  [ "$what" = is ] || break
  processes="$processes $number"
done
kill $processes 2>/dev/null
wait
echo "$name ended with $number, and so the node" >&2
exit "$number"
