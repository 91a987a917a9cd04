#!/bin/sh
echo 'cache is old' >&2
echo '{"web": ["a"], "_meta": {"hostvars": {"a": {}, "b": {"x": 1}}}}'
