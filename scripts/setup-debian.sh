#!/usr/bin/env bash
# Debian, as root: what npm cannot bring. Does nothing where all is there, or off Debian.
set -euo pipefail
[ "$(uname -s)" = Linux ] && command -v apt-get >/dev/null || exit 0
[ "$(id -u)" = 0 ] || exit 0
install() { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
missing=()
# parallel hands out the shards of a batch in a test of docs/examples.
# Python runs the add-on for Blender in a test.
for package in chromium libvulkan1 fonts-dejavu-core parallel python3; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then apt-get update -qq && install "${missing[@]}"; fi

# Software Vulkan: lavapipe is four times faster than the SwiftShader that Chromium ships, but Dawn refuses the
# Mesa 22.3 of plain bookworm, so it comes from the backports of the mirror that this machine already uses.
icd=$(ls /usr/share/vulkan/icd.d/lvp_icd*.json 2>/dev/null | head -n 1 || true)
version=$(dpkg-query -W -f '${Version}' mesa-vulkan-drivers 2>/dev/null || true)
if [ -z "$icd" ] || dpkg --compare-versions "${version:-0}" lt 23; then
  . /etc/os-release
  if [ "${VERSION_CODENAME:-}" = bookworm ]; then
    if ! apt-cache policy | grep -q bookworm-backports; then
      mirror=$(apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Identifier: Packages' | awk '$1 == "bookworm" { print $2; exit }')
      echo "deb $mirror bookworm-backports main" >/etc/apt/sources.list.d/bookworm-backports.list
      apt-get update -qq
    fi
    install -t bookworm-backports mesa-vulkan-drivers
  else
    apt-get update -qq
    install mesa-vulkan-drivers
  fi
fi
