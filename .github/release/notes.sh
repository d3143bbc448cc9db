#!/usr/bin/env bash
# Prints what the changelog says of a version; without a word about it, there is no release.
set -euo pipefail
cd "$(dirname "$0")/../.."

notes=$(awk -v version="$1" '
    /^## / { said = ($2 == version || $2 == "[" version "]"); next }
    said { print }
' CHANGELOG.md)
if [ -z "${notes//[[:space:]]/}" ]; then
    echo "CHANGELOG.md says nothing of $1" >&2
    exit 1
fi
printf '%s\n\n' "$notes"
# shellcheck disable=SC2016 # what is quoted is to be read
echo 'Verify a file with `gh attestation verify FILE --repo ssm-check/ssm-check`, the image with `cosign verify`: see the page "As a container".'
