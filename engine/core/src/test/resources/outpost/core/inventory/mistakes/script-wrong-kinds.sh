#!/bin/sh
cat <<'X'
{
  "text": "a",
  "numbers": [1, null, "", ["a"]],
  "hosts": {"hosts": "a"},
  "vars": {"hosts": [], "vars": ["a"]},
  "children": {"children": {"x": 1}},
  "all": {"children": ["web", 7]},
  "web": {"children": ["all"]},
  "": [],
  "prio": {"vars": {"ansible_group_priority": "high"}, "hosts": ["h", "i"]},
  "_meta": {"hostvars": {"h": 3, "i": {"a-b": 1}}}
}
X
