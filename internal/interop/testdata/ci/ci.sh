#!/usr/bin/env bash
set -euo pipefail
export WXTOOL_TOKEN=mytoken PORT=${PORT:-5000}
export WXTOOL_TO=http://127.0.0.1:$PORT/wx

python3 server.py >server.log 2>&1 &
trap "kill $! 2>/dev/null || true" EXIT

# what the console does when the URL is saved, as soon as the server answers
wxtool handshake --wait 30s

# every push that the URL gets: report.xml for the CI server, the failures for this log
wxtool send-fixture --all --junit report.xml --json |
  jq -r 'select(.type == "delivery" and .ok == false) | .fixture + ": " + (.reply.problems[] | select(.level == "error") | .cause // .problem)'

# one push in detail
wxtool send-fixture text --set Content=hi --json | jq -e '.ok and .reply.kind == "text"' >/dev/null
