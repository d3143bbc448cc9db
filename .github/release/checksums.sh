#!/usr/bin/env bash
# Writes `dist/SHA256SUMS` over everything in `dist`.
set -euo pipefail
cd "$(dirname "$0")/../../dist"

rm -f SHA256SUMS
sums=$(sha256sum -- *)
echo "$sums" > SHA256SUMS
