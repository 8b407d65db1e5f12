#!/usr/bin/env bash
# Looks for what the tests use beside Go, installs it with the system's package
# manager when run as root, and otherwise says what will be skipped and how to
# get it. It never fails: tests skip loudly what they cannot run.
set -u
cd "$(dirname "$0")/.."

have_postgres() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1; }
have_chromium() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }
have_xmllint() { command -v xmllint >/dev/null 2>&1; }

have_node() { command -v node >/dev/null 2>&1; }

missing=()
have_postgres || missing+=(postgresql)
have_chromium || missing+=(chromium)
have_xmllint || missing+=(libxml2-utils)
have_node || missing+=(nodejs)
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing for the tests: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null 2>&1
  if apt-get install -y -qq --no-install-recommends "${missing[@]}" >/tmp/eendracht-need.log 2>&1; then
    exit 0
  fi
  echo "That did not work; the last lines of the package manager:"
  tail -n 5 /tmp/eendracht-need.log
fi

echo "SKIPPED without them (the tests say so too):"
have_postgres || echo "  PostgreSQL 15+ : everything on PostgreSQL.          Get it: apt-get install postgresql     (or set EENDRACHT_TEST_PG to a URL)"
have_chromium || echo "  Chromium       : everything in a browser.           Get it: apt-get install chromium"
have_xmllint  || echo "  xmllint        : messages against official schemas. Get it: apt-get install libxml2-utils"
have_node     || echo "  node           : the verifier of proofs in JavaScript. Get it: apt-get install nodejs"
exit 0
