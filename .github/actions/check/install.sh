#!/usr/bin/env bash
# Puts the program on the path of the steps that follow: a release by version, its checksum verified, or built from this source.
set -euo pipefail

directory=$RUNNER_TEMP/ssm-check/bin
mkdir -p "$directory"

if [ "$SSM_CHECK_VERSION" = source ]; then
    cargo install --locked --path "$GITHUB_ACTION_PATH/../../.." --root "${directory%/bin}"
else
    version=${SSM_CHECK_VERSION#v}
    case "$RUNNER_OS-$RUNNER_ARCH" in
        Linux-X64) target=x86_64-unknown-linux-musl ;;
        Linux-ARM64) target=aarch64-unknown-linux-musl ;;
        macOS-X64) target=x86_64-apple-darwin ;;
        macOS-ARM64) target=aarch64-apple-darwin ;;
        Windows-X64) target=x86_64-pc-windows-msvc ;;
        *)
            echo "::error::no release for $RUNNER_OS on $RUNNER_ARCH; use version: source"
            exit 2
            ;;
    esac
    archive=ssm-check-$version-$target.tar.gz
    releases=${SSM_CHECK_RELEASES:-https://github.com/ssm-check/ssm-check/releases/download}
    download=$(mktemp -d)
    for file in "$archive" SHA256SUMS; do
        curl --fail --silent --show-error --location --retry 3 --output "$download/$file" "$releases/v$version/$file"
    done
    expected=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$download/SHA256SUMS")
    actual=$( (sha256sum "$download/$archive" 2>/dev/null || shasum --algorithm 256 "$download/$archive") | cut -d ' ' -f 1)
    if [ -z "$expected" ] || [ "$expected" != "$actual" ]; then
        echo "::error::$archive does not have the checksum of its release"
        exit 2
    fi
    tar -xzf "$download/$archive" -C "$directory" --strip-components 1
    rm -r "$download"
fi

"$directory/ssm-check" --version
echo "$directory" >> "$GITHUB_PATH"
