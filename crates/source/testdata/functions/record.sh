#!/usr/bin/env bash
# Records what Terraform computes for expressions.txt: run `./record.sh` in this directory, with Terraform 1.11 on the PATH.
# Writes ../functions.jsonl: one {"expr", "json"} or {"expr", "error": true} a line, after a header line with the version.
set -euo pipefail
cd "$(dirname "$0")"
python3 - <<'PY'
import base64, json, subprocess
expressions = [line.rstrip("\n") for line in open("expressions.txt") if line.strip()]
lines = []
# The console prints the last result only, so that many expressions go into one.
for at in range(0, len(expressions), 40):
    script = "join(\" \", [" + ", ".join(f'try(base64encode(jsonencode({e})), "ERROR")' for e in expressions[at:at + 40]) + "])\n"
    out = subprocess.run(["terraform", "console", "-no-color"], input=script, capture_output=True, text=True)
    assert out.stdout.startswith('"'), out.stderr
    lines += out.stdout.strip().strip('"').split(" ")
assert len(lines) == len(expressions)
version = json.loads(subprocess.run(["terraform", "version", "-json"], capture_output=True, text=True).stdout)["terraform_version"]
with open("../functions.jsonl", "w") as f:
    f.write(json.dumps({"recorded_by": "functions/record.sh", "terraform": version}) + "\n")
    for e, line in zip(expressions, lines):
        record = {"expr": e, "error": True} if line == "ERROR" else {"expr": e, "json": base64.b64decode(line).decode()}
        f.write(json.dumps(record, ensure_ascii=False) + "\n")
print(len(expressions), "expressions,", sum(1 for l in lines if l == 'ERROR'), "errors")
PY
