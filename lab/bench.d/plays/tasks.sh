#!/bin/sh
# the same by hand, for the host $1 and its directory $2
set -eu
umask 022
cd "$2"
mkdir -p srv/conf.d srv/data/keep srv/log
chmod 755 srv srv/log
chmod 750 srv/conf.d
chmod 700 srv/data
chmod 711 srv/data/keep
ln -sfn data srv/now
rm -rf srv/gone
echo one >srv/one
echo two >srv/two
echo three >srv/three
echo four >srv/four
chmod 644 srv/one
chmod 640 srv/two
chmod 600 srv/three
chmod 755 srv/four
for item in a b c d e; do echo "item $item" >"srv/conf.d/$item"; done
grep -qsx alpha srv/lines || echo alpha >>srv/lines
grep -qx beta srv/lines || echo beta >>srv/lines
if grep -q '^gamma' srv/lines; then sed -i 's/^gamma.*/gamma=1/' srv/lines; else echo gamma=1 >>srv/lines; fi
grep -qx first srv/lines || sed -i 1ifirst srv/lines
cat >srv/greeting <<F
# how $1 greets
hello = a, b and c
F
[ -e srv/greeting ]
true
id=$(id -u)
hello=hello
echo "$hello"
said="$hello, $id"
echo "$said"
getent group games >/dev/null || groupadd games
getent passwd games >/dev/null || useradd -g games games
