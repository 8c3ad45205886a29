#!/bin/sh
# Sets alu up in .venv, from a fresh clone on a machine with Python 3.11 or newer, then does one of two things:
#   sh setup.sh demo     shows what alu does, then asks a model that runs here (fetched once)
#   sh setup.sh tests    runs the tests
# With uv where it is there, else with venv and pip; both install the versions that are locked here.
set -eu
cd "$(dirname "$0")"

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

installed() { cmp -s requirements.lock .venv/requirements.lock; }

install() {
  echo "alu: its packages go into $PWD/.venv (about 1 GB, once; a minute or three)" >&2
  if command -v uv >/dev/null; then
    uv sync --quiet --frozen --all-extras --no-extra ray # 200 MB; .ci/stacks tries it
  else
    for python in python3 python3.13 python3.12 python3.11 ""; do
      [ -n "$python" ] || { echo "alu: Python 3.11 or newer is needed, and was not found" >&2; exit 1; }
      if new_enough "$python"; then break; fi
    done
    "$python" -m venv .venv
    .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
    .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --editable .
  fi
  cp requirements.lock .venv/requirements.lock
}

demo() {
  .venv/bin/alu demo
  echo
  for question in "What is the capital of France?" "Who is Hermione Granger?"; do
    echo "\$ alu ask \"$question\" --forget \"Hermione Granger\""
    .venv/bin/alu ask "$question" --forget "Hermione Granger"
  done
}

case "${1:-}" in
  demo | tests) installed || install ;;
  *) sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
case "$1" in
  demo) demo ;;
  tests) exec .venv/bin/pytest ;;
esac
