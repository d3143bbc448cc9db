#!/usr/bin/env bash
# Keeps one comment on the pull request for each root: the one that begins with its mark is replaced. A token that may not write, as on
# a pull request from a fork, is a warning.
set -euo pipefail

mark="<!-- $SSM_CHECK_NAME -->"
comments=repos/$GITHUB_REPOSITORY/issues/$SSM_CHECK_PULL_REQUEST/comments
reports=$RUNNER_TEMP/ssm-check/reports
body=$reports/comment.md
{ printf '%s\n' "$mark"; cat "$reports/report.md"; } > "$body"

# What the programs that are called say may quote what the pull request wrote.
refused() {
    echo "::warning title=ssm-check::the comment was not written: this needs a token with \`pull-requests: write\`, which forks do not get"
    exit 0
}

mine='.[] | select(.user.type == "Bot") | select(.body | startswith("'$mark'")) | .id'
# Only the first: `head` would close the pipe on `gh`.
previous=$(gh api --paginate "$comments" --jq "$mine" 2>/dev/null) || refused
previous=${previous%%$'\n'*}
case $previous in
    '') gh api --method POST "$comments" --field "body=@$body" --silent >/dev/null 2>&1 || refused ;;
    *[!0-9]*) refused ;;
    *) gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$previous" --field "body=@$body" --silent >/dev/null 2>&1 || refused ;;
esac
