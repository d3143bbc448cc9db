#!/usr/bin/env bash
# Runs the program: the report and annotations in the log, files for the steps that follow. The verdict is an output, so that they run.
#
# Nothing of the pull request may be taken for a command of the runner, or name a file: the log is fenced, and what follows reads
# fixed names in a directory that is new.
set -euo pipefail

reports=$RUNNER_TEMP/ssm-check/reports
rm -rf "$reports"
mkdir -p "$reports"

# Every output, whatever became of the run, and by this script alone.
finish() { # the status, and whether there are reports
    local name
    {
        for name in json sarif; do
            echo "$name=$([ "$2" = false ] || echo "$reports/report.$name")"
        done
        echo "markdown=$([ "$2" = false ] || echo "$reports/report.md")"
        echo "html=$([ "$2" = false ] || echo "$reports/report.html")"
        echo "reported=$2"
        echo "status=$1"
    } >> "$GITHUB_OUTPUT"
    exit 0
}

# Words as a shell splits them, quotes included; nothing is expanded.
arguments=()
if ! words=$(printf '%s\n' "$SSM_CHECK_ARGUMENTS" | xargs -n 1 printf '%s\n' 2>/dev/null); then
    echo "::error title=ssm-check::the input \`arguments\` has a quote that is not closed"
    finish 2 false
fi
while IFS= read -r word; do
    [ -z "$word" ] || arguments+=("$word")
done <<< "$words"
while IFS= read -r file; do
    [ -z "$file" ] || arguments+=("--context=$file")
done <<< "$SSM_CHECK_CONTEXT"
[ -z "$SSM_CHECK_FAIL_ON" ] || arguments+=("--fail-on=$SSM_CHECK_FAIL_ON")
[ -z "$SSM_CHECK_CONFIG_FILE" ] || arguments+=("--config=$SSM_CHECK_CONFIG_FILE")
[ "$SSM_CHECK_LOCKED_CONFIG" != true ] || arguments+=(--locked-config)
arguments+=(--)
while IFS= read -r file; do
    [ -z "$file" ] || arguments+=("$file")
done <<< "$SSM_CHECK_PLAN"

status=0
ssm-check \
    --format text --output "$reports/report.txt" \
    --format github --output "$reports/annotations" \
    --format json --output "$reports/report.json" \
    --format sarif --output "$reports/report.sarif" \
    --format markdown --output "$reports/report.md" \
    --format html --output "$reports/report.html" \
    "${arguments[@]}" > "$reports/log" 2>&1 || status=$?

# Until the word comes again, which nobody can guess, the runner takes nothing for a command.
fence=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::stop-commands::$fence"
cat "$reports/log"
if [ -f "$reports/report.txt" ]; then cat "$reports/report.txt"; fi
printf '\n::%s::\n' "$fence"

if [[ $status =~ ^[013]$ && -f $reports/report.md ]]; then
    grep -E '^::(error|warning|notice) ' "$reports/annotations" || true
    cat "$reports/report.md" >> "$GITHUB_STEP_SUMMARY"
    finish "$status" true
fi
echo "::error title=ssm-check::could not analyse; the log of this step says why"
echo "ssm-check could not analyse; the log says why." >> "$GITHUB_STEP_SUMMARY"
finish 2 false
