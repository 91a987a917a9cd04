#!/bin/sh
# the same by hand, for the host $1 and its directory $2
cd "$2" || exit
umask 022
number=1
while [ $number -le 100 ]; do
  cat >part-$number <<F
# part $number of $1
[part-$number]
name = parts
owner = ops
mail = ops@example.org
path = /srv/parts/$number
listen = ops.example.org:$number
F
  number=$((number + 1))
done
