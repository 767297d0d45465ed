#!/bin/sh
# Runs a command with a real secret service: an own message bus and an own, unlocked GNOME keyring in an empty
# home folder. Usage: with-keychain.sh COMMAND [ARGUMENT...]
set -eu

home="$(mktemp -d)"
trap 'rm -rf "$home"' EXIT
HOME="$home" XDG_DATA_HOME="$home/data" XDG_RUNTIME_DIR="$home/run" XDG_CONFIG_HOME="$home/config"
mkdir -m 700 "$XDG_DATA_HOME" "$XDG_RUNTIME_DIR" "$XDG_CONFIG_HOME"
export HOME XDG_DATA_HOME XDG_RUNTIME_DIR XDG_CONFIG_HOME
# No display: a keyring that is locked refuses instead of asking.
unset DISPLAY WAYLAND_DISPLAY
KELMU_TEST_KEYCHAIN=1
export KELMU_TEST_KEYCHAIN

dbus-run-session -- sh -c '
  printf "\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null
  "$@"
' with-keychain "$@"
