#!/usr/bin/env bash
# One cloud in several processes side by side on one machine, by GNU parallel:
#   ./tiles-parallel.sh CLOUD FOLDER MESH PARTS [options of gridpull tiles plan]
# It may be started again at any time: what is done stays done. Told of other machines, parallel takes them too:
# they have to see the same folder.
set -euo pipefail
cloud=$1 folder=$2 mesh=$3 parts=$4
shift 4

each_part() {
  seq "$parts" | parallel --will-cite --jobs "$parts" --line-buffer --quote gridpull tiles "$1" "$folder" "{}/$parts"
}

gridpull tiles plan "$cloud" -o "$folder" --parts "$parts" "$@"
# Once for each level in tiles. A part that fails ends this, for it is due again otherwise.
while [ "$(gridpull tiles status "$folder" --next)" = solve ]; do each_part solve; done
each_part extract
gridpull tiles join "$folder" -o "$mesh"
