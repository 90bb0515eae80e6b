#!/bin/sh
# Removes the bridge program; with --settings the administrator's list of pages too.
#
#   sudo ./uninstall.sh [--settings]
set -eu

place="/Library/Application Support/myna-check"
if [ -x "$place/bridge-host" ]; then
    "$place/bridge-host" uninstall --machine
fi
rm -f "$place/bridge-host" "$place/bridge.json.default"
if [ "${1:-}" = --settings ]; then
    rm -f "$place/bridge.json"
fi
rmdir "$place" 2>/dev/null || true
pkgutil --forget jp.myna-check.bridge-host
