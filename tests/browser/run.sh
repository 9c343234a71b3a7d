#!/usr/bin/env bash
# Builds the program and tests its pages in a real browser. Needs Rust, Node 20 or newer and Chromium; run it from anywhere.
#
#   tests/browser/run.sh [FOLDER]      FOLDER, if given, receives pictures of the pages at three widths
set -euo pipefail
pictures=${1:+$(mkdir -p "$1" && cd "$1" && pwd)}
cd "$(dirname "$0")/../.."

missing() {
    echo "error: $1" >&2
    echo "hint:  $2" >&2
    exit 2
}
command -v node >/dev/null || missing "there is no node" "install Node.js 20 or newer"
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -x "$CHROMIUM" ] || missing "there is no Chromium" "install it (Debian: apt-get install chromium), or name it: CHROMIUM=/path/to/chromium"

tools=target/browser
[ -d "$tools/node_modules/playwright-core" ] && [ -d "$tools/node_modules/axe-core" ] || {
    mkdir -p "$tools"
    cp tests/browser/package.json "$tools/"
    npm install --prefix "$tools" --no-audit --no-fund
}
if [ -z "${STANDPUNT:-}" ]; then
    cargo build --release --locked
    STANDPUNT=$(realpath "${CARGO_TARGET_DIR:-target}")/release/standpunt
fi
export CHROMIUM STANDPUNT PICTURES=$pictures
exec node --test --test-concurrency=1 --test-reporter=spec tests/browser/*.test.mjs
