# shellcheck shell=bash
# lib.sh: what the lab's scripts share; sourced by them
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
STATE=$ROOT/lab/state
mkdir -p "$STATE/log"

# Testcontainers: no helper container (nothing is to be pulled, and the demo's hosts outlive the JVM), and the engine is here.
# The classic builder: a newer docker command wants a plugin for the other one.
export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_REUSE_ENABLE=true TESTCONTAINERS_HOST_OVERRIDE=localhost DOCKER_BUILDKIT=0

STARTED=${OUTPOST_LAB_STARTED:-$(date +%s)}
export OUTPOST_LAB_STARTED=$STARTED

say() { printf '[%4ds] %s\n' "$(($(date +%s) - STARTED))" "$*"; }

die() {
  printf 'error: %s\n' "$1" >&2
  shift
  for hint in "$@"; do printf '  = %s\n' "$hint" >&2; done
  exit 1
}

# a long step runs in the background, where the terminal's Ctrl-C does not reach it
trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM

# without colours, and without the addresses of mirrors
last_line() { sed 's/\x1b\[[0-9;]*m//g; s/\r//g' "$1" | grep . | tail -n 1 | sed -E 's#[a-z]+://[^ ]*#…#g' | cut -c 1-90; }

# step LOG WORDS COMMAND...: runs a long command with its output in lab/state/log/LOG.log, and keeps telling that it is alive
step() {
  local log=$STATE/log/$1.log words=$2 since pid status
  shift 2
  say "$words"
  since=$(date +%s)
  "$@" >"$log" 2>&1 </dev/null 9>&- &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if (($(date +%s) - since >= 15)); then
      since=$(date +%s)
      say "  … $(basename "$log" .log): $(last_line "$log")"
    fi
  done
  status=0
  wait "$pid" || status=$?
  [ "$status" = 0 ] && return
  tail -n 20 "$log" | sed -E 's/\x1b\[[0-9;]*m//g; s#[a-z]+://[^/ ]*#…#g; s/^/  | /' >&2
  die "$words: exit status $status" "the whole output is in ${log#"$PWD"/}"
}

# Builds engine.jar and the lab, unless both are newer than all that they are made from
build() {
  if [ -e engine.jar ] && [ -d lab/target/lib ] && [ -z "$(find pom.xml engine modules lab/pom.xml lab/src -name target -prune -o \
    -type f -newer engine.jar -print -quit)" ]; then
    return
  fi
  step build 'building engine.jar (mvn package; the first time it downloads what it needs)' mvn -B -ntp -DskipTests package
}
