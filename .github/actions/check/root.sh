#!/usr/bin/env bash
# Gives each root a category of code scanning and a comment of its own. A name may come from a directory of the pull request: what is
# not plain in it is replaced, with a checksum in its place.
set -euo pipefail

plain=$(printf '%s' "$SSM_CHECK_ROOT" | LC_ALL=C tr -c 'A-Za-z0-9._/-' '-' | cut -c 1-80)
if [ "$plain" != "$SSM_CHECK_ROOT" ]; then
    plain=$plain-$(printf '%s' "$SSM_CHECK_ROOT" | { sha256sum 2>/dev/null || shasum --algorithm 256; } | cut -c 1-8)
fi
case $plain in
    . | ./ | '') echo "name=ssm-check" ;;
    *) echo "name=ssm-check/${plain#./}" ;;
esac >> "$GITHUB_OUTPUT"
