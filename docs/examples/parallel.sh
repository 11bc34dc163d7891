#!/usr/bin/env bash
# A batch in several processes side by side on one machine, by GNU parallel:
#   ./parallel.sh SCANS MESHES SHARDS [options of gridpull batch]
# It may be started again at any time: what is done stays done. More than one process for each graphics card gains
# little; on processors alone, four cores for each are a good start.
set -euo pipefail
scans=$1 meshes=$2 shards=$3
shift 3

status=0
seq "$shards" | parallel --will-cite --jobs "$shards" --line-buffer --quote \
  gridpull batch "$scans" -o "$meshes" --resume --shard "{}/$shards" "$@" || status=$?
gridpull report "$meshes"
# Not 0 where a shard had files that failed; the report tells which, and why.
exit "$status"
