#!/bin/sh
case $1 in
  --list) echo '{"web": ["a", "b", "c"]}' ;;
  --host) [ $2 = c ] && { echo "no such host" >&2; exit 1; }; [ $2 = a ] || echo '{"x": 1}' ;;
esac
