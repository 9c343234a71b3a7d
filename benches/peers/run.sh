#!/usr/bin/env bash
# Builds standpunt, installs the peers into a folder of their own, and measures all side by side.
# All arguments go to peers.py: see README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
work="${CARGO_TARGET_DIR:-target}/peers"
mkdir -p "$work"

cargo build --release --locked
if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
fi
pip=("$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check)
"${pip[@]}" scikit-learn
for peer in vowpalwabbit fasttext; do
    "${pip[@]}" "$peer" || echo "note: $peer could not be installed and is left out" >&2
done
exec "$work/venv/bin/python" benches/peers/peers.py \
    --standpunt "${CARGO_TARGET_DIR:-target}/release/standpunt" --work "$work" "$@"
