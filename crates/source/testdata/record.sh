#!/usr/bin/env bash
# Plans every root below roots/ into plan.json, and applies those without a cloud provider into applied.json (the state after).
# `./record.sh TFPLAN [ROOT...]`: TFPLAN is a command that plans a directory into its plan.json, with the AWS provider at hand.
# The table functions.jsonl is recorded by functions/record.sh.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"; tfplan=$1; shift
[ $# -gt 0 ] || set -- "$here"/roots/*/
for root in "$@"; do
  "$tfplan" "$root"
  rm -rf "$root/.terraform" "$root"/.terraform.lock.hcl
  grep -rq 'provider "aws"' "$root" && continue
  copy=$(mktemp -d); cp -r "$root/." "$copy"; rm -f "$copy/plan.json" "$copy/applied.json"
  (cd "$copy" && terraform init -no-color -input=false && terraform apply -no-color -input=false -auto-approve) >/dev/null
  (cd "$copy" && terraform show -json) >"$root/applied.json"
  rm -rf "$copy"
done
