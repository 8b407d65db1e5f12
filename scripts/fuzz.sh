#!/bin/bash
# Fuzzes every target of the house, or those whose "package target" matches $2,
# each for a time ($1, 10m), one worker at the lowest priority, and prints how
# many inputs were tried and how much memory the largest process took.
# Stops with an error when a target failed; its input lies in testdata/fuzz.
set -u
cd "$(dirname "$0")/.."
for_time=${1:-10m} only=${2:-.} failed=0
log=$(mktemp) memory=$(mktemp)
trap 'rm -f "$log" "$memory"' EXIT

# peak writes the largest resident size, in MB, of a test process in the session $1.
peak() {
  local most=0 now
  while kill -0 "$1" 2>/dev/null; do
    now=$(ps -o rss=,comm= --sid "$1" 2>/dev/null | awk '$2 ~ /\.test$/ {print $1}' | sort -n | tail -1) # not the compiler
    [ "${now:-0}" -gt "$most" ] && most=$now
    echo $((most / 1024)) >"$memory"
    sleep 2
  done
}

printf '%-28s %-20s %12s %10s  %s\n' package target executions 'peak MB' outcome
while read -r file target; do
  package=./$(dirname "$file")
  echo "$package $target" | grep -qE "$only" || continue
  echo 0 >"$memory"
  setsid nice -n 19 "${GO:-go}" test -run '^$' -fuzz "^$target\$" -fuzztime "$for_time" -parallel 1 "$package" >"$log" 2>&1 &
  run=$!
  peak "$run" &
  wait "$run"
  wait
  outcome=fine
  if ! grep -q '^ok' "$log"; then
    outcome=FAILED failed=1
    tail -20 "$log" >&2
  fi
  printf '%-28s %-20s %12s %10s  %s\n' "$package" "$target" "$(grep -o 'execs: [0-9]*' "$log" | tail -1 | cut -d' ' -f2)" "$(cat "$memory")" "$outcome"
done < <(grep -rnoE --include='*_test.go' '^func Fuzz[A-Za-z]+' internal | sed -E 's/^([^:]+):[0-9]+:func /\1 /')
exit $failed
