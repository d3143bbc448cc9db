#!/usr/bin/env bash
# Makes the archive of one target in `dist`: the program, its licence, completions and the manual page.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=$1
program=${CARGO_TARGET_DIR:-target}/$target/release/ssm-check
case "$target" in
    *-windows-*) program=$program.exe ;;
esac
version=$("$program" --version | cut -d ' ' -f 2)
if [ -n "${GITHUB_REF_NAME:-}" ] && [ "$GITHUB_REF_NAME" != "v$version" ]; then
    echo "the tag is $GITHUB_REF_NAME and the program is $version" >&2
    exit 1
fi

name=ssm-check-$version-$target
staging=$(mktemp -d)
mkdir -p dist "$staging/$name/completions"
cp "$program" LICENSE README.md "$staging/$name/"
"$program" man > "$staging/$name/ssm-check.1"
"$program" completions bash > "$staging/$name/completions/ssm-check.bash"
"$program" completions zsh > "$staging/$name/completions/_ssm-check"
"$program" completions fish > "$staging/$name/completions/ssm-check.fish"
"$program" completions powershell > "$staging/$name/completions/_ssm-check.ps1"
"$program" completions elvish > "$staging/$name/completions/ssm-check.elv"
tar -czf "dist/$name.tar.gz" -C "$staging" "$name"
rm -r "$staging"
