#!/bin/sh
# Runs a target once for each of several seeds.
# Usage: nightly.sh FIRST-SEED RUNS FOLDER TARGET [OPTION of 'ordeal run'] …
# Exit code: 1 if a run was invalid, else 2 if a run was unknown, else 0.
# Any other exit code of a run (64, 69, 70, 130) is no verdict: it ends the loop and is returned.
set -u
seed=$1 last=$(($1 + $2 - 1)) folder=$3
shift 3

worst=0
while [ "$seed" -le "$last" ]; do
  code=0
  "${ORDEAL:-./ordeal}" run "$@" --seed "$seed" --out "$folder" || code=$?
  echo "seed $seed: exit code $code"
  case $code in
    0) ;;
    1) worst=1 ;;
    2) [ "$worst" -eq 1 ] || worst=2 ;;
    *) exit "$code" ;;
  esac
  seed=$((seed + 1))
done
exit "$worst"
