# shellcheck shell=bash
# rounds.sh: runs of the peers in turn, each looked at when it has ended

# rounds PLAY STATE N MILLISECONDS PEER...: a play on so many hosts that are so far away, by each peer as often as --runs says
rounds() {
  local play=$1 state=$2 n=$3 far=$4 round peer port=22
  shift 4
  [ "$far" = 0 ] || port=$FAR_PORT
  inventory "$n" "$port" >"$WORK/inventory"
  wanted "$play" "$n"
  for ((round = 1; round <= RUNS; round++)); do
    for peer in "$@"; do
      takes_part "$peer" "$n" || continue
      hosts_are "$state"
      run "$peer" "$play" "$far"
      right "$peer" "$(recap "$play" "$state")" "$n"
      note "$(title "$play" "$state" "$n" "$far")" "$n" "$peer"
    done
  done
}

takes_part() {
  if [ -n "$PEERS" ]; then
    [[ " $PEERS " = *" $1 "* ]]
  else
    [ "$2" -le 10 ] || [[ $1 != ansible && $1 != mitogen ]]
  fi
}

title() {
  local title state
  title=$(sed -n '1s/^# //p' "$WORK/plays/$1.yml")
  case $2 in
    first) state=', all new' ;;
    again) state=', nothing to do' ;;
  esac
  [ -n "$(recap "$1" first)" ] && [ "$(recap "$1" first)" != "$(recap "$1" again)" ] || state=
  echo "$title$state, $3 host$([ "$3" = 1 ] || echo s)$([ "$4" = 0 ] || echo " $4 ms away")"
}

# run PEER PLAY MILLISECONDS
run() {
  local before
  hosts_up "$3"
  before=$(bytes)
  status=0
  "$BENCH/meter" "$WORK/used" "$BENCH/peer" "$1" "$2" >"$WORK/out" 2>"$WORK/err" </dev/null || status=$?
  traffic=$(($(bytes) - before))
  [ "$3" = 0 ] || traffic=$((traffic / 2)) # it went over the device twice
  hosts_down
}

# right PEER RECAP N: a run that went wrong is no figure
right() {
  local told
  [ "$status" = 0 ] || wrong "$1" "exit status $status"
  case $1 in
    script | rsync) ;; # they tell nothing
    *)
      told=$(grep -cE "^ *h[0-9]+ .*${2/ / +} .*failed=0 " "$WORK/out") || true
      [ -z "$2" ] || [ "$told" = "$3" ] || wrong "$1" "$told of $3 hosts have $2"
      ;;
  esac
  seen "$WORK/hosts" | diff "$WORK/want.seen" - >"$WORK/diff" || wrong "$1" "a host is not as it is to be: $(sed -n 2p "$WORK/diff")"
}

wrong() {
  # shellcheck disable=SC2153
  cat "$WORK/out" "$WORK/err" "$WORK/sshd.log" >"$STATE/log/bench-wrong.log"
  tail -n 20 "$STATE/log/bench-wrong.log" >&2
  die "the run of $1 went wrong: $2" 'all that it printed is in lab/state/log/bench-wrong.log'
}

# note TITLE N PEER: a line of figures, see medians
note() {
  local used hosts_used trips
  read -ra used <"$WORK/used"
  read -ra hosts_used <"$WORK/hosts.used"
  trips=$(sed -nE 's/^ *h[0-9]+ .* trips=([0-9]+).*/\1/p' "$WORK/out" | sort -n | tail -n 1)
  say "$1: $3 ${used[0]} s"
  printf '%s\t' "$@" "${used[@]}" "${hosts_used[1]}" "$traffic" >>"$FIGURES"
  echo "${trips:--}" >>"$FIGURES"
}
