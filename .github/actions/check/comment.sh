#!/usr/bin/env bash
# Keeps one comment on the pull request: the one that begins with the mark is replaced.
set -euo pipefail

mark='<!-- ssm-check -->'
comments=repos/$GITHUB_REPOSITORY/issues/$SSM_CHECK_PULL_REQUEST/comments
# The report begins with the mark.
body=$SSM_CHECK_MARKDOWN

mine='.[] | select(.user.type == "Bot") | select(.body | startswith("'$mark'")) | .id'
# Only the first: `head` would close the pipe on `gh`.
previous=$(gh api --paginate "$comments" --jq "$mine")
previous=${previous%%$'\n'*}
if [ -n "$previous" ]; then
    gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$previous" --field "body=@$body" --silent
else
    gh api --method POST "$comments" --field "body=@$body" --silent
fi
