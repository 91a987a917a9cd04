#!/bin/sh
case "$1 $2" in
  "--list "*) echo '{"web": {"hosts": ["w1", "w2"], "vars": {"x": 1}}, "db": ["d1"], "ungrouped": ["u"]}' ;;
  "--host w1") echo '{"y": "one", "l": [1, 2.5]}' ;;
  "--host w2") echo '{"x": 2}' ;;
  "--host d1"|"--host u") echo '{}' ;;
esac
