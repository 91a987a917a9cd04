# shellcheck shell=bash
# hosts.sh: the hosts of the benchmark: addresses of the loopback device, all answered by one sshd, each with a directory of its own.
# It is all in a network of its own (see lab/bench), where ports are free and nothing else is heard.

# set_up_hosts: keys, and a home of root that has nothing but these, for all peers and for the hosts as well
set_up_hosts() {
  ip link set lo up
  mkdir -p "$WORK/home/.ssh" "$WORK/hosts" /run/sshd
  chmod 700 "$WORK/home/.ssh"
  sed "s#^\(root:.*\):[^:]*:\([^:]*\)\$#\1:$WORK/home:\2#" /etc/passwd >"$WORK/passwd"
  sed 's#^root:[^:]*#root:*#' /etc/shadow >"$WORK/shadow" # root may be locked, which sshd honours
  chmod 600 "$WORK/shadow"
  mount --bind "$WORK/passwd" /etc/passwd
  mount --bind "$WORK/shadow" /etc/shadow
  export HOME=$WORK/home
  ssh-keygen -q -t ed25519 -N '' -C host -f "$WORK/host_key"
  ssh-keygen -q -t ed25519 -N '' -C bench -f ~/.ssh/id_ed25519
  cp ~/.ssh/id_ed25519.pub ~/.ssh/authorized_keys
  echo "127.*,[127.*]:$FAR_PORT $(cat "$WORK/host_key.pub")" >~/.ssh/known_hosts
  cat >"$WORK/sshd_config" <<C
HostKey $WORK/host_key
PidFile $WORK/sshd.pid
AuthorizedKeysFile .ssh/authorized_keys
Subsystem sftp internal-sftp
LogLevel ERROR
MaxStartups 2000
PrintMotd no
UseDNS no
UsePAM no
C
}

# the port that the relay listens on: hosts are far away there
FAR_PORT=2222

# inventory N PORT: so many hosts
inventory() {
  local i
  for ((i = 0; i < $1; i++)); do
    printf 'h%04d ansible_host=127.1.%d.%d dir=%s/hosts/h%04d\n' $i $((i / 250)) $((i % 250 + 1)) "$WORK" $i
  done
  printf '[all:vars]\nansible_user=root\nansible_port=%d\nansible_python_interpreter=/usr/bin/python3\nansible_timeout=60\n' "$2"
  printf 'tree=%s/tree\n' "$WORK"
}

# hosts_up MILLISECONDS: sshd, and if they are to be far away the relay
hosts_up() {
  "$BENCH/meter" "$WORK/hosts.used" /usr/sbin/sshd -D -e -f "$WORK/sshd_config" 2>"$WORK/sshd.log" &
  sshd=$!
  relay=
  if [ "$1" != 0 ]; then
    "$BENCH/relay" "$FAR_PORT" 22 "$1" >"$WORK/relay.ready" &
    relay=$!
    up "$relay" "$WORK/relay.ready"
  fi
  up "$sshd" "$WORK/sshd.pid"
}

# up PROCESS FILE: waits for what tells that it is there
up() {
  until [ -s "$2" ]; do
    kill -0 "$1" 2>/dev/null || die 'the hosts of the benchmark did not start' "$(tail -n 3 "$WORK/sshd.log")"
    sleep 0.02
  done
}

hosts_down() {
  kill "$sshd" ${relay:+"$relay"}
  wait "$sshd" ${relay:+"$relay"} || true
  rm -f "$WORK/sshd.pid" "$WORK/relay.ready"
}

# bytes that went over the loopback device, both ways, TCP's own included
bytes() { awk '$1 == "lo:" { print $2 }' /proc/net/dev; }

# wanted PLAY N: makes in $WORK/want by hand what the play is to make of so many hosts
wanted() {
  local i
  rm -rf "$WORK/want"
  for ((i = 0; i < $2; i++)); do printf 'h%04d\n' $i; done >"$WORK/names"
  (cd "$WORK" && sed 's#^#want/#' names | xargs mkdir -p)
  [ ! -e "$WORK/plays/$1.sh" ] || xargs -P 4 -I{} sh "$WORK/plays/$1.sh" {} "$WORK/want/{}" <"$WORK/names" >/dev/null
  seen "$WORK/want" >"$WORK/want.seen"
}

# seen FOLDER: all that is in it, to compare
seen() {
  (
    cd "$1" || exit
    find . -printf '%P %y %m %U:%G %l\n' | sort
    find . -type f -print0 | sort -z | xargs -0r sha1sum
  )
}

# hosts_are STATE: `first` has them empty, `again` as they are to be
hosts_are() {
  rm -rf "$WORK/hosts"
  case $1 in
    first) mkdir "$WORK/hosts" && (cd "$WORK" && sed 's#^#hosts/#' names | xargs mkdir) ;;
    again) cp -a "$WORK/want" "$WORK/hosts" ;;
  esac
}
