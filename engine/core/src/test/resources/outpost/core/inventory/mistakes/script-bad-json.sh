#!/bin/sh
cat <<'X'
{
  "web": {
    "hosts": ["a" "b"]
  }
}
X
