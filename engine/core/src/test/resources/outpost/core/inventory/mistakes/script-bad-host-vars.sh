#!/bin/sh
[ $1 = --list ] && echo '{"web": ["a"]}' || echo '{"x": }'
