#!/usr/bin/env bash
# One cloud as a chain of Slurm jobs, each after the one before:
#   ./tiles-slurm.sh CLOUD FOLDER MESH PARTS [options of gridpull tiles plan]
# All of the chain is submitted at once. A task whose node is lost is started again (--requeue) and keeps what is done; where
# one fails for good, the rest of the chain waits: mend what it says, and start this again.
set -euo pipefail
cloud=$1 folder=$2 mesh=$3 parts=$4
shift 4

before=
# Submits a job after the one before. Its words are quoted for the shell that runs them.
submit() {
  local options=$1 command
  shift
  printf -v command '%q ' "$@"
  # shellcheck disable=SC2086 # options are several words
  before=$(sbatch --parsable --requeue --job-name=gridpull --output=gridpull-%j-%a.out \
    ${before:+--dependency=afterok:$before} $options --wrap "exec $command")
}

one='--cpus-per-task=16 --mem=64G --gres=gpu:1 --time=12:00:00'
array="--array=1-$parts --cpus-per-task=4 --mem=16G --gres=gpu:1 --time=12:00:00"
submit "$one" gridpull tiles plan "$cloud" -o "$folder" --parts "$parts" "$@"
# There are four levels in tiles at most; an array for one that is not there ends at once.
for _ in 1 2 3 4; do submit "$array" gridpull tiles solve "$folder" auto; done
submit "$array" gridpull tiles extract "$folder" auto
submit "$one" gridpull tiles join "$folder" -o "$mesh"
echo "the last job is $before"
