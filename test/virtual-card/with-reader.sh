#!/bin/sh
# Runs a command with a pcscd and two empty virtual readers of its own: sh with-reader.sh COMMAND [ARG...]
#
# A private network namespace, because the reader driver listens on every address; a private /run, because pcscd
# allows one daemon per /run/pcscd. Everything else (/tmp, the home folder, the display's socket) stays shared; what
# the command wants to reach on the loopback address must run inside, too.
# Needs root. WITH_READER_LOG=FILE keeps the daemon's messages.
set -eu
if [ "${WITH_READER_INSIDE:-}" != 1 ]; then
  PATH=$PATH:/usr/sbin:/sbin
  export PATH
  missing=''
  command -v pcscd >/dev/null || missing="$missing pcscd"
  command -v opensc-tool >/dev/null || missing="$missing opensc"
  command -v ip >/dev/null || missing="$missing iproute2"
  ls /usr/lib/pcsc/drivers/serial/libifdvpcd.so >/dev/null 2>&1 || missing="$missing vsmartcard-vpcd"
  if [ -n "$missing" ]; then
    echo "with-reader.sh: missing packages:$missing (apt-get install -y --no-install-recommends$missing)" >&2
    exit 69
  fi
  if ! unshare --mount --net true 2>/dev/null; then
    echo 'with-reader.sh: private namespaces are not permitted here; run as root, outside a restricted container' >&2
    exit 69
  fi
  WITH_READER_INSIDE=1 exec unshare --mount --net sh "$0" "$@"
fi
unset WITH_READER_INSIDE
ip link set lo up
mount -t tmpfs tmpfs /run
pcscd --foreground --error >"${WITH_READER_LOG:-/dev/null}" 2>&1 &
# A test may stop this daemon and start another: the file names the one that runs now.
echo $! >/run/virtual-reader.pid
stop() {
  kill "$(cat /run/virtual-reader.pid)" 2>/dev/null || true
}
trap stop EXIT
trap 'exit 130' INT TERM
tries=0
until [ -S /run/pcscd/pcscd.comm ]; do
  tries=$((tries + 1))
  [ "$tries" -le 100 ] || { echo 'with-reader.sh: pcscd did not start' >&2; exit 70; }
  sleep 0.1
done
set +e
"$@"
exit $?
