#!/bin/sh
# Makes bridge-host-@VERSION@.pkg on macOS from bridge-host, which lies beside this script.
#
#   ./build-pkg.sh ["Developer ID Installer: NAME (TEAM)"]
#
# Without the name of a certificate the package is not signed, and Gatekeeper asks.
set -eu
cd "$(dirname "$0")"
umask 022

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
# Root's alone, unlike /usr/local/bin, which tools of the user may own.
place="$root/files/Library/Application Support/myna-check"
mkdir -p "$place" "$root/scripts"
install -m 755 bridge-host "$place/bridge-host"
install -m 644 bridge.json "$place/bridge.json.default"
install -m 755 postinstall "$root/scripts/postinstall"

pkgbuild --root "$root/files" --scripts "$root/scripts" --ownership recommended \
    --identifier jp.myna-check.bridge-host --version @VERSION@ "$root/bridge-host.pkg"
productbuild --package "$root/bridge-host.pkg" ${1:+--sign "$1"} bridge-host-@VERSION@.pkg
