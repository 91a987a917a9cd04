#!/bin/sh
# the same by hand, for the host $1 and its directory $2
cd "$2" || exit
umask 022
number=1
while [ $number -le 200 ]; do
  case $((number % 4)) in
    0) mkdir -p folder-$number ;;
    2) grep -qsx "line $number" lines-$number || echo "line $number" >>lines-$number ;;
    *) printf %s "text $number" >text-$number ;;
  esac
  number=$((number + 1))
done
