#!/usr/bin/env bash
# Runs the program: annotations and the report in the log, files for the steps that follow. The verdict is an output, so that they run.
set -euo pipefail

reports=$RUNNER_TEMP/ssm-check
mkdir -p "$reports"
rm -f "$reports"/report.*

# One word a line; empty lines are none.
arguments=()
while IFS= read -r word; do
    [ -z "$word" ] || arguments+=("$word")
done <<< "$SSM_CHECK_ARGUMENTS"
while IFS= read -r file; do
    [ -z "$file" ] || arguments+=(--context "$file")
done <<< "$SSM_CHECK_CONTEXT"
[ -z "$SSM_CHECK_FAIL_ON" ] || arguments+=(--fail-on "$SSM_CHECK_FAIL_ON")
arguments+=(--)
while IFS= read -r file; do
    [ -z "$file" ] || arguments+=("$file")
done <<< "$SSM_CHECK_PLAN"

status=0
ssm-check \
    --format github \
    --format text --output "$reports/report.txt" \
    --format json --output "$reports/report.json" \
    --format sarif --output "$reports/report.sarif" \
    --format markdown --output "$reports/report.md" \
    --format html --output "$reports/report.html" \
    "${arguments[@]}" || status=$?

if [ -f "$reports/report.txt" ]; then
    cat "$reports/report.txt"
    cat "$reports/report.md" >> "$GITHUB_STEP_SUMMARY"
    {
        echo "json=$reports/report.json"
        echo "sarif=$reports/report.sarif"
        echo "markdown=$reports/report.md"
        echo "html=$reports/report.html"
    } >> "$GITHUB_OUTPUT"
else
    echo "ssm-check could not analyse; the log says why." >> "$GITHUB_STEP_SUMMARY"
fi
echo "status=$status" >> "$GITHUB_OUTPUT"
