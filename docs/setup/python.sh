#!/usr/bin/env bash
# Make .venv with Python 3.11 or newer; on Debian, install what venv needs when it is missing and we may.
set -euo pipefail
python=""
for candidate in python3.11 python3 python3.12 python3.13; do
  if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || { echo "Python 3.11 or newer is needed; install it with: apt-get install python3" >&2; exit 1; }
if [ ! -x .venv/bin/pip ]; then
  rm -rf .venv
  if ! "$python" -m venv .venv 2>/dev/null; then
    sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo -n"
    $sudo apt-get update -qq && $sudo apt-get install -y -qq python3-venv >/dev/null ||
      { echo "venv is missing; install it with: apt-get install python3-venv" >&2; exit 1; }
    rm -rf .venv
    "$python" -m venv .venv
  fi
fi
