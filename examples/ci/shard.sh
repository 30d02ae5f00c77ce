#!/bin/sh
# One part of a campaign, on one machine of several: examples/ci/shard.sh K/N. Its runs go to the folder shard-K.
# It ends well where runs were made: what they found is for `ordeal campaign merge`, which reports on all parts.
# CAMPAIGN is the campaign's file (examples/ci/nightly.yml), ORDEAL the command (./ordeal).
set -eu
code=0
"${ORDEAL:-./ordeal}" campaign "${CAMPAIGN:-examples/ci/nightly.yml}" --shard "$1" --out "shard-${1%/*}" || code=$?
case $code in 0 | 1 | 2 | 69 | 70) ;; *) exit "$code" ;; esac
